"""How a deadline was reached, in sentences that both sides can check (D15)."""

from collections.abc import Iterator
from datetime import date, timedelta

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from policies.publishing.article.words import LOCALE, day
from rights_requests import deadlines
from rights_requests.clock import Clock

SOURCE = gettext_lazy(
    "Regnet etter forordning 1182/71 art. 3, som er norsk lov (forskrift 4.12.1992 nr. 910)."
)


def weekday(on: date) -> str:
    """Return «tirsdag 22. desember 2026»."""
    return format_date(on, "EEEE d. MMMM y", locale=LOCALE)


def lines(clock: Clock) -> list[str]:
    """Return each step on the way to the deadline."""
    return [*_month(clock), *_pauses(clock), *_moved(clock), *_end(clock)]


def _month(clock: Clock) -> Iterator[str]:
    about = clock.explanation
    yield _("Henvendelsen kom %(day)s. Den dagen regnes ikke med.") % {
        "day": day(about.received_on)
    }
    told = {"day": day(about.nominal_on)}
    if clock.is_extended:
        yield _("Fristen er forlenget. Tre måneder etter er %(day)s.") % told
    else:
        yield _("Én måned etter er %(day)s.") % told


def _pauses(clock: Clock) -> Iterator[str]:
    about = clock.explanation
    for asked, answered in about.pauses:
        days = (answered - asked).days
        text = ngettext(
            "Fristen sto stille fra %(asked)s til %(answered)s: %(days)d dag.",
            "Fristen sto stille fra %(asked)s til %(answered)s: %(days)d dager.",
            days,
        )
        yield text % {"asked": day(asked), "answered": day(answered), "days": days}
    if about.paused_days:
        moved = about.nominal_on + timedelta(days=about.paused_days)
        yield _("Med pausen blir det %(day)s.") % {"day": day(moved)}


_WHY = {
    deadlines.Why.SATURDAY: gettext_lazy("%(day)s er en lørdag."),
    deadlines.Why.SUNDAY: gettext_lazy("%(day)s er en søndag."),
}


def _moved(clock: Clock) -> Iterator[str]:
    for skipped in clock.explanation.skipped:
        about = {"day": day(skipped.day), "name": skipped.name}
        text = str(_WHY.get(skipped.why, _("%(day)s er helligdag: %(name)s.")))
        yield text % about


def _end(clock: Clock) -> Iterator[str]:
    yield _("Lovens frist er derfor %(day)s.") % {"day": weekday(clock.due_on)}
    if clock.explanation.paused_days:
        yield _("Uten pausen var den %(day)s.") % {"day": weekday(clock.unpaused_on)}
    if clock.promised_on:
        yield _("Personvernerklæringen lover svar innen %(day)s.") % {"day": day(clock.promised_on)}
    yield str(SOURCE)
