"""Sessions: listed, ended one by one or all, by a new password, and by time."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from privacyhub.accounts import sessions
from privacyhub.accounts.templatetags.account_words import browser
from tests.accounts.conftest import PASSWORD, said

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW = "en-annen-sti-i-tåka"


@pytest.fixture
def other(sign_in, client):
    """Return a second browser; both are signed in."""
    sign_in()
    other = Client(HTTP_USER_AGENT=FIREFOX)
    sign_in(browser=other)
    return other


def is_in(browser):
    return browser.get("/konto/").status_code == 200


def test_sessions_are_listed_with_this_one_first(other, client):
    page = said(client.get("/konto/okter/"))
    assert page.count("Firefox på Windows") == 2  # the row, and its button
    assert page.index("Denne økten") < page.index("Firefox på Windows")


def test_one_session_is_ended(other, client):
    theirs = UserSession.objects.get(user_agent=FIREFOX)
    assert client.post("/konto/okter/", {"session": theirs.pk}).url == "/konto/okter/"
    assert (is_in(client), is_in(other)) == (True, False)


def test_all_others_are_ended(other, client):
    client.post("/konto/okter/")
    assert (is_in(client), is_in(other)) == (True, False)
    assert UserSession.objects.count() == 1


@pytest.mark.parametrize("number", ["x", "0", "9999999"])
def test_a_session_that_is_not_ones_own_is_left_alone(other, client, number):
    client.post("/konto/okter/", {"session": number})
    assert (is_in(client), is_in(other)) == (True, True)


def test_anothers_session_is_left_alone(other, client, django_user_model):
    ola = django_user_model.objects.create_user("ola@eksempel.no", PASSWORD)
    stranger = Client()
    stranger.post("/konto/logg-inn/", {"login": ola.email, "password": PASSWORD})
    theirs = UserSession.objects.get(user=ola)
    client.post("/konto/okter/", {"session": theirs.pk})
    assert is_in(stranger) is True


def test_a_new_password_ends_the_others_and_keeps_this_one(other, client, inbox):
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/konto/passord/", sent).url == "/konto/"
    assert (is_in(client), is_in(other)) == (True, False)
    to, subject, text = inbox.last()
    assert (to, subject) == ("kari@eksempel.no", "Kontoen din i Personvernhub er endret")
    assert text.count("Passordet ditt er byttet.") == 1


def test_a_session_ends_after_a_working_day(sign_in, client, settings, monkeypatch):
    sign_in()
    now = sessions.time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: now + 12 * 3600 - 60)
    assert is_in(client) is True
    monkeypatch.setattr(sessions.time, "time", lambda: now + 12 * 3600)
    assert is_in(client) is False


def test_a_session_ends_after_an_hour_without_use(sign_in, client, settings):
    sign_in()
    age = client.session.get_expiry_age()
    assert (age, settings.SESSION_EXPIRE_AT_BROWSER_CLOSE) == (3600, True)


def test_use_is_stored_now_and_then_alone(sign_in, client, monkeypatch):
    sign_in()
    row = UserSession.objects.get()
    with CaptureQueriesContext(connection) as queries:
        client.get("/admin/password_change/")
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
    now = sessions.time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: now + 600)
    client.get("/admin/password_change/")
    seen, row.last_seen_at = row.last_seen_at, UserSession.objects.get().last_seen_at
    assert (row.last_seen_at > seen, client.session["seen_at"]) == (True, now + 600)


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        (FIREFOX, "Firefox på Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36 Edg/156.0", "Edge på Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1", "Safari på iPhone"),
        ("curl/8", "Ukjent nettleser"),
    ],
)
def test_a_browser_is_called_what_people_call_it(agent, shown):
    assert browser(agent) == shown
