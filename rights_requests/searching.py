"""Where to look for a person's data, and whom to tell, as the register knows it now.

The whole register is asked, also what no reader of the policy sees: a system that isn't
shown, an activity that has ended and may still hold data.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from policies.document import schema as s
from policies.document import terms as d
from policies.document.base import LINE_LENGTH
from policies.document.build import build
from policies.publishing.article.words import listed
from rights_requests import terms as t
from rights_requests.models import Case, Task

# Who holds data for us, or together with us; others answer for themselves.
_HOLDS_FOR_US = frozenset({d.RecipientRole.PROCESSOR, d.RecipientRole.JOINT})


@dataclass(frozen=True)
class Proposal:
    """A task that the register suggests. `record` is the key of what it is about."""

    kind: t.TaskKind
    record: str
    name: str
    about: str = ""


def searches(company: str, subjects: Collection[str] = ()) -> list[Proposal]:
    """Return where data about these kinds of people may lie; about all kinds when none is named."""
    register = build(company)
    activities = [a for a in register.activities if _concerns(a, subjects)]
    systems = {system.key: system for system in register.systems}
    used = [systems[key] for key in _once(key for a in activities for key in a.systems)]
    return [
        *(_system(system, activities) for system in used),
        *(_activity(register, a) for a in activities if not a.systems),
        *_holders(register, activities, {system.supplier for system in used}),
    ]


def _concerns(activity: s.Activity, subjects: Collection[str]) -> bool:
    """Tell whether an activity of our own may hold data about them; what isn't stated may."""
    if activity.status == d.ActivityStatus.DRAFT or activity.role == d.ProcessingRole.PROCESSOR:
        return False
    if not subjects or not activity.data_uses:
        return True
    return any(not use.subjects or set(use.subjects) & set(subjects) for use in activity.data_uses)


def _system(system: s.System, activities: Iterable[s.Activity]) -> Proposal:
    names = listed(a.name for a in activities if system.key in a.systems)
    return _proposal(t.TaskKind.SEARCH, system.record, system.name, names)


def _activity(register: s.Register, activity: s.Activity) -> Proposal:
    named = {use.category for use in activity.data_uses}
    about = listed(term.name for term in register.terms if term.key in named)
    return _proposal(t.TaskKind.SEARCH, activity.record, activity.name, about)


def _holders(
    register: s.Register, activities: Collection[s.Activity], covered: Collection[str | None]
) -> Iterator[Proposal]:
    for recipient, about in _receivers(register, {a.key for a in activities}):
        if recipient.role in _HOLDS_FOR_US and recipient.key not in covered:
            yield _proposal(t.TaskKind.SEARCH, recipient.record, recipient.name, about)


def notifications(case: Case) -> list[Proposal]:
    """Return who must be told that data was rectified, erased or restricted (art. 19)."""
    register = build(case.controller.key)
    held = found_in(case, register)
    return [
        _proposal(t.TaskKind.NOTIFY, recipient.record, recipient.name, about)
        for recipient, about in _receivers(register, held)
    ]


def found_in(case: Case, register: s.Register) -> set[str]:
    """Return the activities in which a search found something; all when nobody searched."""
    searched = list(case.tasks.filter(kind_of=t.TaskKind.SEARCH))
    if not searched:
        return {a.key for a in register.activities if _concerns(a, ())}
    records = {task.record for task in searched if task.result == t.TaskResult.FOUND}
    return {
        a.key
        for a in register.activities
        if a.record in records or any(f"system/{key}" in records for key in a.systems)
    } | _of_recipients(register, records)


def _of_recipients(register: s.Register, records: Collection[str]) -> set[str]:
    return {
        key
        for disclosure in register.disclosures
        if f"recipient/{disclosure.recipient}" in records
        for key in disclosure.activities
    }


def _receivers(
    register: s.Register, activities: Collection[str]
) -> Iterator[tuple[s.Recipient, str]]:
    """Yield each recipient of data from the activities, and what it gets."""
    for recipient in register.recipients:
        given = [
            disclosure
            for disclosure in register.disclosures
            if disclosure.recipient == recipient.key
            and (not disclosure.activities or set(disclosure.activities) & set(activities))
        ]
        if given and activities and recipient.ended_on is None:
            yield recipient, "; ".join(_once(x.what or x.why for x in given))


def _once(keys: Iterable[str]) -> list[str]:
    return [key for key in dict.fromkeys(keys) if key]


def _proposal(kind: t.TaskKind, record: str, name: str, about: str) -> Proposal:
    line = " ".join(about.split())
    short = line if len(line) <= LINE_LENGTH else f"{line[: LINE_LENGTH - 1]}…"
    return Proposal(kind, record, name, short)


def not_yet(case: Case, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return those that aren't tasks of the case already."""
    held = set(Task.objects.filter(case=case).values_list("kind_of", "record"))
    return [p for p in proposals if (p.kind, p.record) not in held]
