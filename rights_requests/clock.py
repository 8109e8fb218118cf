"""The deadlines of a case: the law's, the company's own, with pauses and extension.

Counted from receipt whatever happens after (D1). rights_requests/deadlines.py knows the
calendar; this knows the case.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from policies.models import Controller
from rights_requests import deadlines
from rights_requests.models import Case, Pause

AT_ONCE_DAYS = 3  # working days to stop marketing: our target; the law says at once (D10)
_PERCENT = 100


class Urgency(TextChoices):
    """How much of the time is used, for colour and words. Never shown as law (D9)."""

    CALM = "calm", _("god tid")
    HALF = "half", _("over halve tiden er brukt")
    SOON = "soon", _("haster snart")
    URGENT = "urgent", _("haster")
    OVERDUE = "overdue", _("over fristen")
    PAUSED = "paused", _("venter på personen")
    DONE = "done", _("besvart eller avsluttet")


_LEVELS = ((90, Urgency.URGENT), (75, Urgency.SOON), (50, Urgency.HALF))


@dataclass(frozen=True)
class Clock:
    """Every date of a case, on a day."""

    explanation: deadlines.Explanation
    first_due_on: date  # without extension: an extension must be told by then
    refusal_due_on: date  # art. 12(4), never extended or paused
    promised_on: date | None
    work_by: date
    today: date
    is_extended: bool
    extension_is_late: bool
    paused_since: date | None

    @property
    def due_on(self) -> date:
        """Return the law's last day, with pauses and extension."""
        return self.explanation.due_on

    @property
    def unpaused_on(self) -> date:
        """Return the last day without the pauses, which stays the day to be warned by."""
        return self.explanation.unpaused_on

    @property
    def is_overdue(self) -> bool:
        """Tell whether the law's last day has passed."""
        return deadlines.is_overdue(self.due_on, self.today)

    def as_json(self) -> dict[str, Any]:
        """Return what a closed case keeps (D15)."""
        found = dataclasses.asdict(self)
        kept: dict[str, Any] = _plain(found)
        return kept


def clock_of(case: Case, pauses: Iterable[Pause], today: date | None = None) -> Clock:
    """Return the dates of a case. A pause that is open counts until today."""
    today = today or timezone.localdate()
    rows = list(pauses)
    since = next((row.asked_on for row in rows if row.answered_on is None), None)
    spans = [(row.asked_on, row.answered_on or max(today, row.asked_on)) for row in rows]
    first = deadlines.explain(case.received_on, pauses=spans, country=case.country)
    told = case.extension_sent_on
    in_time = told is not None and told <= first.due_on
    about = (
        deadlines.explain(case.received_on, extended=True, pauses=spans, country=case.country)
        if in_time
        else first
    )
    promised = _promised(case, about.paused_days)
    return Clock(
        explanation=about,
        first_due_on=first.due_on,
        refusal_due_on=deadlines.refusal_due_on(case.received_on, country=case.country),
        promised_on=promised,
        # Whoever has been told of a new deadline doesn't wait for the promise any more.
        work_by=about.due_on if in_time or promised is None else min(promised, about.due_on),
        today=today,
        is_extended=in_time,
        extension_is_late=case.extension_on is not None
        and not in_time
        and (told or today) > first.due_on,
        paused_since=since,
    )


def extended_due_on(case: Case, pauses: Iterable[Pause]) -> date:
    """Return the last day if the case is extended: what the notice of it says."""
    ended = [(row.asked_on, row.answered_on) for row in pauses if row.answered_on]
    return deadlines.due_on(case.received_on, extended=True, pauses=ended, country=case.country)


def _promised(case: Case, paused_days: int) -> date | None:
    """Return the company's own last day; the days of a pause are added as to the law's."""
    if case.promised_days is None:
        return None
    return deadlines.promised_on(case.received_on, case.promised_days + paused_days)


def set_dates(case: Case, pauses: Iterable[Pause] = ()) -> None:
    """Put the dates on a case. A pause that is open isn't counted before it ends."""
    case.country = calendar_of(case.controller)
    ended = [row for row in pauses if row.answered_on is not None]
    clock = clock_of(case, ended, case.received_on)
    case.due_on, case.work_by, case.promised_on = clock.due_on, clock.work_by, clock.promised_on
    case.rule = deadlines.RULE


def calendar_of(company: Controller) -> str:
    """Return the country whose holidays count; Norway's when none is known."""
    for country in (company.calendar_country, company.country):
        if country and deadlines.has_calendar(str(country)):
            return str(country)
    return "NO"


def warn_by(case: Case) -> date:
    """Return the day that warnings count towards. Pauses rest on guidance: they don't move it."""
    extended = deadlines.due_on(case.received_on, extended=True, country=case.country)
    if case.extension_sent_on and case.due_on >= extended:
        return min(case.work_by, extended)
    return min(case.work_by, deadlines.due_on(case.received_on, country=case.country))


def share_used(case: Case, today: date) -> int:
    """Return how much of the time is used, in percent, as if the clock had never stood still."""
    whole = (warn_by(case) - case.received_on).days
    used = (today - case.received_on).days
    return _PERCENT if whole <= 0 else max(0, round(_PERCENT * used / whole))


def urgency(case: Case, today: date) -> Urgency:
    """Return how much a case hurries."""
    if case.is_ended or case.state == "answered":
        return Urgency.DONE
    if case.is_paused:
        return Urgency.PAUSED
    if deadlines.is_overdue(case.work_by, today):
        return Urgency.OVERDUE
    share = share_used(case, today)
    return next((level for least, level in _LEVELS if share >= least), Urgency.CALM)


def days_left(case: Case, today: date) -> str:
    """Return «3 dager igjen», «Frist i dag» or «2 dager over fristen»."""
    days = (case.work_by - today).days
    if days == 0:
        return str(_("Frist i dag"))
    if days < 0:
        text = ngettext("%(days)d dag over fristen", "%(days)d dager over fristen", -days)
        return text % {"days": -days}
    return ngettext("%(days)d dag igjen", "%(days)d dager igjen", days) % {"days": days}


def at_once_by(received_on: date, country: str) -> date:
    """Return when marketing or what rested on consent should have stopped, at the latest."""
    return deadlines.working_days_after(received_on, AT_ONCE_DAYS, country=country)


def _plain(value: Any) -> Any:
    """Return dates as text, all the way down, as JSON holds them."""
    if isinstance(value, dict):
        return {name: _plain(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(held) for held in value]
    return value.isoformat() if isinstance(value, date) else value
