"""The month as the law counts it: law notes D1–D8, D13 and E13, and a slow oracle."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rights_requests.deadlines import (
    Skipped,
    Why,
    due_on,
    explain,
    is_overdue,
    promised_on,
    refusal_due_on,
    same_day_after,
)

# Received, raw month, due, extended, and what a promise of 30 days gives.
VECTORS = """
2026-01-31 2026-02-28 2026-03-02 2026-04-30 2026-03-02
2026-03-05 2026-04-05 2026-04-07 2026-06-05 2026-04-04
2026-04-17 2026-05-17 2026-05-18 2026-07-17 2026-05-17
2026-08-31 2026-09-30 2026-09-30 2026-11-30 2026-09-30
2026-11-22 2026-12-22 2026-12-22 2027-02-22 2026-12-22
2026-11-25 2026-12-25 2026-12-28 2027-02-25 2026-12-25
2027-02-10 2027-03-10 2027-03-10 2027-05-10 2027-03-12
2027-02-25 2027-03-25 2027-03-30 2027-05-25 2027-03-27
2027-04-01 2027-05-01 2027-05-03 2027-07-01 2027-05-01
2027-01-31 2027-02-28 2027-03-01 2027-04-30 2027-03-02
2028-01-31 2028-02-29 2028-02-29 2028-05-02 2028-03-01
2028-02-29 2028-03-29 2028-03-29 2028-05-29 2028-03-30
"""
EASTERS = ("2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21")
DAYS = st.dates(date(1995, 1, 1), date(2080, 12, 31))
DAY = timedelta(days=1)


@st.composite
def pauses_after(draw, received):
    asked = received + DAY * draw(st.integers(0, 60))
    return asked, asked + DAY * draw(st.integers(0, 60))


@st.composite
def requests(draw):
    received = draw(DAYS)
    return received, draw(st.lists(pauses_after(received), max_size=3)), draw(st.booleans())


# --- The oracle: one day at a time, with Easter by Butcher's method -----------------------


def easter(year):
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + m - 7 * ((a + 11 * h + 22 * m) // 451) + 114, 31)
    return date(year, month, day + 1)


def is_free(day):
    fixed = {(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)}
    moving = {easter(day.year) + DAY * n for n in (-3, -2, 0, 1, 39, 49, 50)}
    return day.weekday() >= 5 or (day.month, day.day) in fixed or day in moving


def slowly(received, months, pauses=()):
    """Walk to the same number in the last month, then on while the clock stood or it is free."""
    day, passed = received, 0
    while passed < months:
        day += DAY
        passed += day.day == 1
    while day.day < received.day and (day + DAY).month == day.month:
        day += DAY
    stood = {a + DAY * n for a, b in pauses for n in range((b - a).days)}
    day += DAY * len(stood)
    while is_free(day):
        day += DAY
    return day


# --- Vectors -----------------------------------------------------------------------------


@pytest.mark.parametrize("line", VECTORS.split("\n")[1:-1])
def test_vectors_of_the_law_notes(line):
    received, nominal, due, extended, promised = map(date.fromisoformat, line.split())
    explained = explain(received)
    assert (explained.nominal_on, explained.due_on) == (nominal, due)
    assert due_on(received, extended=True) == extended
    assert promised_on(received, 30) == promised
    assert refusal_due_on(received) == due


@pytest.mark.parametrize("day", EASTERS)
def test_oracle_knows_easter(day):
    assert easter(int(day[:4])) == date.fromisoformat(day)


def test_trace_names_every_day_passed_over():
    explained = explain(date(2027, 2, 25))
    assert explained.skipped == (
        Skipped(date(2027, 3, 25), Why.HOLIDAY, "Skjærtorsdag"),
        Skipped(date(2027, 3, 26), Why.HOLIDAY, "Langfredag"),
        Skipped(date(2027, 3, 27), Why.SATURDAY),
        Skipped(date(2027, 3, 28), Why.HOLIDAY, "Første påskedag"),
        Skipped(date(2027, 3, 29), Why.HOLIDAY, "Andre påskedag"),
    )
    assert (explained.months, explained.due_on) == (1, date(2027, 3, 30))
    assert explained.rule.startswith("1182/71; holidays ")


def test_holidays_are_those_of_the_controllers_country():
    received = date(2026, 3, 2)
    assert due_on(received) == date(2026, 4, 7)
    assert due_on(received, country="FI") == date(2026, 4, 2)


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-30"])
def test_christmas_eve_and_new_years_eve_are_working_days(day):
    received = date.fromisoformat(day)
    assert due_on(received) == same_day_after(received, 1)


@pytest.mark.parametrize("country", ["XX", "", "no", "holiday_base", "HolidayBase", "__name__"])
def test_unknown_country_is_refused(country):
    with pytest.raises(ValueError, match="no calendar"):
        due_on(date(2026, 1, 2), country=country)


def test_overdue_is_a_matter_of_dates():
    due = date(2026, 12, 22)
    assert [is_overdue(due, due + DAY * n) for n in (-1, 0, 1)] == [False, False, True]


# --- Pauses ------------------------------------------------------------------------------


def test_pause_days_are_added_before_the_day_is_moved():
    # Nominal Sunday 5 April 2026; 3 days on is Wednesday 8 April. Moved first: Friday 10 April.
    explained = explain(date(2026, 3, 5), pauses=[(date(2026, 3, 10), date(2026, 3, 13))])
    assert (explained.paused_days, explained.due_on) == (3, date(2026, 4, 8))
    assert explained.unpaused_on == date(2026, 4, 7)


def test_overlapping_pauses_stop_the_clock_once():
    first = (date(2026, 9, 7), date(2026, 9, 11))
    within = (date(2026, 9, 9), date(2026, 9, 14))
    explained = explain(date(2026, 9, 1), pauses=[within, first])
    assert explained.pauses == ((date(2026, 9, 7), date(2026, 9, 14)),)
    assert explained.paused_days == 7


@pytest.mark.parametrize(
    ("pause", "why"),
    [
        ((date(2026, 9, 8), date(2026, 9, 7)), "before it begins"),
        ((date(2026, 8, 31), date(2026, 9, 7)), "before receipt"),
    ],
)
def test_impossible_pause_is_refused(pause, why):
    with pytest.raises(ValueError, match=why):
        due_on(date(2026, 9, 1), pauses=[pause])


# --- Properties --------------------------------------------------------------------------


@given(requests())
def test_agrees_with_the_oracle(request_):
    received, pauses, extended = request_
    found = due_on(received, extended=extended, pauses=pauses)
    assert found == slowly(received, 3 if extended else 1, pauses)


@given(requests())
def test_last_day_is_a_working_day_whatever_the_order_of_pauses(request_):
    received, pauses, extended = request_
    found = due_on(received, extended=extended, pauses=pauses)
    assert not is_free(found)
    assert found == due_on(received, extended=extended, pauses=pauses[::-1])


@given(DAYS, st.integers(0, 60), st.booleans())
def test_later_receipt_is_never_due_earlier(received, later, extended):
    first = due_on(received, extended=extended)
    assert first <= due_on(received + DAY * later, extended=extended)


@given(requests(), st.data())
def test_longer_pause_and_extension_never_bring_it_forward(request_, data):
    received, pauses, extended = request_
    found = due_on(received, extended=extended, pauses=pauses)
    more = [*pauses, data.draw(pauses_after(received))]
    assert found <= due_on(received, extended=extended, pauses=more)
    assert found <= due_on(received, extended=True, pauses=pauses)
    assert refusal_due_on(received) <= found
