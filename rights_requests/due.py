"""What `run_due` does for rights requests. Safe to run as often as one likes."""

from datetime import datetime, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from rights_requests import deadlines
from rights_requests import terms as t
from rights_requests.clock import calendar_of, set_dates
from rights_requests.errors import RefusedError
from rights_requests.mail import outbox
from rights_requests.models import Case, Outgoing
from rights_requests.moving import moving
from rights_requests.terms import Event, MailKind, State
from rights_requests.workflow import PROGRAM

CONFIRM_AFTER = timedelta(days=3)
REMIND_EVERY = timedelta(days=7)
MOST_REMINDERS = 2
_MOST = 1000  # at once; what is left comes next time


def send_mail(now: datetime | None = None) -> int:
    """Send the mail that waits."""
    return outbox.send_waiting(now)


def recount(now: datetime | None = None) -> int:
    """Count the dates again where holidays, the rule or the company's country changed (D14)."""
    now = now or timezone.now()
    open_cases = Case.objects.unanswered().select_related("controller").prefetch_related("pauses")
    moved: list[int] = []
    same: list[int] = []
    for case in open_cases.iterator(_MOST):
        if case.rule != deadlines.RULE or case.country != calendar_of(case.controller):
            (moved if _moves(case) else same).append(case.pk)
    for start in range(0, len(same), _MOST):  # the rule has another name, and says the same
        Case.objects.filter(pk__in=same[start : start + _MOST]).update(rule=deadlines.RULE)
    for pk in moved:
        _recount(Case.objects.get(pk=pk), now)
    return len(moved) + len(same)


def _moves(case: Case) -> bool:
    """Tell whether counting again changes anything but the rule's name."""
    before = _dates(case)
    set_dates(case, case.pauses.all())
    return _dates(case) != before


def _dates(case: Case) -> tuple[object, ...]:
    return case.country, case.due_on, case.work_by, case.promised_on


def _recount(case: Case, now: datetime) -> None:
    try:
        with moving(case, Event.RECOUNT, PROGRAM, now=now):
            pass  # moving counts the dates, and writes old and new
    except RefusedError:  # answered meanwhile
        return


def remind(now: datetime | None = None) -> int:
    """Remind of an address to confirm, once, and of a question that waits, twice."""
    now = now or timezone.now()
    return _remind_to_confirm(now) + _remind_to_answer(now)


def _remind_to_confirm(now: datetime) -> int:
    cases = Case.objects.filter(
        state=State.UNCONFIRMED, received_at__lte=now - CONFIRM_AFTER
    ).exclude(mails__kind_of=MailKind.CONFIRM_AGAIN)
    found = list(cases.exclude(email="")[:_MOST])
    for case in found:
        outbox.queue(case, MailKind.CONFIRM_AGAIN, now=now)
    return len(found)


def _remind_to_answer(now: datetime) -> int:
    """Remind of a question, a week after it or after the last reminder: never day upon day."""
    told = Q(mails__kind_of__in=[MailKind.MESSAGE, MailKind.MESSAGE_AGAIN])
    cases = (
        Case.objects.filter(state__in=sorted(t.PAUSED))
        .exclude(email="")
        .annotate(last_told=Max("mails__created_at", filter=told))
        .filter(last_told__lte=now - REMIND_EVERY)
    )
    reminded = 0
    for case in cases[:_MOST]:
        pause = case.pauses.filter(answered_on=None).first()
        if pause is None:  # answered this very moment
            continue
        sent = Outgoing.objects.filter(
            case=case, kind_of=MailKind.MESSAGE_AGAIN, created_at__date__gte=pause.asked_on
        )
        if sent.count() < MOST_REMINDERS:
            outbox.queue(case, MailKind.MESSAGE_AGAIN, now=now)
            reminded += 1
    return reminded
