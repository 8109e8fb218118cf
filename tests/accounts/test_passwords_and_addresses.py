"""Passwords forgotten and changed, addresses changed, and nothing told of who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from privacyhub.accounts.models import User
from tests.accounts.conftest import ADDRESS, PASSWORD, said
from tests.policies.admin.sending import send

pytestmark = pytest.mark.django_db
FORGOTTEN = "/konto/passord/glemt/"
NEW = "en-annen-sti-i-tåka"


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client, kari, inbox, sign_in):
    signed_in = Client()
    sign_in(browser=signed_in)
    assert client.post(FORGOTTEN, {"email": ADDRESS.upper()}).url == f"{FORGOTTEN}sendt/"
    assert inbox.last()[:2] == (ADDRESS, "Nytt passord i Personvernhub")
    link = inbox.link()
    form = client.get(link).url
    assert re.fullmatch(FORGOTTEN + r"\w+-velg/", form)
    sent = {"password1": NEW, "password2": NEW}
    assert client.post(form, sent).url == f"{FORGOTTEN}ferdig/"
    assert signed_in.get("/konto/").status_code == 302
    assert sign_in(NEW).url == "/admin/"
    assert "Lenken virker ikke lenger." in said(Client().get(link))


def test_a_new_password_unlocks_the_address(client, kari, inbox, sign_in, settings):
    for _try in range(settings.LOGIN_ATTEMPTS + 1):
        sign_in("feil-passord")
    client.post(FORGOTTEN, {"email": ADDRESS})
    client.post(client.get(inbox.link()).url, {"password1": NEW, "password2": NEW})
    assert sign_in(NEW).url == "/admin/"


def test_an_unknown_address_gets_the_same_answer(client, kari, inbox):
    known = client.post(FORGOTTEN, {"email": ADDRESS})
    unknown = client.post(FORGOTTEN, {"email": "ukjent@eksempel.no"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert inbox.last()[:2] == ("ukjent@eksempel.no", "Ingen konto i Personvernhub")
    assert client.get(known.url).content == client.get(unknown.url).content


@pytest.mark.parametrize("email", [ADDRESS, "ukjent@eksempel.no"])
def test_a_mail_server_that_is_down_is_told_of_to_all_alike(client, kari, settings, email):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = client.post(FORGOTTEN, {"email": email}, follow=True)
    assert "Vi fikk ikke sendt e-posten. Prøv igjen om litt." in said(page)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("kort", "Passordet er for kort. Det må ha minst 12 tegn."),
        ("Sommer202600!", "Passordet er et vanlig ord med tall eller tegn til."),
        ("passord-passord", "Passordet er et vanlig ord med tall eller tegn til."),
        ("918273645564738291", "Dette passordet inneholder bare tall."),
        ("kari@eksempel.no", "Passordet er for likt e-postadresse."),
    ],
)
def test_a_weak_password_is_refused_in_norwegian(kari, password, fault):
    with pytest.raises(ValidationError) as error:
        validate_password(password, kari)
    assert error.value.messages[0].startswith(fault)


def test_a_password_is_changed_by_whoever_knows_it(client, kari, sign_in, inbox):
    sign_in()
    sent = {"oldpassword": "feil", "password1": NEW, "password2": "annet"}
    faults = client.post("/konto/passord/", sent).context["form"].errors
    assert faults == {
        "oldpassword": ["Skriv passordet du har nå."],
        "password2": ["De to passordene er ikke like."],
    }
    assert User.objects.get().check_password(PASSWORD) is True


def test_an_address_is_changed_by_a_link_to_the_new_one(client, kari, sign_in, inbox):
    sign_in()
    client.post("/konto/e-post/", {"email": "kari@ny.example", "action_add": ""})
    assert inbox.last()[:2] == ("kari@ny.example", "Bekreft e-postadressen i Personvernhub")
    assert User.objects.get().email == ADDRESS
    link = inbox.link()
    assert client.get(link).status_code == 200
    assert client.post(link).url == "/konto/"
    assert User.objects.get().email == "kari@ny.example"
    assert inbox.last()[0] == ADDRESS  # the old address is told
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["kari@ny.example"]


def test_a_taken_address_is_not_told_of_and_not_taken(client, kari, sign_in, inbox):
    get_user_model().objects.create_user("ola@eksempel.no")
    sign_in()
    sent = client.post("/konto/e-post/", {"email": "ola@eksempel.no", "action_add": ""})
    assert sent.url == "/konto/e-post/"
    page = client.post(inbox.link(), follow=True)
    assert "Vi kunne ikke bruke adressen ola@eksempel.no." in said(page)
    assert User.objects.filter(email=ADDRESS).count() == 1


def test_an_address_that_the_administrator_changed_opens_nothing(
    boss_client, kari, sign_in, client, inbox
):
    sign_in()
    send(
        boss_client, reverse("admin:accounts_user_change", args=[kari.pk]), email="kari@ny.example"
    )
    assert User.objects.get(pk=kari.pk).email == "kari@ny.example"
    client.post(FORGOTTEN, {"email": ADDRESS})
    assert inbox.last()[1] == "Ingen konto i Personvernhub"
    assert EmailAddress.objects.get(user=kari).email == "kari@ny.example"


def test_the_own_name_is_changed(client, kari, sign_in):
    sign_in()
    assert client.post("/konto/", {"name": "Kari Nordmann", "is_staff": ""}).url == "/konto/"
    assert (User.objects.get().name, User.objects.get().is_staff) == ("Kari Nordmann", True)
