"""What the database itself holds, whatever the code does."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from rights_requests import actions
from rights_requests.models import Case, Demand, Outgoing, Pause, Practice, Task
from tests.rights_requests.factories import NOON, TODAY, ask, confirmed


@pytest.fixture
def case(company):
    return ask(company).case


CASE = [
    {"state": "ukjent"},
    {"channel": "fax"},
    {"received_on": date(2026, 11, 23)},
    {"due_on": TODAY},
    {"work_by": date(2027, 1, 1)},
    {"name": "", "email": "", "phone": "", "address": "", "known_as": ""},
    {"confirmed_email": "per@eksempel.no"},
    {"confirmed_at": NOON},
    {"confirmed_at": NOON, "confirmed_email": "kari@eksempel.no"},
    {"identity": "email"},
    {"identity": "eid"},
    {"representation": "power"},
    {"state": "duplicate", "closed_on": TODAY, "trace": {}},
    {"state": "closed"},
    {"closed_on": TODAY},
    {"trace": {}},
    {"extension_on": TODAY},
    {"extension_reason": "Mye."},
    {"extension_sent_on": TODAY},
    {"extension_on": TODAY, "extension_reason": "x", "extension_sent_on": date(2026, 11, 21)},
    {"promised_days": 10},
    {"promised_days": 0, "promised_on": TODAY},
    {"code_hash": "x"},
    {"confirm_hash": "x"},
]


@pytest.mark.parametrize("columns", CASE, ids=str)
def test_a_case_that_cannot_be_is_refused(case, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.update(**columns)


def test_a_case_is_no_duplicate_of_itself(case):
    about = {"state": "duplicate", "closed_on": TODAY, "trace": {}, "duplicate_of": case}
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.update(**about)


@pytest.mark.parametrize(
    "columns",
    [
        {"outcome": "refused", "decided_at": NOON},
        {"outcome": "refused", "decided_at": NOON, "ground": "11"},
        {"outcome": "granted", "decided_at": NOON, "ground": "11", "reason": "x"},
        {"outcome": "granted"},
        {"ground": "11"},
        {"decided_at": NOON},
        {
            "right": "marketing",
            "outcome": "refused",
            "decided_at": NOON,
            "ground": "11",
            "reason": "x",
        },
    ],
    ids=str,
)
def test_a_decision_that_cannot_be_is_refused(case, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        Demand.objects.update(**columns)


def test_a_right_is_asked_for_once(case):
    with pytest.raises(IntegrityError), transaction.atomic():
        Demand.objects.create(case=case, right="access")


@pytest.mark.parametrize(
    "columns",
    [
        {"answered_on": date(2026, 11, 21)},
        {"ground": ""},
        {"question": ""},
    ],
    ids=str,
)
def test_misuse_32_a_pause_that_cannot_be_is_refused(case, columns):
    about = {"kind_of": "identity", "asked_on": TODAY, "ground": "x", "question": "y"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(case=case, **about | columns)


def test_one_pause_is_open_at_a_time(case):
    about = {"kind_of": "identity", "asked_on": TODAY, "ground": "x", "question": "y"}
    Pause.objects.create(case=case, **about)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(case=case, **about)


@pytest.mark.parametrize(
    "columns",
    [
        {"result": "done"},
        {"answered_on": TODAY},
        {"result": "done", "answered_on": TODAY, "kind_of": "search"},
        {"result": "impossible", "answered_on": TODAY},
        {"name": ""},
    ],
    ids=str,
)
def test_a_task_that_cannot_be_is_refused(case, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.create(case=case, **{"kind_of": "notify", "name": "x"} | columns)


def test_a_mail_is_sent_or_dropped_and_an_address_reminded_once(case):
    with pytest.raises(IntegrityError), transaction.atomic():
        Outgoing.objects.update(sent_at=NOON, dropped_at=NOON)
    about = {"case": case, "kind_of": "confirm-again", "created_at": NOON, "next_try_at": NOON}
    Outgoing.objects.create(**about)
    with pytest.raises(IntegrityError), transaction.atomic():
        Outgoing.objects.create(**about)


def test_a_goal_of_our_own_is_within_the_laws(company):
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.create(controller=company, internal_days=31)


def test_a_reference_is_one_cases(company):
    one, two = ask(company).case, confirmed(company)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=two.pk).update(reference=one.reference)
    assert actions.open_with_secret(one.reference, "x") is None
