"""How lists, dates, periods and countries are written in a policy."""

from collections.abc import Iterable
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from django.utils import timezone
from django.utils.translation import gettext as _

from policies.document import terms as t
from policies.document.periods import amount

LOCALE = Locale("nb")
_DAY = 24 * 3600
_UNITS = ((365 * _DAY, "year"), (30 * _DAY, "month"), (_DAY, "day"), (3600, "hour"), (60, "minute"))


def not_stated() -> str:
    """Return what stands where something required is unknown."""
    return _("ikke oppgitt")


def listed(words: Iterable[str]) -> str:
    """Return «a, b og c»."""
    return format_list([str(word) for word in words], locale=LOCALE)


def day(moment: date | datetime) -> str:
    """Return «22. november 2026», in Norwegian time."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment).date()
    return format_date(moment, "d. MMMM y", locale=LOCALE)


def country(code: str) -> str:
    """Return the country's name in bokmål."""
    return str(LOCALE.territories.get(code, code))


def lifetime(seconds: int) -> str:
    """Return how long something stays on a device; 0 is until the browser closes."""
    if seconds == 0:
        return _("til du lukker nettleseren")
    for size, unit in _UNITS:
        if seconds % size == 0:
            return amount(seconds // size, unit)
    for size, unit in _UNITS:
        if seconds >= size:
            return _("omtrent %(amount)s") % {"amount": amount(round(seconds / size), unit)}
    return amount(seconds, "second")


def sentence(text: str) -> str:
    """Return the text as a sentence: first letter large, a full stop at the end."""
    text = text.strip()
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?:" else f"{text}."


def lower_first(text: str) -> str:
    """Return the text with a small first letter, unless it begins with an abbreviation."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def role(value: t.RecipientRole | None) -> str:
    """Return a recipient's role, or that it isn't stated."""
    return str(value.label) if value else not_stated()
