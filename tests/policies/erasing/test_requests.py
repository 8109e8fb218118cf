"""Two people, fourteen days, and a tombstone that the database guards."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from policies.erasing.extent import counts
from policies.erasing.requests import (
    CannotEraseError,
    ask,
    confirm,
    drop_expired,
    drop_late_events,
    waiting,
    withdraw,
)
from policies.models import CompanyErasure, Controller, ErasureRequest, Party, System
from privacyhub.audit.models import Event, Kind
from privacyhub.audit.record import record
from privacyhub.audit.wording import sentence
from tests.policies.models.factories import make, make_company, make_policy, make_version

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)
WHY = "Avtalen er sagt opp."


@pytest.fixture
def own(db):
    return make_company("flex")


@pytest.fixture
def ola(django_user_model):
    """Return a member of staff who administers nothing."""
    return django_user_model.objects.create_user("ola@eksempel.no")


@pytest.fixture
def asked(own, staff):
    return ask(own, by=staff, reason=WHY, now=NOON)


def test_what_is_left_says_when_who_why_and_how_much(own, staff, pia, asked):
    make(Party, own, role="contact", name="Ola")
    make_version(make_policy(own))
    number, expected = own.pk, counts(own)
    confirm(own, by=pia, now=NOON + timedelta(hours=1))
    left = CompanyErasure.objects.get()
    assert (left.company_number, left.reason) == (number, WHY)
    assert (left.asked_by, left.asked_by_name, left.asked_at) == (staff.pk, "Kari", NOON)
    assert (left.confirmed_by, left.confirmed_by_name) == (pia.pk, "Pia")
    assert [tuple(count) for count in left.counts] == expected
    assert dict(expected)["Publiserte versjoner, med nettside, PDF og JSON"] == 1
    assert Controller.objects.count() == 0


def test_the_log_keeps_that_it_was_done_but_not_to_whom(own, staff, pia, asked):
    number = own.pk
    confirm(own, by=pia, now=NOON)
    told = Event.objects.get()
    assert sentence(told) == f"Pia slettet en virksomhet (slettet virksomhet «nr. {number}»)"
    assert (told.kind, told.company_key, told.company_name) == (Kind.COMPANY_ERASED, "", "")


def test_one_person_is_not_enough(own, staff, asked):
    with pytest.raises(CannotEraseError):
        confirm(own, by=staff, now=NOON)
    assert Controller.objects.count() == 1


def test_only_an_installation_administrator_may(own, staff, ola, pia):
    with pytest.raises(CannotEraseError):
        ask(own, by=ola, reason=WHY)
    ask(own, by=staff, reason=WHY, now=NOON)
    for verb in (confirm, withdraw):
        with pytest.raises(CannotEraseError):
            verb(own, by=ola)
    pia.is_active = False
    with pytest.raises(CannotEraseError):
        confirm(own, by=pia, now=NOON)


def test_without_a_proposal_nothing_is_erased(own, pia):
    for verb in (confirm, withdraw):
        with pytest.raises(CannotEraseError):
            verb(own, by=pia)


def test_a_proposal_stands_alone_until_it_is_withdrawn(own, staff, pia, asked):
    with pytest.raises(CannotEraseError):
        ask(own, by=pia, reason="En annen grunn.", now=NOON)
    withdraw(own, by=pia)
    assert waiting(own, NOON) is None
    told = [sentence(event) for event in Event.objects.order_by("pk")]
    assert told == [
        "Kari foreslo å slette virksomhet «Flex AS»",
        "Pia trakk forslaget om å slette virksomhet «Flex AS»",
    ]
    assert ask(own, by=pia, reason="En annen grunn.", now=NOON).asked_by == pia


@pytest.mark.parametrize(("late", "stands"), [(-1, True), (0, False)])
def test_a_proposal_runs_out_after_fourteen_days(own, pia, asked, late, stands):
    later = NOON + timedelta(days=14, seconds=late)
    assert (waiting(own, later) is not None) is stands
    if stands:
        confirm(own, by=pia, now=later)
    else:
        with pytest.raises(CannotEraseError):
            confirm(own, by=pia, now=later)
    assert Controller.objects.exists() is not stands
    assert drop_expired(later) == (0 if stands else 1)


def test_one_that_ran_out_is_told_of(own, asked):
    drop_expired(NOON + timedelta(days=14))
    assert ErasureRequest.objects.count() == 0
    told = Event.objects.get(kind=Kind.ERASURE_WITHDRAWN)
    assert sentence(told) == "Personvernhub trakk forslaget om å slette virksomhet «Flex AS»"


def test_a_reading_that_came_too_late_is_swept(own, staff, pia, asked):
    late = {"kind": Kind.READ, "by": staff, "company": own, "subject": own}
    confirm(own, by=pia, now=NOON)
    record(**late)
    record(**{**late, "company": make_company("ntc")})
    assert (drop_late_events(), drop_late_events()) == (1, 0)
    kept = Event.objects.exclude(company_key="").values_list("company_key", flat=True)
    assert list(kept) == ["ntc"]


def test_one_that_ran_out_makes_room_for_another(own, staff, pia, asked):
    later = NOON + timedelta(days=20)
    again = ask(own, by=pia, reason=WHY, now=later)
    assert (ErasureRequest.objects.get(), again.stands_until) == (again, later + timedelta(days=14))


def tombstone(**fields):
    about = {"asked_at": NOON, "confirmed_at": NOON, "asked_by": 1, "confirmed_by": 2}
    named = {"asked_by_name": "Kari", "confirmed_by_name": "Pia", "reason": WHY}
    return CompanyErasure.objects.create(**{"company_number": 7, **about, **named, **fields})


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"confirmed_by": 1}, "erasure_confirmed_by_another"),
        ({"confirmed_at": NOON - timedelta(1)}, "erasure_confirmed_after_asked"),
        ({"erased_at": NOON}, "erasure_erased_is_empty"),
    ],
)
def test_the_database_itself_holds_the_rules(db, wrong, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        tombstone(**wrong)


def test_a_company_is_erased_once(db):
    tombstone()
    with pytest.raises(IntegrityError, match=r"(?i)unique|sealed row"), transaction.atomic():
        tombstone()


@pytest.mark.parametrize("change", [{"reason": "x"}, {"confirmed_by": 9}, {"counts": []}])
def test_a_tombstone_is_sealed(db, change):
    tombstone()
    with pytest.raises(DatabaseError, match="sealed row"), transaction.atomic():
        CompanyErasure.objects.update(**change)
    with pytest.raises(DatabaseError, match="sealed row"), transaction.atomic():
        CompanyErasure.objects.all().delete()


def test_the_two_names_can_be_erased_by_the_seal_s_door(db):
    tombstone()
    emptied = dict.fromkeys(("asked_by_name", "confirmed_by_name", "reason"), "")
    assert CompanyErasure.objects.update(erased_at=NOON, **emptied) == 1


def test_counting_takes_as_many_queries_for_three_as_for_one(own, django_assert_max_num_queries):
    seen = []
    for count in (1, 2):
        for number in range(count):
            make(System, own, f"s{count}{number}", name="Kasse")
        with django_assert_max_num_queries(40) as queries:
            counts(own)
        seen.append(len(queries))
    assert seen[0] == seen[1]
    assert dict(counts(own))["Systemer"] == 3


def test_erasing_takes_as_many_queries_for_three_as_for_one(
    staff, pia, django_assert_max_num_queries
):
    seen = []
    for count in (1, 2, 3):  # the first also learns the kinds of content
        own = make_company(f"a{count}")
        for number in range(count):
            make(System, own, f"s{number}", name="Kasse")
        ask(own, by=staff, reason=WHY)
        with django_assert_max_num_queries(250) as queries:
            confirm(own, by=pia)
        seen.append(len(queries))
    assert seen[1] == seen[2]
