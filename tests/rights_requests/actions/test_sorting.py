"""Duplicates by one verified person alone, and requests that belong elsewhere."""

from datetime import date, timedelta

import pytest
from django.core import mail

from rights_requests import actions
from rights_requests import terms as t
from rights_requests.errors import RefusedError, WrongStateError
from tests.policies.models.factories import make_company
from tests.rights_requests.factories import NOON, after, ask, confirmed, post, register

SAME = "to@eksempel.no"
WHY = "Samme person og sak."


@pytest.fixture
def two(company):
    """Return two cases by one verified person, a day between them."""
    first = confirmed(company, t.Right.ACCESS, now=NOON - timedelta(days=2), email=SAME)
    second = confirmed(company, t.Right.ERASURE, t.Right.MARKETING, now=NOON, email=SAME.upper())
    return first, second


def test_the_earliest_date_goes_on_with_all_that_was_asked_for(two, kari):
    first, second = two
    actions.merge(first, second, kari, WHY, now=after(1))
    assert (first.state, first.duplicate_of, first.closed_on) == (
        "duplicate",
        second,
        date(2026, 11, 23),
    )
    assert (second.received_on, second.due_on) == (date(2026, 11, 20), date(2026, 12, 21))
    assert {d.right for d in second.demands.all()} == {"access", "erasure", "marketing"}
    step = second.steps.get(event="absorb")
    assert (step.old_due_on, step.new_due_on) == (date(2026, 12, 22), date(2026, 12, 21))


def test_what_must_stop_at_once_is_still_to_be_stopped(two, kari):
    first, second = two
    actions.merge(second, first, kari, WHY, now=after(1))
    assert first.received_on == date(2026, 11, 20)
    assert [task.kind_of for task in first.tasks.all()] == ["stop"]


def test_the_person_is_told(two, kari):
    first, second = two
    actions.merge(second, first, kari, WHY, now=after(1))
    said = f"Slått sammen med {first.reference}. Den tidligste datoen gjelder."
    assert second.messages.get().text == said
    post(after(1))
    assert (mail.outbox[-1].subject, mail.outbox[-1].to) == ("Du har en melding", [SAME.upper()])


def test_misuse_15_a_request_in_anothers_name_swallows_nothing(company, kari):
    attacker = ask(company, email=SAME, now=NOON - timedelta(days=2)).case
    victim = confirmed(company, email=SAME, now=NOON)
    for one, other in ((victim, attacker), (attacker, victim)):
        with pytest.raises(RefusedError) as refused:
            actions.merge(one, other, kari, WHY, now=NOON)
        assert refused.value.field == "into"
    victim.refresh_from_db()
    assert (victim.state, victim.duplicate_of) == ("received", None)
    assert victim.steps.filter(event__in=["merge", "absorb"]).count() == 0


def test_people_who_are_known_in_another_way_may_be_the_same(company, kari):
    one, other = register(company, kari), register(company, kari)
    actions.identify(one, kari, t.Identity.KNOWN, "Kundenummer.", now=NOON)
    with pytest.raises(RefusedError):
        actions.merge(one, other, kari, WHY, now=NOON)
    actions.identify(other, kari, t.Identity.IN_PERSON, "Kom innom.", now=NOON)
    actions.merge(one, other, kari, WHY, now=NOON)
    assert one.duplicate_of == other


def test_a_case_is_no_duplicate_of_itself_of_an_ended_one_or_of_anothers(two, kari, company):
    first, second = two
    actions.withdraw(first, now=NOON)
    theirs = confirmed(make_company("ntc"), now=after(2), email=SAME)
    for into, error in ((second, RefusedError), (theirs, RefusedError), (first, WrongStateError)):
        with pytest.raises(error):
            actions.merge(second, into, kari, WHY, now=NOON)
    assert second.state == "received"


def test_a_request_to_the_wrong_company_is_answered_and_ended(company, kari):
    case = confirmed(company)
    actions.redirect(case, kari, "Spør kommunen.", "Vi er bare leverandør.", now=NOON)
    assert (case.state, case.messages.get().text) == ("wrong-recipient", "Spør kommunen.")
    assert case.trace["explanation"]["received_on"] == "2026-11-22"
