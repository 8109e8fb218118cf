"""Signing in and out: who gets in, where they land, what is told of whom, and when it locks."""

import pytest
from allauth.core.internal import ratelimit
from django.contrib.auth import get_user_model
from django.test import Client

from privacyhub.accounts.wording import shown_wait
from tests.accounts.conftest import ADDRESS, PASSWORD, said

pytestmark = pytest.mark.django_db
WRONG = "Feil e-postadresse eller passord."
LOCKED = "For mange forsøk. Prøv igjen om 15 minutter, eller velg et nytt passord."


def errors(answer):
    return [str(each) for each in answer.context["form"].non_field_errors()]


@pytest.mark.parametrize("typed", [ADDRESS, "Kari@Eksempel.no", " KARI@EKSEMPEL.NO "])
def test_one_signs_in_with_the_address_in_any_case(sign_in, client, typed):
    assert sign_in(email=typed).url == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("wanted", "landed"),
    [
        ("/admin/historikk/", "/admin/historikk/"),
        ("https://example.com/", "/admin/"),
        ("//example.com/admin/", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
    ],
)
def test_one_lands_on_the_wanted_page_of_ours_and_no_other(sign_in, wanted, landed):
    assert sign_in(next=wanted).url == landed


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/admin/login/", "/konto/logg-inn/?next=%2Fadmin%2F"),
        ("/admin/login/?next=/admin/historikk/", "/konto/logg-inn/?next=%2Fadmin%2Fhistorikk%2F"),
        ("/admin/login/?next=https://example.com/", "/konto/logg-inn/?next=%2Fadmin%2F"),
        ("/admin/password_change/", "/admin/login/?next=/admin/password_change/"),
    ],
)
def test_the_admin_leads_to_the_sign_in(client, asked, led):
    assert client.get(asked).url == led


def test_staff_who_are_signed_in_are_led_on_and_others_told(kari, client):
    client.force_login(kari)
    assert client.get("/admin/login/?next=/admin/historikk/").url == "/admin/historikk/"
    assert client.get("/admin/password_change/").url == "/konto/passord/"
    assert client.post("/admin/logout/").url == "/konto/logg-inn/"
    client.force_login(get_user_model().objects.create_user("ola@eksempel.no"))
    told = client.get("/admin/login/?next=/admin/", follow=True)
    assert told.redirect_chain == [("/konto/", 302)]
    assert "Du er ikke med i noen virksomhet." in said(told)


def test_somebody_without_access_lands_on_the_own_page(sign_in, kari):
    get_user_model().objects.filter(pk=kari.pk).update(is_staff=False, is_superuser=False)
    assert sign_in().url == "/konto/"


def test_a_wrong_password_an_unknown_address_and_a_closed_account_are_answered_alike(sign_in, kari):
    closed = get_user_model().objects.create_user("ola@eksempel.no", PASSWORD, is_active=False)
    assert errors(sign_in("feil-passord")) == [WRONG]
    assert errors(sign_in(email="ukjent@eksempel.no")) == [WRONG]
    assert errors(sign_in(email=closed.email)) == [WRONG]


def test_what_was_typed_stays_but_not_the_password(sign_in):
    page = sign_in("feil-passord").content.decode()
    assert page.count(f'value="{ADDRESS}"') == 1
    assert page.count("feil-passord") == 0


def test_one_signs_out_by_post_alone(sign_in, client):
    sign_in()
    assert client.get("/konto/logg-ut/").status_code == 200
    assert client.get("/konto/").status_code == 200
    assert client.post("/konto/logg-ut/").url == "/konto/logg-inn/"
    assert client.get("/konto/").url == "/konto/logg-inn/?next=/konto/"


def test_nobody_signs_up(client):
    before = get_user_model().objects.count()
    sent = {"email": "ny@eksempel.no", "password1": PASSWORD, "password2": PASSWORD}
    assert client.get("/konto/ny/").status_code == 403
    assert client.post("/konto/ny/", sent).status_code == 405
    assert get_user_model().objects.count() == before


def test_an_address_is_locked_after_some_wrong_passwords_and_opens_after_the_wait(
    sign_in, settings, monkeypatch
):
    for _try in range(settings.LOGIN_ATTEMPTS):
        assert errors(sign_in("feil-passord")) == [WRONG]
    assert errors(sign_in()) == [LOCKED]
    clock = ratelimit.time.time() + settings.LOGIN_LOCK_SECONDS
    monkeypatch.setattr(ratelimit.time, "time", lambda: clock)
    assert sign_in().url == "/admin/"


def test_a_lock_is_for_one_address_in_any_case_by_any_host_name(sign_in, kari, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ola = get_user_model().objects.create_superuser("ola@eksempel.no", PASSWORD)
    for number in range(5):
        elsewhere = Client(SERVER_NAME=f"navn{number}.example")
        assert errors(sign_in("feil-passord", ADDRESS.upper(), elsewhere)) == [WRONG]
    assert errors(sign_in()) == [LOCKED]
    assert sign_in(email=ola.email).url == "/admin/"


def test_signing_in_now_and_then_gives_no_more_tries(sign_in):
    for _try in range(4):
        sign_in("feil-passord")
    assert sign_in(browser=Client()).url == "/admin/"
    assert errors(sign_in("feil-passord")) == [WRONG]
    assert errors(sign_in("feil-passord")) == [LOCKED]


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (1, "1 sekund"),
        (45, "45 sekunder"),
        (60, "1 minutt"),
        (61, "2 minutter"),
        (900, "15 minutter"),
    ],
)
def test_a_wait_is_said_in_words(seconds, shown):
    assert shown_wait(seconds) == shown


def test_too_many_sign_ins_from_one_machine_are_answered_in_norwegian(sign_in, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in("feil-passord")
    stopped = sign_in()
    assert (stopped.status_code, "For mange forsøk" in said(stopped)) == (429, True)


def test_the_proxy_names_the_visitor(sign_in, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for visitor in ("10.0.0.1", "10.0.0.2"):
        proxied = Client(HTTP_X_FORWARDED_FOR=f"1.2.3.4, {visitor}")
        assert errors(sign_in("feil-passord", browser=proxied)) == [WRONG]
    assert sign_in(browser=proxied).status_code == 429
