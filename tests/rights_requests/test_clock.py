"""The dates of a case: the month, pauses, the extension, the promise, and how it hurries."""

from datetime import UTC, date, datetime

import pytest

from rights_requests import actions, deadlines, explaining
from rights_requests.clock import clock_of, days_left, share_used, urgency, warn_by
from rights_requests.due import recount
from rights_requests.errors import RefusedError
from rights_requests.models import Case, Pause, Practice
from tests.policies.models.factories import make_company
from tests.rights_requests.factories import NOON, TODAY, after, ask, post, register, worked_on

DUE, EXTENDED = date(2026, 12, 22), date(2027, 2, 22)


def clock(case, today=TODAY):
    return clock_of(case, case.pauses.all(), today)


@pytest.mark.parametrize(
    ("moment", "received_on"),
    [
        (datetime(2026, 11, 21, 22, 59, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 11, 21, 23, 0, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 7, 21, 22, 0, tzinfo=UTC), date(2026, 7, 22)),
        (datetime(2028, 2, 28, 23, 30, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_misuse_30_the_day_of_receipt_is_the_day_in_oslo(company, moment, received_on):
    assert ask(company, now=moment).case.received_on == received_on


def test_misuse_30_overdue_by_the_date_not_by_the_hour(company):
    case = ask(company).case
    assert (urgency(case, DUE), days_left(case, DUE)) == ("urgent", "Frist i dag")
    after_it = date(2026, 12, 23)
    assert (urgency(case, after_it), days_left(case, after_it)) == ("overdue", "1 dag over fristen")
    assert not clock(case, DUE).is_overdue
    assert clock(case, after_it).is_overdue


@pytest.mark.parametrize(
    ("day", "level", "share"),
    [(0, "calm", 0), (14, "calm", 47), (15, "half", 50), (23, "soon", 77), (27, "urgent", 90)],
)
def test_colour_and_words_follow_the_share_of_time_used(company, day, level, share):
    case = ask(company).case
    today = after(day).date()
    assert (urgency(case, today), share_used(case, today)) == (level, share)


@pytest.mark.parametrize(
    ("country", "calendar", "due"),
    [
        ("NO", None, date(2026, 4, 7)),
        ("FI", None, date(2026, 4, 2)),
        ("FI", "NO", date(2026, 4, 7)),
        (None, None, date(2026, 4, 7)),
        ("XX", None, date(2026, 4, 7)),
    ],
)
def test_holidays_are_those_of_the_companys_country(db, country, calendar, due):
    company = make_company("x", country=country, calendar_country=calendar)
    assert ask(company, now=datetime(2026, 3, 2, 11, tzinfo=UTC)).case.due_on == due


def test_misuse_31_an_extension_counts_when_its_notice_went_out_in_time(company, kari):
    case = worked_on(company, kari)
    actions.extend(case, kari, "Mange arkiver.", now=after(1))
    assert (clock(case).is_extended, case.due_on) == (False, DUE)
    post(after(2))
    case.refresh_from_db()
    assert (case.due_on, case.work_by) == (EXTENDED, EXTENDED)
    assert clock(case).refusal_due_on == DUE


def test_misuse_31_a_notice_that_went_out_too_late_extends_nothing(company, kari):
    case = worked_on(company, kari)
    actions.extend(case, kari, "Mange arkiver.", now=after(1))
    post(after(31))
    case.refresh_from_db()
    assert (case.extension_sent_on, case.due_on) == (date(2026, 12, 23), DUE)
    assert clock(case, date(2026, 12, 23)).extension_is_late


def test_misuse_31_a_letter_posted_today_counts_from_today(company, kari):
    case = register(company, kari)
    actions.start(case, kari, now=NOON)
    with pytest.raises(RefusedError) as refused:
        actions.extend(case, kari, "Mange.", now=after(1))
    assert refused.value.field == "by_post"
    actions.extend(case, kari, "Mange.", by_post=True, now=after(1))
    assert case.due_on == EXTENDED


def test_misuse_31_an_extension_after_the_deadline_or_twice_is_refused(company, kari):
    case = worked_on(company, kari)
    with pytest.raises(RefusedError):
        actions.extend(case, kari, "Mange.", now=after(31))
    actions.extend(case, kari, "Mange.", now=after(30))
    with pytest.raises(RefusedError):
        actions.extend(case, kari, "Mange.", now=after(30))
    assert case.steps.filter(event="extend").count() == 1


def test_what_is_to_be_done_at_once_is_not_extended(company, kari):
    case = ask(company, "marketing").case
    actions.start(case, kari, now=NOON)
    with pytest.raises(RefusedError):
        actions.extend(case, kari, "Mange.", now=after(1))


def paused(case, kari, first, last):
    question = actions.Question("Tvil.", "Hvem?")
    actions.ask_identity(case, kari, question, now=after(first))
    actions.resume(case, kari, reason="Ringte.", now=after(last))


@pytest.mark.parametrize("order", ["pause first", "extension first"])
def test_misuse_32_pause_and_extension_give_the_same_date_in_either_order(company, kari, order):
    case = worked_on(company, kari)
    steps = [lambda: paused(case, kari, 2, 7), lambda: extended(case, kari)]
    for step in steps if order == "pause first" else reversed(steps):
        step()
    case.refresh_from_db()
    assert case.due_on == date(2027, 3, 1)  # 22 February and five days is a Saturday
    assert (clock(case).unpaused_on, clock(case).refusal_due_on) == (EXTENDED, DUE)


def extended(case, kari):
    actions.extend(case, kari, "Mange.", now=after(8))
    post(after(8))
    case.refresh_from_db()


def test_misuse_32_an_open_pause_ends_with_the_case(company, kari):
    case = worked_on(company, kari)
    actions.ask_identity(case, kari, actions.Question("Tvil.", "Hvem?"), now=after(1))
    actions.withdraw(case, now=after(4))
    assert case.pauses.get().answered_on == date(2026, 11, 26)
    assert case.trace["explanation"]["paused_days"] == 3


@pytest.mark.parametrize("asked_on", [date(2026, 11, 21), date(2026, 11, 24)])
def test_misuse_32_a_pause_before_receipt_or_to_come_is_refused(company, kari, asked_on):
    case = worked_on(company, kari)
    question = actions.Question("Tvil.", "Hvem?", asked_on)
    with pytest.raises(RefusedError) as refused:
        actions.ask_identity(case, kari, question, now=after(1))
    assert (refused.value.field, Pause.objects.count()) == ("asked_on", 0)


def test_misuse_32_a_pause_within_another_is_refused(company, kari):
    case = worked_on(company, kari)
    paused(case, kari, 2, 7)
    question = actions.Question("Tvil.", "Hvem?", after(5).date())
    with pytest.raises(RefusedError):
        actions.ask_identity(case, kari, question, now=after(8))


@pytest.mark.parametrize("answered_on", [date(2026, 11, 23), date(2026, 11, 27)])
def test_misuse_32_an_answer_before_the_question_or_to_come_is_refused(company, kari, answered_on):
    case = worked_on(company, kari)
    actions.ask_identity(case, kari, actions.Question("Tvil.", "Hvem?"), now=after(2))
    with pytest.raises(RefusedError):
        actions.resume(case, kari, answered_on=answered_on, reason="Brev.", now=after(4))
    assert case.pauses.get().answered_on is None


def test_a_question_that_goes_out_late_stops_the_clock_late(company, kari):
    case = worked_on(company, kari)
    actions.ask_identity(case, kari, actions.Question("Tvil.", "Hvem?"), now=after(1))
    assert (post(after(3)), case.pauses.get().asked_on) == (1, date(2026, 11, 25))
    actions.write(case, kari, "Har du sett spørsmålet?", now=after(4))
    assert (post(after(5)), case.pauses.get().asked_on) == (1, date(2026, 11, 25))


def test_an_open_pause_counts_until_today_and_the_first_date_stays(company, kari):
    case = worked_on(company, kari)
    actions.ask_identity(case, kari, actions.Question("Tvil.", "Hvem?"), now=after(2))
    seen = clock(case, after(8).date())
    assert (seen.due_on, seen.unpaused_on, case.work_by) == (date(2026, 12, 28), DUE, DUE)
    assert (urgency(case, after(60).date()), seen.paused_since) == ("paused", date(2026, 11, 24))


def test_a_question_pauses_only_with_large_amounts_and_where_it_is_switched_on(company, kari):
    case = worked_on(company, kari)
    question = actions.Question("Mye.", "Hvilken periode?")
    actions.ask_clarification(case, kari, question, large=False, now=after(1))
    assert (case.state, case.pauses.count(), case.messages.count()) == ("in-progress", 0, 1)
    Practice.objects.create(controller=company, clarification_pauses=False)
    with pytest.raises(RefusedError):
        actions.ask_clarification(case, kari, question, large=True, now=after(1))
    Practice.objects.update(clarification_pauses=True)
    actions.ask_clarification(case, kari, question, large=True, now=after(1))
    assert (case.state, case.pauses.count()) == ("awaiting-clarification", 1)


def test_d14_a_new_rule_counts_open_cases_again_and_ended_ones_keep_their_trace(company):
    open_case, ended = ask(company).case, ask(company).case
    actions.withdraw(ended, now=after(1))
    assert recount(after(2)) == 0
    Case.objects.update(rule="gammel", due_on=date(2026, 12, 23), work_by=date(2026, 12, 23))
    assert recount(after(2)) == 1
    open_case.refresh_from_db()
    ended.refresh_from_db()
    step = open_case.steps.get(event="recount")
    assert (step.old_due_on, step.new_due_on) == (date(2026, 12, 23), DUE)
    assert (open_case.rule, ended.rule) == (deadlines.RULE, "gammel")
    assert ended.trace["explanation"]["rule"] == deadlines.RULE


def test_d14_a_rule_that_says_the_same_is_noted_without_a_step(company):
    case = ask(company).case
    Case.objects.update(rule="gammel")
    assert (recount(after(2)), recount(after(2))) == (1, 0)
    case.refresh_from_db()
    assert (case.rule, case.steps.count()) == (deadlines.RULE, 1)


def test_d14_another_country_counts_again(company):
    case = ask(company, now=datetime(2026, 3, 2, 11, tzinfo=UTC)).case
    company.calendar_country = "FI"
    company.save()
    assert recount(NOON) == 1
    case.refresh_from_db()
    assert (case.due_on, case.country) == (date(2026, 4, 2), "FI")


def test_d15_the_explanation_names_each_step(company, kari):
    case = register(company, kari, received_on=date(2026, 11, 22))
    actions.start(case, kari, now=NOON)
    paused(case, kari, 1, 5)
    assert explaining.lines(clock(case)) == [
        "Henvendelsen kom 22. november 2026. Den dagen regnes ikke med.",
        "Én måned etter er 22. desember 2026.",
        "Fristen sto stille fra 23. november 2026 til 27. november 2026: 4 dager.",
        "Med pausen blir det 26. desember 2026.",
        "26. desember 2026 er helligdag: Andre juledag.",
        "27. desember 2026 er en søndag.",
        "Lovens frist er derfor mandag 28. desember 2026.",
        "Uten pausen var den tirsdag 22. desember 2026.",
        "Regnet etter forordning 1182/71 art. 3, som er norsk lov (forskrift 4.12.1992 nr. 910).",
    ]


def test_a_pause_that_is_over_moves_the_deadline_and_not_the_warnings(company, kari):
    case = worked_on(company, kari)
    actions.ask_identity(case, kari, actions.Question("Tvil.", "Hvem?"), now=after(1))
    post(after(1))
    actions.resume(case, kari, reason="Ringte.", now=after(21))
    assert (clock(case).unpaused_on, clock(case).due_on) == (DUE, date(2027, 1, 11))
    assert (warn_by(case), share_used(case, DUE), urgency(case, DUE)) == (DUE, 100, "urgent")
    assert days_left(case, DUE) == "20 dager igjen"


def test_an_extension_that_is_told_in_time_moves_the_warnings_too(company, kari):
    case = worked_on(company, kari)
    actions.extend(case, kari, "Mange systemer.", now=after(2))
    post(after(2))
    case.refresh_from_db()
    assert (case.due_on, warn_by(case)) == (EXTENDED, EXTENDED)
