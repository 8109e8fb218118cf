"""Signing in and out, whatever the way, is told with its address."""

import pytest
from django.contrib.auth import authenticate

from privacyhub.audit.models import Event, Kind
from privacyhub.audit.wording import details, sentence

LOGIN = "/konto/logg-inn/"


def told():
    return [(event.kind, event.actor, event.address) for event in Event.objects.order_by("pk")]


def sign_in(client, password):
    typed = {"login": "Kari@Eksempel.no", "password": password}
    return client.post(LOGIN, typed, REMOTE_ADDR="10.1.2.3")


def test_signing_in_and_out(client, staff):
    sign_in(client, "hemmelig")
    client.post("/admin/logout/", REMOTE_ADDR="10.1.2.3")
    assert told() == [
        (Kind.SIGNED_IN, "Kari", "10.1.2.3"),
        (Kind.SIGNED_OUT, "Kari", "10.1.2.3"),
    ]
    first = Event.objects.earliest("pk")
    assert (sentence(first), details(first)) == ("Kari logget inn", ["IP-adresse: 10.1.2.3"])


def test_a_failed_sign_in_is_told_of_the_user(client, staff):
    sign_in(client, "feil")
    assert told() == [(Kind.SIGN_IN_FAILED, "Kari", "10.1.2.3")]
    assert sentence(Event.objects.get()) == "Innlogging som Kari mislyktes"


@pytest.mark.parametrize("typed", ["mitt-hemmelige-passord", "ukjent@eksempel.no", ""])
def test_what_is_no_user_s_address_is_not_kept(db, typed):
    authenticate(username=typed, password="feil")
    event = Event.objects.get()
    assert (event.kind, event.actor, event.actor_email) == (Kind.SIGN_IN_FAILED, "", "")
    assert sentence(event) == "Innlogging som en ukjent bruker mislyktes"


def test_signing_out_of_nothing_is_not_told(client, db):
    client.logout()
    client.post("/admin/logout/")
    assert told() == []


def test_no_password_is_ever_written(client, staff):
    for password in ("hemmelig", "feil-passord"):
        sign_in(client, password)
    written = " ".join(str(row) for row in Event.objects.values_list())
    assert ("hemmelig" in written, "feil-passord" in written) == (False, False)
