"""When an answer to a rights request is due (GDPR art. 12(3) and (4)). No Django, no clock.

Counted as Regulation (EEC, Euratom) 1182/71 says, which is Norwegian law by the regulation of
4 December 1992 no. 910; domstolloven §§ 148 and 149 give the same. Days are dates in the
controller's own time; a period ends when its last day does, at 24:00.
"""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.metadata import version
from typing import Any

import holidays

MONTHS = 1  # art. 12(3), first sentence
MONTHS_EXTENDED = 3  # art. 12(3), second sentence: two further months, from receipt
RULE = f"1182/71; holidays {version('holidays')}"
_DAY = timedelta(days=1)

Pause = tuple[date, date]


class Why(StrEnum):
    """Why a day can't be the last of a period (Reg. 1182/71 art. 2(2) and 3(4))."""

    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Skipped:
    """A day passed over because it isn't a working day; `name` is the holiday's own."""

    day: date
    why: Why
    name: str = ""


@dataclass(frozen=True)
class Explanation:
    """How a date was reached, so that both sides can check it, and a closed case keep it."""

    received_on: date
    months: int
    nominal_on: date
    pauses: tuple[Pause, ...]
    paused_days: int
    skipped: tuple[Skipped, ...]
    due_on: date
    unpaused_on: date
    country: str
    rule: str = RULE


def due_on(
    received_on: date,
    *,
    extended: bool = False,
    pauses: Sequence[Pause] = (),
    country: str = "NO",
) -> date:
    """Return the last day to answer a request received on a day.

    `pauses` are (asked, answered) days, in any order. Raises ValueError for a pause that ends
    before it begins or begins before receipt, and for a country without a known calendar.
    """
    return explain(received_on, extended=extended, pauses=pauses, country=country).due_on


def explain(
    received_on: date,
    *,
    extended: bool = False,
    pauses: Sequence[Pause] = (),
    country: str = "NO",
) -> Explanation:
    """Return the last day to answer, and every step on the way there.

    The month and the extension are counted from receipt, not from a day that was moved, and
    the pause days are added to that date; only then is a last day that isn't a working day
    moved, once. So pause and extension give the same date in either order.
    """
    months = MONTHS_EXTENDED if extended else MONTHS
    merged = _merged(received_on, pauses)
    paused = sum((answered - asked).days for asked, answered in merged)
    nominal = same_day_after(received_on, months)
    last, skipped = _working_day(nominal + timedelta(days=paused), country)
    return Explanation(
        received_on=received_on,
        months=months,
        nominal_on=nominal,
        pauses=merged,
        paused_days=paused,
        skipped=skipped,
        due_on=last,
        unpaused_on=_working_day(nominal, country)[0],
        country=country,
    )


def refusal_due_on(received_on: date, *, country: str = "NO") -> date:
    """Return the last day to say that nothing will be done, and why (art. 12(4)).

    A clock of its own: one month from receipt. It is never extended, and here not paused
    either, since the law names no pause.
    """
    return due_on(received_on, country=country)


def promised_on(received_on: date, days: int) -> date:
    """Return the day that a company's own promise of so many days ends. It isn't moved."""
    return received_on + timedelta(days=days)


def working_days_after(day: date, days: int, *, country: str = "NO") -> date:
    """Return the day that is so many working days later."""
    for _ in range(days):
        day = _working_day(day + _DAY, country)[0]
    return day


def has_calendar(country: str) -> bool:
    """Tell whether the public holidays of a country are known."""
    return country in holidays.list_supported_countries()


def is_overdue(due: date, today: date) -> bool:
    """Tell whether the last day has passed, by the date where the controller is."""
    return today > due


def same_day_after(day: date, months: int) -> date:
    """Return the day with the same number so many months later, or that month's last day.

    Reg. 1182/71 art. 3(2)(c): 31 January and one month is 28 or 29 February.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _merged(received_on: date, pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """Return the pauses in order, with those that overlap made one: a day stops once."""
    merged: list[Pause] = []
    for asked, answered in sorted(pauses):
        if answered < asked:
            raise ValueError(f"a pause ends {answered}, before it begins {asked}")
        if asked < received_on:
            raise ValueError(f"a pause begins {asked}, before receipt {received_on}")
        if merged and asked <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], answered)
        else:
            merged.append((asked, answered))
    return tuple(merged)


def _working_day(day: date, country: str) -> tuple[date, tuple[Skipped, ...]]:
    """Return the day, or the next working day, with what was passed over (art. 3(4))."""
    skipped = tuple(_passed_over(day, _holidays_of(country)))
    return day + _DAY * len(skipped), skipped


def _passed_over(day: date, calendar_of: Any) -> Iterator[Skipped]:
    while True:
        if name := calendar_of.get(day):
            yield Skipped(day, Why.HOLIDAY, name)
        elif day.isoweekday() == calendar.SATURDAY + 1:
            yield Skipped(day, Why.SATURDAY)
        elif day.isoweekday() == calendar.SUNDAY + 1:
            yield Skipped(day, Why.SUNDAY)
        else:
            return
        day += _DAY


@cache
def _holidays_of(country: str) -> Any:
    """Return the public holidays of a country, which fill in the years as they are asked for.

    Article 2 of the regulation: the holidays are those of the state that is to act.
    """
    languages = holidays.list_localized_countries()
    if country not in holidays.list_supported_countries():
        raise ValueError(f"no calendar of public holidays for {country!r}")
    language = "no" if "no" in languages.get(country, ()) else None
    return holidays.country_holidays(country, language=language)
