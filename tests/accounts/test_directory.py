"""A company's own directory, by OpenID Connect, against a real provider on this machine."""

import re
from urllib.parse import parse_qs, urlparse

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import RequestFactory

from privacyhub.accounts import invitations
from privacyhub.accounts.models import Invitation, User
from tests.accounts import joining
from tests.accounts.conftest import ADDRESS, said
from tests.accounts.provider import running

pytestmark = pytest.mark.django_db
OLA = "ola@eksempel.no"


@pytest.fixture(scope="module")
def provider():
    with running() as provider:
        yield provider


@pytest.fixture
def directory(settings, provider):
    """Return a function that makes the provider know a person's claims."""
    settings.SOCIALACCOUNT_PROVIDERS = provider.settings()
    return provider.knows


def enter(client, subject, **query):
    """Go to the directory, sign in there, and come back."""
    start = client.get("/konto/katalog/", query).url
    asked = parse_qs(urlparse(start).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/konto/katalog/svar/"]
    back = requests.post(start, data={"sub": subject}, allow_redirects=False, timeout=30)
    return client.get(back.headers["Location"].removeprefix("http://testserver"))


def test_without_a_directory_there_is_no_way_to_it(client):
    assert client.get("/konto/katalog/").status_code == 404
    assert client.get("/konto/logg-inn/").content.decode().count("/konto/katalog/") == 0


def test_a_confirmed_address_lets_its_owner_in_and_is_remembered(client, kari, directory):
    directory("k1", email=ADDRESS.upper(), email_verified=True, name="Kari N.")
    assert "Logg inn med Flex-kontoen" in said(client.get("/konto/logg-inn/"))
    assert enter(client, "k1", next="/admin/historikk/").url == "/admin/historikk/"
    assert client.get("/konto/").status_code == 200
    kari.refresh_from_db()
    assert kari.has_usable_password() is True
    directory("k1", email="ny@eksempel.no", email_verified=True)
    client.logout()
    assert enter(client, "k1").url == "/admin/"
    assert SocialAccount.objects.get().user == kari


@pytest.mark.parametrize("verified", [False, None, "false", "true"])
def test_an_address_that_is_not_confirmed_lets_nobody_in(client, kari, directory, verified):
    claims = {"email": ADDRESS} | ({} if verified is None else {"email_verified": verified})
    directory("k2", **claims)
    assert enter(client, "k2").status_code == 403
    assert client.get("/konto/").status_code == 302


def test_a_stranger_gets_no_account(client, kari, directory):
    directory("k3", email="fremmed@eksempel.no", email_verified=True)
    refused = enter(client, "k3")
    assert (refused.status_code, "Du må være invitert" in said(refused)) == (403, True)
    assert User.objects.count() == 1


@pytest.fixture
def invited(kari, inbox, settings, django_capture_on_commit_callbacks):
    """Return the link that Ola got."""
    settings.INVITATION_ACCEPTED = "tests.accounts.joining.join"
    joining.given.clear()
    with django_capture_on_commit_callbacks(execute=True):
        offer = invitations.Offer("flex", "Flex AS", "redaktor", "redaktør")
        invitations.invite(OLA, offer, by=kari, request=RequestFactory().get("/"))
    return inbox.link()


def test_somebody_invited_gets_an_account_that_may_nothing_before_accepting(
    client, directory, invited
):
    link = invited
    assert "Logg inn med Flex-kontoen" in said(client.get(link))
    directory("k4", email=OLA, email_verified=True, name="Ola Nordmann", is_staff=True)
    assert enter(client, "k4", next=link).url == link
    ola = User.objects.get(email=OLA)
    assert (ola.name, ola.is_staff, ola.is_superuser) == ("Ola Nordmann", False, False)
    assert (ola.has_usable_password(), joining.given) == (False, [])
    client.post(link)
    assert joining.given == [(OLA, "flex", "redaktor", ADDRESS)]
    assert Invitation.objects.get().accepted_by == ola


def test_a_closed_account_stays_closed(client, kari, directory):
    User.objects.update(is_active=False)
    directory("k5", email=ADDRESS, email_verified=True)
    assert enter(client, "k5").url == "/konto/stengt/"
    assert client.get("/konto/").status_code == 302


def test_its_second_factor_is_trusted_by_a_setting_alone(client, with_app, directory, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    directory("k6", email=ADDRESS, email_verified=True)
    assert enter(client, "k6").url == "/konto/totrinn/kode/"
    settings.OIDC_SECOND_FACTOR_TRUSTED = True
    client.cookies.clear()
    assert enter(client, "k6").url == "/admin/"
    assert client.get("/admin/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/admin/").status_code == 200
    settings.OIDC_SECOND_FACTOR_TRUSTED = False
    assert client.get("/admin/").url == "/konto/totrinn/"


def test_an_answer_that_nobody_asked_for_is_refused(client, kari, directory):
    refused = client.get("/konto/katalog/svar/?code=x&state=y")
    assert (refused.status_code, "Innloggingen virket ikke" in said(refused)) == (401, True)
    assert client.get("/konto/katalog/svar/?error=access_denied&state=y").status_code == 401


def test_a_directory_that_does_not_answer_is_told_of(client, settings, directory):
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    apps[0]["settings"]["server_url"] = "http://127.0.0.1:1"
    refused = client.get("/konto/katalog/")
    assert (refused.status_code, "Innloggingen virket ikke" in said(refused)) == (401, True)
    assert re.search("127", said(refused)) is None
