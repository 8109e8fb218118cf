"""«Inviter noen»: the company's administrator invites, sends again, and withdraws."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policies.models import Membership
from privacyhub.accounts.models import Invitation, User
from tests.accounts.conftest import PASSWORD, inbox  # noqa: F401 - a fixture
from tests.accounts.inviting import make_invitation
from tests.policies.admin.sending import text
from tests.policies.models.factories import make_company, make_member

pytestmark = pytest.mark.django_db(transaction=True)
LIST, INVITE = reverse("admin:member-list"), reverse("admin:member-invite")
OLA = "ola@eksempel.no"


@pytest.fixture
def kari(client, db):
    make_company("flex")
    kari = make_member("kari@eksempel.no", "flex", roles=("administrator",))
    client.force_login(kari)
    return kari


def test_from_the_form_to_a_member_with_the_role(client, kari, inbox):  # noqa: F811 - the fixture
    assert client.post(INVITE, {"email": "Ola@Eksempel.no", "role": "editor"}).url == LIST
    assert [each.email for each in client.get(LIST).context["invitations"]] == [OLA]
    visitor = Client()
    visitor.post(inbox.link(), {"name": "Ola", "password1": PASSWORD})
    mine = Membership.objects.get(user__email=OLA)
    assert (mine.company.key, mine.role, mine.added_by) == ("flex", "editor", str(kari))
    assert visitor.get("/admin/").status_code == 200
    assert Invitation.objects.waiting("flex").count() == 0


def test_a_role_that_is_held_is_told_at_the_address(client, kari):
    make_member(OLA, "flex", roles=("editor",))
    form = client.post(INVITE, {"email": OLA.upper(), "role": "editor"}).context["form"]
    assert form.errors == {"email": ["Har allerede denne rollen her."]}
    assert form["role"].value() == "editor"


def test_what_is_missing_is_asked_for(client, kari):
    form = client.post(INVITE, {"email": "x", "role": "sjef"}).context["form"]
    assert list(form.errors) == ["email", "role"]
    assert Invitation.objects.count() == 0


def test_one_is_sent_again_and_withdrawn(client, kari, inbox):  # noqa: F811 - the fixture
    waits = make_invitation("flex")
    at = reverse("admin:member-invitation", args=[waits.pk])
    client.post(at, {"send": ""})
    assert inbox.last()[0] == OLA
    assert "Invitasjonen er sendt til ola@eksempel.no." in text(client.get(LIST))
    client.post(at, {"withdraw": ""})
    assert (Invitation.objects.get().is_open, client.post(at).status_code) == (False, 404)


def test_a_mail_that_fails_is_told_of(client, kari, inbox, settings):  # noqa: F811 - the fixture
    settings.EMAIL_PORT = 1
    told = client.post(INVITE, {"email": OLA, "role": "reader"}, follow=True)
    assert text(told).count("Invitasjonen er lagret, men e-posten gikk ikke ut.") == 1
    assert text(client.get(LIST)).count("· e-posten gikk ikke ut") == 1


def test_an_ombud_who_has_another_role_is_told_why(client, kari, inbox):  # noqa: F811 - the fixture
    ola = make_member(OLA, "flex", roles=("editor",))
    client.post(INVITE, {"email": OLA, "role": "ombud"})
    visitor = Client()
    visitor.force_login(User.objects.get(pk=ola.pk))
    refused = visitor.post(inbox.link())
    assert (refused.status_code, Invitation.objects.get().is_open) == (409, True)
    assert "kan ikke ha andre roller" in refused.content.decode()


def test_the_list_takes_as_many_queries_for_more(client, kari):
    asked = []
    for number in range(3):
        make_invitation("flex", f"{number}@eksempel.no")
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        asked.append(len(queries))
    assert asked[0] == asked[2]
