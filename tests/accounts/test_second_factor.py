"""The second factor: demanded of staff, made, asked for, lost, and kept secret."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policies.document.terms import Visibility
from policies.models import PolicyVersion
from privacyhub.accounts.encryption import decrypt, encrypt
from tests.accounts.codes import totp
from tests.accounts.conftest import SECRET, said
from tests.policies.models.factories import make_company, make_policy, make_version

pytestmark = pytest.mark.django_db
STAFF_PAGES = ("/admin/", "/admin/virksomheter/", "/admin/historikk/", "/admin/policies/policy/")


@pytest.fixture(autouse=True)
def demanded(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def answer(client, code):
    return client.post("/konto/totrinn/kode/", {"code": code})


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_staff_without_one_are_led_to_set_it_up(sign_in, client, path):
    sign_in()
    assert client.get(path).url == "/konto/totrinn/"
    assert client.post(path).url == "/konto/totrinn/"
    page = said(client.get("/konto/totrinn/"))
    assert page.count("Registeret er åpent for deg når du har satt opp totrinnsinnlogging") == 1


def test_a_page_that_staff_alone_may_read_asks_for_it_too(sign_in, client):
    policy = make_policy(make_company("flex"), "personvern", visibility=Visibility.STAFF)
    make_version(policy, visibility=Visibility.STAFF)
    assert PolicyVersion.objects.get().visibility == Visibility.STAFF
    sign_in()
    assert client.get("/flex/personvern/").url == "/konto/totrinn/"


def test_where_it_is_not_demanded_staff_go_on(sign_in, client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in()
    assert client.get("/admin/").status_code == 200


@pytest.mark.django_db(transaction=True)  # what is told by mail waits for it
def test_an_app_is_set_up_and_leads_to_the_page_that_waited(sign_in, client, inbox):
    sign_in()
    client.get("/admin/historikk/")
    page = client.get("/konto/totrinn/app/")
    secret = page.context["form"].secret
    wrong = client.post("/konto/totrinn/app/", {"code": "000"})
    assert wrong.context["form"].errors["code"][0].startswith("Feil kode.")
    made = client.post("/konto/totrinn/app/", {"code": totp(secret)})
    assert made.url == "/konto/totrinn/reservekoder/"
    codes = client.get(made.url)
    assert (len(codes.context["unused_codes"]), codes.context["wanted"]) == (
        10,
        "/admin/historikk/",
    )
    assert client.get("/admin/").status_code == 200
    told = {message.get_content().splitlines()[2] for message in inbox.messages}
    assert told == {"En kodeapp er lagt til."}


def test_the_code_is_asked_for_at_the_next_sign_in(with_app, sign_in, client):
    assert sign_in(next="/admin/historikk/").url == "/konto/totrinn/kode/"
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"
    assert answer(client, "123").context["form"].errors["code"][0].startswith("Feil kode.")
    assert answer(client, totp(SECRET)).url == "/admin/historikk/"
    assert client.get("/admin/").status_code == 200


def test_a_code_is_used_once(with_app, sign_in, client):
    code = totp(SECRET)
    sign_in()
    assert answer(client, code).url == "/admin/"
    other = Client()
    sign_in(browser=other)
    assert answer(other, code).status_code == 200


def test_a_recovery_code_lets_one_in_once(with_app, sign_in, client):
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    code = RecoveryCodes(codes).get_unused_codes()[0]
    sign_in()
    assert answer(client, code).url == "/admin/"
    other = Client()
    sign_in(browser=other)
    assert answer(other, code).status_code == 200


def test_wrong_codes_lock_the_second_step(with_app, sign_in, client, settings):
    sign_in()
    for _try in range(settings.LOGIN_ATTEMPTS):
        answer(client, "000000")
    locked = answer(client, totp(SECRET)).context["form"].errors["code"]
    assert locked == ["For mange forsøk. Prøv igjen om 15 minutter, eller velg et nytt passord."]


def test_another_session_by_password_alone_gains_nothing_when_one_is_made(sign_in, client):
    thief = Client()
    sign_in(browser=thief)
    sign_in()
    secret = client.get("/konto/totrinn/app/").context["form"].secret
    client.post("/konto/totrinn/app/", {"code": totp(secret)})
    assert client.get("/admin/").status_code == 200
    assert thief.get("/admin/").url == "/konto/totrinn/"


def test_taking_the_last_one_away_closes_the_staff_pages(with_app, sign_in, client):
    sign_in()
    answer(client, totp(SECRET))
    assert client.post("/konto/totrinn/app/fjern/").url == "/konto/totrinn/"
    assert Authenticator.objects.count() == 0
    assert client.get("/admin/").url == "/konto/totrinn/"


def test_what_matters_most_asks_again_after_a_while(with_app, sign_in, client):
    sign_in()
    answer(client, totp(SECRET))
    session = client.session
    session["signed_in_at"] -= 600
    session.save()
    asked = client.get("/konto/totrinn/reservekoder/")
    assert asked.url == "/konto/bekreft/?next=%2Fkonto%2Ftotrinn%2Freservekoder%2F"
    confirmed = client.post(asked.url, {"password": "bratt-sti-i-tåka"})
    assert confirmed.url == "/konto/totrinn/reservekoder/"


def test_whoever_lost_the_telephone_is_helped_and_signed_out(
    boss_client, with_app, sign_in, client, settings
):
    sign_in()
    answer(client, totp(SECRET))
    settings.SECOND_FACTOR_REQUIRED = False
    sent = {"action": "remove_second_factor", "_selected_action": [with_app.pk]}
    done = boss_client.post(reverse("admin:accounts_user_changelist"), sent, follow=True)
    assert "1 bruker må sette opp totrinnsinnlogging på nytt." in said(done)
    assert Authenticator.objects.count() == 0
    assert client.get("/konto/").status_code == 302


def test_seeds_lie_encrypted_and_survive_a_new_key(with_app, settings):
    for kept in Authenticator.objects.all():
        assert SECRET not in str(kept.data)
    closed = encrypt("frø")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "en-annen-nøkkel"
    assert decrypt(closed) != "frø"
    assert decrypt(closed) != decrypt(closed)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert decrypt(closed) == "frø"


def test_the_check_costs_one_question(with_app, sign_in, client, settings):
    sign_in()
    answer(client, totp(SECRET))
    asked = []
    for settings.SECOND_FACTOR_REQUIRED in (False, True):
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/password_change/")
        asked.append(len(queries))
    assert asked[1] - asked[0] == 1
