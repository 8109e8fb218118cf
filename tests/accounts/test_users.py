"""People sign in with their e-mail address, in capitals or not."""

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.db import IntegrityError
from django.urls import reverse

from policies.models import Controller
from tests.policies.admin.sending import errors, heading, send, text

pytestmark = pytest.mark.django_db
ADDRESS = "kari@eksempel.no"


@pytest.fixture
def users():
    return get_user_model().objects


@pytest.mark.parametrize("typed", [ADDRESS, "Kari@Eksempel.no", "KARI@EKSEMPEL.NO"])
def test_one_signs_in_with_the_address_in_any_case(users, client, typed):
    kari = users.create_user(" Kari@Eksempel.NO ", "hemmelig", is_staff=True)
    assert kari.email == ADDRESS
    assert authenticate(username=typed, password="hemmelig") == kari
    assert authenticate(username=typed, password="Hemmelig") is None
    sent = {"login": typed, "password": "hemmelig", "next": "/admin/"}
    assert client.post("/konto/logg-inn/", sent).url == "/admin/"


def test_an_address_is_used_once_in_any_case(users):
    users.create_user(ADDRESS)
    with pytest.raises(IntegrityError):
        users.create(email="KARI@eksempel.no")


def test_one_without_a_password_does_not_sign_in(users):
    kari = users.create_user(ADDRESS)
    assert kari.has_usable_password() is False
    assert (kari.is_staff, kari.is_superuser) == (False, False)


def test_one_who_left_does_not_sign_in(users):
    users.create_user(ADDRESS, "hemmelig", is_active=False)
    assert authenticate(username=ADDRESS, password="hemmelig") is None


def test_a_superuser_may_do_everything(users):
    boss = users.create_superuser(ADDRESS, "hemmelig")
    assert (boss.is_staff, boss.is_superuser, boss.is_active) == (True, True, True)
    assert boss.has_perm("policies.change_policy") is True


@pytest.mark.parametrize(("name", "called"), [("Kari", "Kari"), ("", ADDRESS)])
def test_a_person_is_called_by_name_or_address(users, name, called):
    assert str(users.create_user(ADDRESS, name=name)) == called


def test_the_page_to_sign_in_is_in_norwegian(client):
    page = client.get("/konto/logg-inn/")
    shown = text(page)
    assert [label for label in ("E-postadresse", "Passord") if shown.count(label) != 1] == []
    assert page.content.decode().count('<html lang="nb"') == 1


NEW = {"usable_password": "true", "password1": "langt-og-rart-9", "password2": "langt-og-rart-9"}


def test_a_new_person_gets_the_address_in_small_letters(staff_client, users):
    send(staff_client, reverse("admin:accounts_user_add"), email="Ola@Eksempel.no", **NEW)
    assert users.get(email="ola@eksempel.no").check_password(NEW["password1"]) is True


def test_an_address_that_is_taken_is_told_at_the_field(staff_client, users):
    users.create_user("ola@eksempel.no")
    typed = {"email": "OLA@eksempel.no", **NEW}
    answer = send(staff_client, reverse("admin:accounts_user_add"), **typed)
    assert errors(answer) == {"email": ["En annen bruker har denne adressen."]}


def test_the_page_of_a_person_shows_no_password(staff_client, users):
    ola = users.create_user("ola@eksempel.no", "hemmelig", name="Ola")
    page = staff_client.get(reverse("admin:accounts_user_change", args=[ola.pk]))
    assert heading(page, 2) == "Ola"
    assert page.content.decode().count(ola.password) == 0
    assert Controller.objects.count() == 0


def test_the_dates_of_a_person_are_only_read(staff_client, staff):
    """A moment before the year 1 in Greenwich is none that the database can hold."""
    path = reverse("admin:accounts_user_change", args=[staff.pk])
    joined = staff.date_joined
    form = {"email": staff.email, "name": "Kari", "is_active": "on"}
    dates = {"date_joined_0": "01.01.0001", "date_joined_1": "00:00", "last_login_0": "01.01.0001"}
    answer = staff_client.post(path, {**form, **dates, "is_superuser": "on"})
    staff.refresh_from_db()
    assert (answer.status_code, staff.date_joined) == (302, joined)
