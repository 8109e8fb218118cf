"""Invitations: by e-mail, for one address, once, for a week, and withdrawn."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from privacyhub.accounts import invitations
from privacyhub.accounts.models import Invitation, User
from tests.accounts import joining
from tests.accounts.conftest import PASSWORD, said

pytestmark = pytest.mark.django_db(transaction=True)
OLA = "ola@eksempel.no"
OFFER = invitations.Offer("flex", "Flex AS", "redaktor", "redaktør")
REQUEST = RequestFactory().get("/")
JOINED = [(OLA, "flex", "redaktor", "kari@eksempel.no")]


@pytest.fixture(autouse=True)
def given(settings):
    settings.INVITATION_ACCEPTED = "tests.accounts.joining.join"
    joining.given.clear()
    return joining.given


@pytest.fixture
def invite(kari, inbox):
    def sent(email="Ola@Eksempel.no"):
        return invitations.invite(email, OFFER, by=kari, request=REQUEST)

    return sent


def test_the_mail_says_who_and_what_and_until_when(invite, inbox):
    invitation = invite()
    to, subject, text = inbox.last()
    assert (to, subject) == (OLA, "Du er invitert til Flex AS i Personvernhub")
    assert text.count("Kari har invitert deg til Flex AS som redaktør.") == 1
    assert invitation.expires_at - invitation.sent_at == timedelta(days=7)
    assert inbox.link().split("/")[-2] not in str(vars(invitation))


def test_somebody_new_chooses_name_and_password_and_is_in(invite, inbox, client, given):
    invite()
    link = inbox.link()
    assert "Du er invitert som redaktør, med adressen ola@eksempel.no." in said(client.get(link))
    weak = client.post(link, {"name": "Ola", "password1": "Sommer202600"})
    assert list(weak.context["form"].errors) == ["password1"]
    assert weak.context["form"]["name"].value() == "Ola"
    assert client.post(link, {"name": "Ola", "password1": PASSWORD}).status_code == 302
    ola = User.objects.get(email=OLA)
    assert (ola.name, ola.is_staff, ola.is_superuser) == ("Ola", False, False)
    assert given == JOINED
    assert client.get("/konto/").status_code == 200
    assert Invitation.objects.get().accepted_by == ola


def test_somebody_with_an_account_signs_in_and_says_yes(invite, inbox, client, given):
    User.objects.create_user(OLA, PASSWORD)
    invite()
    link = inbox.link()
    assert f'href="/konto/logg-inn/?next={link}"' in client.get(link).content.decode()
    assert client.post(link, {"name": "Tyv", "password1": "et-annet-passord"}).status_code == 200
    assert given == []
    entered = client.post("/konto/logg-inn/", {"login": OLA, "password": PASSWORD, "next": link})
    assert entered.url == link
    assert client.post(link, follow=True).status_code == 200
    assert given == JOINED


def test_somebody_else_cannot_use_it(invite, inbox, client, kari, given):
    invite()
    client.force_login(kari)
    for refused in (client.get(inbox.link()), client.post(inbox.link())):
        assert refused.status_code == 403
        assert "Du er logget inn med kari@eksempel.no. Logg ut" in said(refused)
    assert given == []


def spoiled(how, invitation, client, link):
    """Make an invitation useless in one of four ways, and return its link."""
    if how == "used":
        client.post(link, {"name": "Ola", "password1": PASSWORD})
    elif how == "withdrawn":
        invitations.revoke(invitation, request=REQUEST)
    elif how == "old":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        return "/konto/invitasjon/ukjent/"
    return link


def test_used_withdrawn_old_and_unknown_links_are_answered_alike(invite, inbox, given):
    pages = set()
    for how in ("used", "withdrawn", "old", "unknown"):
        User.objects.filter(email=OLA).delete()
        link = spoiled(how, invite(), Client(), inbox.last() and inbox.link())
        for send in (Client().get, Client().post):
            answer = send(link)
            pages.add((answer.status_code, said(answer)))
    assert [status for status, _said in pages] == [410]
    assert len(given) == 1


def test_a_new_invitation_withdraws_the_old_one(invite, inbox, client):
    first = invite()
    old = inbox.link()
    second = invite()
    first.refresh_from_db()
    assert (first.is_open, second.is_open) == (False, True)
    assert (client.get(old).status_code, client.get(inbox.link()).status_code) == (410, 200)


def test_one_sent_again_has_a_new_link_and_a_new_week(invite, inbox, client):
    invitation = invite()
    old = inbox.link()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    invitations.resend(invitation, request=REQUEST)
    assert (client.get(old).status_code, client.get(inbox.link()).status_code) == (410, 200)


def test_what_is_over_is_neither_sent_again_nor_withdrawn(invite):
    invitation = invite()
    invitations.revoke(invitation, request=REQUEST)
    with pytest.raises(invitations.NotOpenError):
        invitations.revoke(invitation, request=REQUEST)
    with pytest.raises(invitations.NotOpenError):
        invitations.resend(invitation, request=REQUEST)
    assert invitation.is_open is False


@pytest.mark.parametrize(
    ("changed", "status", "told"),
    [
        ({"company_key": "borte"}, 410, "Invitasjonen virker ikke lenger"),
        ({"role": "ombud"}, 409, "Ombudet kan ikke ha andre roller."),
    ],
)
def test_what_cannot_be_given_is_explained_and_nothing_is_kept(kari, inbox, changed, status, told):
    invitations.invite(OLA, OFFER._replace(**changed), by=kari, request=REQUEST)
    refused = Client().post(inbox.link(), {"name": "Ola", "password1": PASSWORD})
    assert (refused.status_code, told in said(refused)) == (status, True)
    assert User.objects.filter(email=OLA).count() == 0
    assert Invitation.objects.get().is_open is True


def test_a_mail_that_fails_is_known_and_can_be_sent_again(invite, inbox, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    invitation = invite()
    invitation.refresh_from_db()
    assert (invitation.mail_failed, inbox.messages) == (True, [])
    settings.EMAIL_PORT = port
    invitations.resend(invitation, request=REQUEST)
    assert (Invitation.objects.get().mail_failed, len(inbox.messages)) == (False, 1)


def test_a_long_or_hostile_company_name_stays_on_one_line_of_the_mail(kari, inbox):
    offer = OFFER._replace(company_name="Flex\nBcc: alle@example.com <b>")
    invitations.invite(OLA, offer, by=kari, request=REQUEST)
    assert inbox.last()[1] == "Du er invitert til Flex Bcc: alle@example.com <b> i Personvernhub"


def test_the_database_refuses_what_is_both_accepted_and_withdrawn(invite):
    invite()
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.update(accepted_at=now, revoked_at=now)
