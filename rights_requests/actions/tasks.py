"""Searches, stops and notices: proposed from the register, asked, and answered."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from rights_requests import terms as t
from rights_requests.actions.working import needed
from rights_requests.errors import RefusedError
from rights_requests.models import Case, Demand, Task
from rights_requests.moving import moving
from rights_requests.searching import Proposal, not_yet, notifications, searches
from rights_requests.terms import Event, TaskKind, TaskResult
from rights_requests.workflow import Actor


def propose_searches(
    case: Case, by: Actor, subjects: Collection[str] = (), *, now: datetime | None = None
) -> int:
    """Make a task of each place where the register says that data may lie; return how many."""
    proposals = searches(case.controller.key, subjects)
    with moving(case, Event.PROPOSE, by, now=now) as move:
        made = _store(move.case, not_yet(move.case, proposals))
        move.reason = _("%(number)d nye oppgaver") % {"number": made}
    return made


def _store(case: Case, proposals: Iterable[Proposal], demand: Demand | None = None) -> int:
    tasks = [
        Task(case=case, demand=demand, kind_of=p.kind, record=p.record, name=p.name, about=p.about)
        for p in proposals
    ]
    Task.objects.bulk_create(tasks)
    return len(tasks)


def add_task(
    case: Case, by: Actor, kind: TaskKind, name: str, *, now: datetime | None = None
) -> Task:
    """Add a task that the register doesn't know of."""
    needed(name, "name", _("Skriv hvor eller hvem det gjelder."))
    with moving(case, Event.ADD_TASK, by, reason=name, now=now) as move:
        task = Task(case=move.case, kind_of=kind, name=name)
        task.clean_fields(exclude=["case", "demand"])
        task.save(force_insert=True)
    return task


def ask_task(
    case: Case, by: Actor, task: Task, asked_on: date | None = None, *, now: datetime | None = None
) -> None:
    """Write that somebody was asked to do a task."""
    with moving(case, Event.DO_TASK, by, reason=_("Spurt: %s") % task.name, now=now) as move:
        day = asked_on or move.today
        if not move.case.received_on <= day <= move.today:
            raise RefusedError(_("Velg en dag fra henvendelsen kom til i dag."), "asked_on")
        Task.objects.filter(pk=task.pk, case=move.case).update(asked_on=day)


def do_task(  # noqa: PLR0913 - what an answer is made of
    case: Case,
    by: Actor,
    task: Task,
    result: TaskResult,
    note: str = "",
    *,
    now: datetime | None = None,
) -> None:
    """Write how a task ended."""
    if result not in t.RESULTS[TaskKind(task.kind_of)]:
        raise RefusedError(_("Velg et resultat som passer oppgaven."), "result")
    if result == TaskResult.IMPOSSIBLE:
        needed(note, "note", _("Skriv hvorfor mottakeren ikke kan få beskjed."))
    reason = f"{task.name}: {result.label}"
    with moving(case, Event.DO_TASK, by, reason=reason, now=now) as move:
        held = Task.objects.get(pk=task.pk, case=move.case)
        held.result, held.note, held.answered_on = result, note, move.today
        held.answered_by = by.name[:300]
        held.clean_fields(exclude=["case", "demand"])
        held.save()


def drop_task(
    case: Case, by: Actor, task: Task, reason: str, *, now: datetime | None = None
) -> None:
    """Take away a task that isn't needed, and say why. What the law demands can't be."""
    needed(reason, "reason", _("Skriv hvorfor oppgaven ikke trengs."))
    if task.kind_of != TaskKind.SEARCH:
        raise RefusedError(_("Denne oppgaven følger av loven, og kan ikke fjernes."))
    with moving(case, Event.DROP_TASK, by, reason=f"{task.name}: {reason}", now=now) as move:
        Task.objects.filter(pk=task.pk, case=move.case).delete()


def follow_up(case: Case) -> None:
    """Make the tasks that an answer brings with it (art. 19, art. 18 no. 3)."""
    done = case.demands.filter(outcome__in=[t.Outcome.GRANTED, t.Outcome.PARTIAL])
    tells = done.filter(right__in=sorted(t.TELLS_RECIPIENTS)).first()
    if tells:
        _store(case, not_yet(case, notifications(case)), tells)
    restricted = done.filter(right=t.Right.RESTRICTION).first()
    if restricted:
        name = _("Si fra til personen før begrensningen oppheves")
        lifting = Proposal(TaskKind.LIFT_NOTICE, "case/restriction", name)
        _store(case, not_yet(case, [lifting]), restricted)
