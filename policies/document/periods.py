"""Periods: ISO 8601 in the register, words for people (P5Y is 5 år)."""

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from babel import Locale
from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_LOCALE = Locale("nb")
_PERIOD = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?", re.ASCII)
_WRITTEN = re.compile(
    r"(?:(\d+)\s*år)?[\s,]*(?:og\s*)?(?:(\d+)\s*måned(?:er)?)?[\s,]*(?:og\s*)?"
    r"(?:(\d+)\s*uker?)?[\s,]*(?:og\s*)?(?:(\d+)\s*dag(?:er)?)?"
)


def check_period(text: str) -> str:
    """Return the period; raise ValueError, in Norwegian, unless it is a time to come.

    Whole years, months, weeks and days are what storage is counted in.
    """
    match = _PERIOD.fullmatch(text)
    if not match or not any(match.groups()):
        how = _(
            "Skriv tall og enhet: «5 år», «3 år og 6 måneder», «30 dager». I en fil: P5Y, P3Y6M."
        )
        raise ValueError(how)
    if not any(int(number) for number in match.groups() if number):
        raise ValueError(_("Tiden må være lengre enn null."))
    return text


def written_period(text: str) -> str:
    """Return what a person wrote as ISO 8601: «5 år» → P5Y; anything else unchanged."""
    text = text.strip()
    match = _WRITTEN.fullmatch(text.lower())
    if match and any(match.groups()):
        parts = zip(match.groups(), "YMWD", strict=True)
        return "P" + "".join(f"{n}{unit}" for n, unit in parts if n)
    return text.upper() if re.fullmatch(r"p[\dymwdths.]+", text.lower()) else text


def counted(duration: str) -> tuple[int, int]:
    """Return an ISO 8601 duration as months and days: P1Y2M1W3D is 14 and 10."""
    match = _PERIOD.fullmatch(duration)
    if match is None:
        raise ValueError(duration)
    years, months, weeks, days = (int(number or 0) for number in match.groups())
    return 12 * years + months, 7 * weeks + days


def moved(day: date, duration: str, *, back: bool = False) -> date:
    """Return the day a duration after another, or before it.

    A month is counted to the same number, or to the last of a month that is too short.
    Raises OverflowError outside the calendar.
    """
    months, days = counted(duration)
    sign = -1 if back else 1
    year, month = divmod(12 * day.year + day.month - 1 + sign * months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(duration)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)) + timedelta(days=sign * days)


def amount(number: int, unit: str) -> str:
    """Return «3 år», «1 måned»."""
    words = {
        "year": ngettext("%(n)d år", "%(n)d år", number),
        "month": ngettext("%(n)d måned", "%(n)d måneder", number),
        "week": ngettext("%(n)d uke", "%(n)d uker", number),
        "day": ngettext("%(n)d dag", "%(n)d dager", number),
        "hour": ngettext("%(n)d time", "%(n)d timer", number),
        "minute": ngettext("%(n)d minutt", "%(n)d minutter", number),
        "second": ngettext("%(n)d sekund", "%(n)d sekunder", number),
    }
    return words[unit] % {"n": number}


def period_in_words(duration: str) -> str:
    """Return an ISO 8601 duration in words: «3 år og 6 måneder»."""
    match = _PERIOD.fullmatch(duration)
    if match is None:
        raise ValueError(duration)
    parts = zip(match.groups(), ("year", "month", "week", "day"), strict=True)
    words = [amount(int(number), unit) for number, unit in parts if number and int(number)]
    return format_list(words, locale=_LOCALE)
