"""Signing in with a real browser: code, passkey, directory, invitation, and a locked address."""

import re
import time

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import RequestFactory

from policies.models import Membership
from privacyhub.accounts import invitations
from tests.accounts.codes import fresh_totp, totp
from tests.accounts.conftest import PASSWORD, inbox  # noqa: F401 - a fixture
from tests.accounts.provider import running
from tests.browser.test_public_pages import faults
from tests.policies.models.factories import make_company

pytestmark = pytest.mark.browser
KARI = "kari@eksempel.no"
ENGLISH = re.compile(
    r"\b(sign|password|email|code|the|your|please|session|key|add|remove|account|log)\b",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def demanded(transactional_db, settings):
    """Demand a second factor; start without failed tries of another test."""
    cache.clear()
    settings.SECOND_FACTOR_REQUIRED = True
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # plain http, on localhost
    return get_user_model().objects.create_superuser(KARI, PASSWORD, name="Kari")


def enter(page, password=PASSWORD):
    page.get_by_label("E-postadresse").fill(KARI)
    page.get_by_label("Passord").fill(password)
    page.get_by_label("Passord").press("Enter")


def add_authenticator(page):
    """Give the browser a fingerprint reader that always says yes."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    reader = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    yes = {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": {**reader, **yes}})


class Looks:
    """What axe and a reader of Norwegian find wrong on pages, by their headings."""

    def __init__(self, page):
        self.page, self.found = page, {}

    def __call__(self):
        self.page.wait_for_load_state()
        heading = self.page.locator("h1").inner_text()
        for width, scheme in ((360, "light"), (1280, "dark")):
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.emulate_media(color_scheme=scheme)
            self.found[heading, width] = faults(self.page)
            if self.page.evaluate("document.documentElement.scrollWidth") > width:
                self.found[heading, width].append("too wide")
        self.found[heading, "English"] = ENGLISH.findall(self.page.locator("body").inner_text())

    def wrong(self):
        return {where: what for where, what in self.found.items() if what}


def test_password_and_code_from_the_set_up_to_the_next_sign_in(open_page):
    page = open_page("/admin/historikk/")
    refused = []
    page.on("console", lambda line: refused.append(line.text) if "Policy" in line.text else None)
    look = Looks(page)
    look()
    enter(page, "feil-passord")
    look()
    enter(page)
    page.get_by_role("heading", name="Totrinnsinnlogging").wait_for()
    look()
    page.get_by_role("link", name="Sett opp kodeapp").click()
    look()
    secret = page.locator(".secret").inner_text()
    used = fresh_totp(secret)
    page.get_by_label("Kode").fill(used)
    page.get_by_label("Kode").press("Enter")
    page.get_by_role("heading", name="Reservekoder").wait_for()
    look()
    page.get_by_role("link", name="Jeg har tatt vare på kodene").click()
    page.wait_for_url("**/admin/historikk/")
    page.get_by_role("link", name="Kontoen din").click()
    look()
    for path in ("okter", "e-post", "passord", "nokler/ny", "totrinn/app/fjern", "logg-ut"):
        page.goto(f"{page.url.split('/konto/')[0]}/konto/{path}/")
        look()
    page.get_by_role("button", name="Logg ut").last.click()
    enter(page)
    page.get_by_role("heading", name="Bekreft at det er deg").wait_for()
    look()
    while totp(secret) == used:  # a code works once
        time.sleep(0.5)
    page.get_by_label("Kode").fill(fresh_totp(secret))
    page.get_by_label("Kode").press("Enter")
    page.wait_for_url("**/admin/")
    assert look.wrong() == {}
    assert refused == []


def test_a_passkey_is_both_factors(open_page):
    page = open_page("/admin/")
    add_authenticator(page)
    enter(page)
    page.get_by_role("link", name="Legg til en nøkkel").press("Enter")
    page.get_by_label("Navn på nøkkelen").fill("Telefonen")
    page.get_by_role("button", name="Lag nøkkelen").press("Enter")
    page.get_by_role("link", name="Jeg har tatt vare på kodene").click()
    page.wait_for_url("**/admin/")
    page.get_by_role("button", name="Logg ut").click()
    page.get_by_role("button", name="Logg inn med tilgangsnøkkel (passkey)").press("Enter")
    page.wait_for_url("**/admin/")
    page.get_by_role("button", name="Logg ut").click()
    enter(page)
    page.get_by_role("button", name="Bruk en nøkkel").press("Enter")
    page.wait_for_url("**/admin/")


def test_the_companys_directory_lets_staff_in(open_page, settings):
    with running() as provider:
        provider.knows("kari", email=KARI, email_verified=True)
        settings.SOCIALACCOUNT_PROVIDERS = provider.settings()
        settings.OIDC_SECOND_FACTOR_TRUSTED = True
        page = open_page("/admin/historikk/")
        page.get_by_role("link", name="Logg inn med Flex-kontoen").click()
        page.locator("input[name=sub]").first.fill("kari")
        page.locator("input[name=sub]").first.press("Enter")
        page.wait_for_url("**/admin/historikk/")


def test_an_invitation_is_accepted(open_page, inbox, demanded):  # noqa: F811 - the fixture
    make_company("flex")
    offer = invitations.Offer("flex", "Flex AS", "editor", "redaktør")
    invitations.invite("ola@eksempel.no", offer, by=demanded, request=RequestFactory().get("/"))
    page = open_page(inbox.link())
    look = Looks(page)
    look()
    page.get_by_label("Navn").fill("Ola")
    page.get_by_label("Passord").fill("kort")
    page.get_by_label("Passord").press("Enter")
    page.get_by_text("Passordet er for kort. Det må ha minst 12 tegn.").wait_for()
    look()
    page.get_by_label("Passord").fill("en-lang-tur-i-skogen")
    page.get_by_role("button", name="Bli med").press("Enter")
    page.get_by_role("heading", name="Totrinnsinnlogging").wait_for()
    page.get_by_role("link", name="Kontoen din").click()
    assert page.get_by_label("Navn").input_value() == "Ola"
    assert Membership.objects.get().role == "editor"
    page.get_by_role("button", name="Logg ut").click()
    page.goto(page.url.split("/konto/")[0] + inbox.link())
    look()
    assert page.locator("h1").inner_text() == "Invitasjonen virker ikke lenger"
    assert look.wrong() == {}


def test_an_address_is_locked_and_let_in_again(open_page, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.LOGIN_LOCK_SECONDS = 15
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/15s/key"}
    page = open_page("/admin/", 360)
    for _try in range(3):
        enter(page, "feil-passord")
        page.get_by_text("Feil e-postadresse eller passord.").wait_for()
    locked_until = time.monotonic() + 15
    enter(page)
    page.get_by_text("For mange forsøk. Prøv igjen om 15 sekunder").wait_for()
    assert faults(page) == []
    time.sleep(max(0, locked_until - time.monotonic()))
    enter(page)
    page.wait_for_url("**/admin/")
