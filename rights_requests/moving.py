"""Moving a case: one at a time, by the table, with a step in its log.

Every change of a case goes through `moving`: it locks the row, asks the table and the guard,
and writes what happened, in one transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rights_requests import workflow
from rights_requests.clock import clock_of, set_dates
from rights_requests.errors import NotAllowedError, WrongStateError
from rights_requests.guards import GUARDS
from rights_requests.models import Case, Pause, Step
from rights_requests.terms import ENDS, Event, State
from rights_requests.workflow import Actor


@dataclass
class Move:
    """A change that is under way: the locked case, who does it, and why."""

    case: Case
    by: Actor
    now: datetime
    reason: str = ""

    @property
    def today(self) -> date:
        """Return the day here."""
        return timezone.localdate(self.now)


@contextmanager
def moving(
    case: Case, event: Event, by: Actor, *, reason: str = "", now: datetime | None = None
) -> Iterator[Move]:
    """Let something happen to a case; what the block changes on `move.case` is saved.

    Raises NotAllowedError for one who may not, WrongStateError where it can't happen, and
    what the guard raises. Then nothing is changed.
    """
    if not workflow.may_do(event, by):
        raise NotAllowedError
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        row = workflow.transition(event, State(held.state))
        if row is None or by.who not in row.who:
            raise WrongStateError(_cannot(event, held))
        move = Move(held, by, now or timezone.now(), reason.strip())
        if row.guard:
            GUARDS[row.guard](held, by, move.today)
        old_state, old_due = State(held.state), held.due_on
        yield move
        held.state = row.target or held.state
        _settle(move, old_state)
        held.save()
        _write(move, event, old_state, old_due)
    case.refresh_from_db()


def _cannot(event: Event, case: Case) -> str:
    about = {"event": Event(event).label, "state": State(case.state).label}
    return _("Henvendelsen er nå «%(state)s». Da går det ikke: %(event)s.") % about


def _settle(move: Move, old_state: State) -> None:
    """Count the dates again, and freeze or thaw the trace when the case ends or opens."""
    case = move.case
    pauses = list(Pause.objects.filter(case=case))
    if case.state in ENDS:
        if old_state not in ENDS:
            for pause in pauses:  # a pause ends with the case, at the latest
                if pause.answered_on is None:
                    pause.answered_on = max(move.today, pause.asked_on)
                    pause.save(update_fields=["answered_on"])
            set_dates(case, pauses)
            case.closed_on = move.today
            case.trace = clock_of(case, pauses, move.today).as_json()
            forget_codes(case)
        return
    case.closed_on, case.trace = None, None
    set_dates(case, pauses)


def forget_codes(case: Case) -> None:
    """Let no link or one-time code open it any more."""
    case.confirm_hash, case.confirm_expires_at = "", None
    case.code_hash, case.code_expires_at, case.code_attempts = "", None, 0


def _write(move: Move, event: Event, old_state: State, old_due: date) -> None:
    case = move.case
    moved = case.due_on != old_due
    write_step(
        case,
        event,
        move.by,
        at=move.now,
        old_state=old_state,
        old_due_on=old_due if moved else None,
        new_due_on=case.due_on if moved else None,
        reason=move.reason,
    )


def write_step(case: Case, event: Event, by: Actor, *, at: datetime, **about: Any) -> Step:
    """Write a step in the case's log."""
    return Step.objects.create(
        case=case,
        event=event,
        at=at,
        by=by.number,
        by_name=by.name[:300],
        new_state=case.state,
        **about,
    )
