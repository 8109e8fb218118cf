"""What people do with their accounts stands in the log, with who and whose."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, RequestFactory
from django.urls import reverse

from privacyhub.accounts import invitations
from privacyhub.audit.models import Event, Kind
from privacyhub.audit.wording import sentence
from tests.accounts.codes import totp
from tests.accounts.conftest import PASSWORD, SECRET

NEW = "et-nytt-og-langt"
ABOUT_SIGNING_IN = (Kind.SIGNED_IN, Kind.SIGNED_OUT)


def told():
    events = Event.objects.exclude(kind__in=ABOUT_SIGNING_IN).order_by("pk")
    return [(event.kind, event.actor, event.subject_name, event.details) for event in events]


def test_a_new_password(sign_in, client, kari):
    sign_in()
    sent = {
        "oldpassword": PASSWORD,
        "password1": "et-nytt-og-langt",
        "password2": "et-nytt-og-langt",
    }
    assert client.post("/konto/passord/", sent).status_code == 302
    assert told() == [(Kind.PASSWORD_CHANGED, "Kari", "Kari", None)]
    assert sentence(Event.objects.get(kind=Kind.PASSWORD_CHANGED)) == (
        "Kari endret passordet til bruker «Kari»"
    )


def test_a_forgotten_password(client, kari, inbox):
    client.post("/konto/passord/glemt/", {"email": kari.email})
    page = client.get(inbox.link(), follow=True)
    path = page.redirect_chain[-1][0]
    client.post(path, {"password1": NEW, "password2": NEW})
    assert told() == [(Kind.PASSWORD_CHANGED, "Kari", "Kari", None)]


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_that_comes_and_goes(sign_in, client, kari, inbox):
    sign_in()
    page = client.get("/konto/totrinn/app/")
    client.post("/konto/totrinn/app/", {"code": totp(page.context["form"].secret)})
    client.post("/konto/totrinn/app/fjern/")
    factor = (Kind.FACTOR_CHANGED, "Kari", "Kari")
    assert [event[:3] for event in told()] == [factor] * len(told())
    assert [event[3] for event in told()] == [
        {"added": ["kodeapp"]},
        {"added": ["reservekoder"]},
        {"removed": ["kodeapp"]},
        {"removed": ["reservekoder"]},
    ]


def test_a_wrong_code(with_app, sign_in, client):
    sign_in()
    client.post("/konto/totrinn/kode/", {"code": "000000"})
    assert [event[:2] for event in told()] == [(Kind.SIGN_IN_FAILED, "Kari")]
    client.post("/konto/totrinn/kode/", {"code": totp(SECRET)})
    assert Authenticator.objects.count() >= 1


def test_a_lock_is_told_once(sign_in, kari, settings):
    for _try in range(settings.LOGIN_ATTEMPTS + 3):
        sign_in("feil-passord")
    kinds = [event[0] for event in told()]
    assert kinds.count(Kind.SIGN_IN_FAILED) == settings.LOGIN_ATTEMPTS
    assert kinds.count(Kind.LOCKED_OUT) == 1
    assert sentence(Event.objects.get(kind=Kind.LOCKED_OUT)) == (
        "Kari ble stengt ute etter for mange forsøk"
    )


def test_a_lock_of_nobodys_address_is_not_told(sign_in, kari, settings):
    for _try in range(settings.LOGIN_ATTEMPTS + 2):
        sign_in("feil-passord", email="ukjent@eksempel.no")
    assert Event.objects.filter(kind=Kind.LOCKED_OUT).count() == 0


def test_sessions_that_are_ended(sign_in, client, kari):
    sign_in()
    for _other in range(2):
        sign_in(browser=Client())
    client.post("/konto/okter/", {})
    client.post("/konto/okter/", {"session": "987654"})
    assert told() == [(Kind.SESSION_ENDED, "Kari", "Kari", {"count": 2})]


def test_a_lost_telephone(boss_client, with_app, kari):
    sent = {"action": "remove_second_factor", "_selected_action": [kari.pk]}
    boss_client.post(reverse("admin:accounts_user_changelist"), sent)
    removed = [event for event in told() if event[0] == Kind.FACTOR_CHANGED]
    assert [(event[2], event[3]) for event in removed] == [("Kari", {"removed": ["alle"]})]


@pytest.mark.django_db
def test_an_invitation_is_the_companys_event(kari, inbox):
    request = RequestFactory().get("/")
    request.user = kari
    offer = invitations.Offer("flex", "Flex AS", "editor", "redaktør")
    invitation = invitations.invite("ola@eksempel.no", offer, by=kari, request=request)
    invitations.resend(invitation, request=request)
    invitations.revoke(invitation, request=request)
    about = ("Kari", "ola@eksempel.no", {"role": "redaktør"})
    assert told() == [(kind, *about) for kind in (Kind.INVITED, Kind.INVITED, Kind.DELETED)]
    assert {event.company_key for event in Event.objects.all()} == {"flex"}
