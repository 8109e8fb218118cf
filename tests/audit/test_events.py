"""The log is written once: the database refuses the rest, on both engines."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import RequestFactory

from policies.models import Party
from privacyhub.audit.models import SIGN_IN, Event, Kind
from privacyhub.audit.record import record, record_each, record_reading
from privacyhub.audit.wording import sentence
from tests.policies.models.factories import make, make_company

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)


@pytest.fixture
def told(staff):
    company = make_company("flex")
    return record(Kind.CHANGED, by=staff, company=company, subject=company, fields=["Navn"])


CHANGES = [
    "UPDATE audit_event SET actor = 'Ola'",
    "UPDATE audit_event SET at = CURRENT_TIMESTAMP, keep_until = '2999-01-01'",
    "UPDATE audit_event SET details = NULL",
    "DELETE FROM audit_event",
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_or_delete_an_event(told, change):
    with pytest.raises(DatabaseError, match="sealed row"), transaction.atomic():
        connection.cursor().execute(change)
    kept = Event.objects.get()
    assert (kept.actor, kept.details) == ("Kari", {"fields": ["Navn"]})


def test_the_table_is_not_emptied(told):
    if connection.vendor == "postgresql":
        connection.check_constraints()  # PostgreSQL refuses while references wait to be checked
        with pytest.raises(DatabaseError, match="sealed row"), transaction.atomic():
            connection.cursor().execute("TRUNCATE audit_event")
    assert Event.objects.count() == 1


def test_sqlite_cannot_replace_an_event(told):
    columns = ", ".join(f.column for f in Event._meta.concrete_fields)
    changed = columns.replace("actor,", "'Ola',", 1)
    if connection.vendor == "sqlite":
        replace = f"INSERT OR REPLACE INTO audit_event ({columns}) SELECT {changed} FROM "  # noqa: S608
        with pytest.raises(DatabaseError, match="sealed row"), transaction.atomic():
            connection.cursor().execute(f"{replace} audit_event")
    assert Event.objects.get().actor == "Kari"


@pytest.mark.parametrize("left", ["actor", "subject_name", "company_name", "details"])
def test_an_event_is_erased_whole_or_not_at_all(told, left):
    texts = ("actor", "actor_email", "company_key", "company_name", "subject_kind")
    emptied = dict.fromkeys((*texts, "subject_name", "subject_ref"), "")
    emptied |= {"actor_id": None, "details": None, "erased_at": NOON}
    emptied[left] = {"fields": ["Navn"]} if left == "details" else "x"
    with pytest.raises(IntegrityError, match="event_erased_is_empty"), transaction.atomic():
        Event.objects.update(**emptied)


@pytest.mark.parametrize("forged", [{"kind": "added"}, {"keep_until": date(2999, 1, 1)}])
def test_what_kind_of_event_it_was_is_not_forged_in_the_act_of_erasing(told, forged):
    with pytest.raises(DatabaseError, match="sealed row"), transaction.atomic():
        Event.objects.update(erased_at=NOON, **forged)


def test_erasing_is_the_one_door(told):
    assert Event.objects.all().erase(now=NOON) == 1
    assert Event.objects.count() == 0


def test_the_database_knows_the_kinds_and_where_addresses_belong():
    about = {"at": NOON, "keep_until": NOON.date()}
    with pytest.raises(IntegrityError, match="event_kind_known"), transaction.atomic():
        Event.objects.create(kind="sett", **about)
    with pytest.raises(IntegrityError, match="event_address_of"), transaction.atomic():
        Event.objects.create(kind=Kind.READ, address="127.0.0.1", **about)


def test_an_event_survives_what_it_tells_of(staff):
    company = make_company("flex")
    person = make(Party, company, role="contact", name="Ola Nordmann")
    record(Kind.DELETED, by=staff, company=company, subject=person)
    number, person_number = staff.pk, person.pk
    person.delete()
    staff.delete()
    kept = Event.objects.get()
    assert sentence(kept) == "Kari slettet person eller part «Ola Nordmann»"
    assert (kept.actor_id, kept.actor_email) == (number, "kari@eksempel.no")
    assert kept.subject_ref == f"policies.party/{person_number}"
    assert (kept.company_key, kept.company_name) == ("flex", "Flex AS")


def test_every_kind_has_a_sentence():
    told = [sentence(Event(kind=kind, at=NOON, actor="Kari", subject_name="X")) for kind in Kind]
    assert len(set(told)) == len(Kind)


def test_details_are_few_words_and_of_known_names():
    long = record(Kind.CHANGED, fields=[f"felt {n}" for n in range(60)], added=["x" * 500])
    assert long.details["fields"][-2:] == ["felt 49", "…"]
    assert long.details["added"] == ["x" * 299 + "…"]
    with pytest.raises(KeyError, match="password"):
        record(Kind.CHANGED, password="hemmelig")


def test_odd_text_is_made_one_line():
    told = record(Kind.LOADED, by="Kommando\0\nlinjen", called=" a\tb ")
    assert (told.actor, told.subject_name) == ("Kommando linjen", "a b")


@pytest.mark.parametrize("kind", Kind)
def test_only_signing_in_and_out_have_an_address(kind):
    request = RequestFactory(REMOTE_ADDR="10.0.0.7").get("/")
    assert record(kind, request=request).address == ("10.0.0.7" if kind in SIGN_IN else None)


@pytest.mark.parametrize(
    ("proxy", "forwarded", "seen"),
    [
        (None, "1.2.3.4", "10.0.0.7"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "1.2.3.4, 5.6.7.8", "5.6.7.8"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "1.2.3.4, tull", None),
    ],
)
def test_the_address_is_what_the_last_proxy_saw(settings, proxy, forwarded, seen):
    settings.SECURE_PROXY_SSL_HEADER = proxy
    request = RequestFactory(REMOTE_ADDR="10.0.0.7", HTTP_X_FORWARDED_FOR=forwarded).get("/")
    assert record(Kind.SIGNED_IN, request=request).address == seen


@pytest.mark.parametrize(("minutes", "told"), [(59, 1), (61, 2)])
def test_reading_is_told_once_an_hour(staff, minutes, told):
    person = make(Party, make_company(), role="contact", name="Ola")
    record_reading(person, by=staff, now=NOON)
    record_reading(person, by=staff, now=NOON.replace(hour=11 + minutes // 60, minute=minutes % 60))
    assert Event.objects.count() == told


def test_another_reader_or_person_is_told_apart(staff, django_user_model):
    company = make_company()
    ola = make(Party, company, role="contact", name="Ola")
    record_reading(ola, by=staff, now=NOON)
    record_reading(ola, by=django_user_model.objects.create_user("x@y.no"), now=NOON)
    record_reading(make(Party, company, "to", role="contact", name="Pia"), by=staff, now=NOON)
    assert Event.objects.count() == 3


def test_many_are_written_in_one_query(staff, django_assert_num_queries):
    people = [make(Party, make_company(k), role="contact", name=k) for k in ("a", "b", "c")]
    with django_assert_num_queries(1):
        record_each(Kind.DELETED, people, by=staff)
    assert Event.objects.count() == 3
