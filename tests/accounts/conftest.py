"""People who sign in, and where their mail goes."""

import re
import time
from types import SimpleNamespace

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.test import Client

from tests.accounts import codes
from tests.accounts.mail import Inbox, serve

ADDRESS, PASSWORD = "kari@eksempel.no", "bratt-sti-i-tåka"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def still_clock(monkeypatch):
    """Let an app's code hold through a test: a new one comes each half minute."""
    moment = time.time()
    clock = SimpleNamespace(time=lambda: moment)
    monkeypatch.setattr(auth, "time", clock)
    monkeypatch.setattr(codes, "time", clock)


@pytest.fixture
def kari(db):
    """Return a member of staff with a password."""
    make = get_user_model().objects.create_superuser
    return make(ADDRESS, PASSWORD, name="Kari")


@pytest.fixture
def boss_client(db):
    """Return a client of the installation's administrator."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("sjef@eksempel.no"))
    return client


@pytest.fixture
def with_app(kari):
    """Return her with an app for codes, and recovery codes."""
    TOTP.activate(kari, SECRET)
    RecoveryCodes.activate(kari)
    return kari


@pytest.fixture
def sign_in(client, kari):
    """Return a function that posts the sign-in form."""

    def sent(password=PASSWORD, email=ADDRESS, browser=client, **others):
        path = "/konto/logg-inn/"
        return browser.post(path, {"login": email, "password": password, **others})

    return sent


@pytest.fixture
def inbox(settings):
    """Return what a real mail server gets."""
    inbox = Inbox()
    server = serve(inbox)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield inbox
    server.stop()


def said(answer) -> str:
    """Return the words of a page, without tags and scripts."""
    page = re.sub(r"<(script|style|title)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()
