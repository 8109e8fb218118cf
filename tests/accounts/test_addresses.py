"""Every address under /konto/: in a table, in Norwegian, closed to others, and hard to break."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from privacyhub.accounts.urls import urlpatterns
from tests.accounts.codes import totp
from tests.accounts.conftest import SECRET, said

pytestmark = pytest.mark.django_db
OWN, ALL = "who is signed in", "everybody"
ADDRESSES = {
    "": ("account_profile", OWN),
    "logg-inn/": ("account_login", ALL),
    "logg-ut/": ("account_logout", ALL),
    "stengt/": ("account_inactive", ALL),
    "ny/": ("account_signup", ALL),
    "okter/": ("usersessions_list", OWN),
    "invitasjon/x/": ("account_invitation", ALL),
    "bekreft/": ("account_reauthenticate", OWN),
    "bekreft/kode/": ("mfa_reauthenticate", OWN),
    "bekreft/nokkel/": ("mfa_reauthenticate_webauthn", OWN),
    "e-post/": ("account_email", OWN),
    "e-post/sendt/": ("account_email_verification_sent", ALL),
    "e-post/x/": ("account_confirm_email", ALL),
    "passord/": ("account_change_password", OWN),
    "passord/nytt/": ("account_set_password", OWN),
    "passord/glemt/": ("account_reset_password", ALL),
    "passord/glemt/sendt/": ("account_reset_password_done", ALL),
    "passord/glemt/ferdig/": ("account_reset_password_from_key_done", ALL),
    "passord/glemt/1-x/": ("account_reset_password_from_key", ALL),
    "totrinn/": ("mfa_index", OWN),
    "totrinn/kode/": ("mfa_authenticate", ALL),
    "totrinn/app/": ("mfa_activate_totp", OWN),
    "totrinn/app/fjern/": ("mfa_deactivate_totp", OWN),
    "totrinn/reservekoder/": ("mfa_view_recovery_codes", OWN),
    "totrinn/reservekoder/nye/": ("mfa_generate_recovery_codes", OWN),
    "totrinn/reservekoder/fil/": ("mfa_download_recovery_codes", OWN),
    "nokler/": ("mfa_list_webauthn", ALL),  # leads to totrinn/
    "nokler/ny/": ("mfa_add_webauthn", OWN),
    "nokler/logg-inn/": ("mfa_login_webauthn", ALL),
    "nokler/1/fjern/": ("mfa_remove_webauthn", OWN),
    "nokler/1/navn/": ("mfa_edit_webauthn", OWN),
    "katalog/": ("account_directory", ALL),
    "katalog/svar/": ("openid_connect_callback", ALL),
    "katalog/avbrutt/": ("socialaccount_login_cancelled", ALL),
    "katalog/ny/": ("socialaccount_signup", ALL),
}
EVERY = [f"/konto/{path}" for path in ADDRESSES]
ENGLISH = re.compile(r"\b(sign|email|code|the|your|please|key|remove|account|log|error|is)\b")
HOSTILE = ["", "\0", "x" * 9000, "[]", "{}", "1", "null", '{"id": 1}', "../../", "<b>"]
KEY = {"id": "AA", "rawId": "AA", "type": "public-key", "clientExtensionResults": {}}
KEYS = [
    {**KEY, "response": {"clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA"}},
    {**KEY, "response": {"clientDataJSON": "AA", "attestationObject": "AA"}},
    {**KEY, "response": {"userHandle": "AA"}},
    {**KEY, "response": []},
]


@pytest.fixture
def signed_in(sign_in, with_app, client):
    """Return a client by both steps."""
    sign_in()
    client.post("/konto/totrinn/kode/", {"code": totp(SECRET)})
    return client


def test_the_table_is_whole():
    assert [name for name, _opens in ADDRESSES.values()] == [each.name for each in urlpatterns]


@pytest.mark.parametrize("path", [path for path, (_, opens) in ADDRESSES.items() if opens == OWN])
def test_what_is_ones_own_is_closed_to_others(client, path):
    for send in (client.get, client.post):
        answer = send(f"/konto/{path}")
        assert (answer.status_code, answer.url[:16]) == (302, "/konto/logg-inn/")


def test_every_page_is_in_norwegian_for_both(signed_in):
    found = {}
    for browser in (signed_in, Client()):
        for path in EVERY:
            answer = browser.get(path)
            if answer.status_code != 302 and path != "/konto/logg-ut/":
                found[path, browser is signed_in] = ENGLISH.findall(said(answer).lower())
    assert len(found) > 35
    assert {where: words for where, words in found.items() if words} == {}


def test_no_hostile_form_breaks_a_page(signed_in, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False
    names = ("login", "password", "code", "email", "credential", "name", "session", "next")
    values = [*HOSTILE, *map(json.dumps, KEYS)]
    broken = []
    for path, (_name, opens) in ADDRESSES.items():
        browser = signed_in if opens == OWN else Client()
        browser.raise_request_exception = False
        for value in values:
            status = browser.post(f"/konto/{path}", dict.fromkeys(names, value)).status_code
            broken += [(path, value[:40])] * (status >= 500)
    assert broken == []
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count() == 0
