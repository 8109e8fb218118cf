"""What can happen to a case: a table of events, from which states, to which, by whom.

The law and other systems' faults made it: see docs/decisions/0015. Overdue, paused for how
long and days left aren't states; rights_requests/clock.py counts them.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from policies.permissions import Access, May, may_handle_cases, nobody_may
from rights_requests.terms import ENDS, PAUSED, UNANSWERED, Event, State

S, E = State, Event


class Who(StrEnum):
    """Who does something."""

    STAFF = "staff"
    PERSON = "person"
    PROGRAM = "program"


@dataclass(frozen=True)
class Actor:
    """Somebody who does something to a case: staff with what they are in the company, or not."""

    who: Who
    name: str = ""
    number: int | None = None
    access: Access = field(default_factory=Access)


PERSON = Actor(Who.PERSON)
PROGRAM = Actor(Who.PROGRAM, "Personvernhub")


def staff(user: Any, access: Access) -> Actor:
    """Return a member of staff; `access` is what they are in the case's company."""
    return Actor(Who.STAFF, str(user), user.pk, access)


@dataclass(frozen=True)
class Transition:
    """One row: the event may happen in these states, and leads to `target`, or stays."""

    event: Event
    sources: frozenset[State]
    target: State | None
    who: frozenset[Who]
    may: May  # what staff must be
    guard: str = ""  # in rights_requests/guards.py


def _row(
    event: Event,
    sources: Collection[State],
    target: State | None,
    guard: str = "",
    who: Collection[Who] = (Who.STAFF,),
) -> Transition:
    may = may_handle_cases if Who.STAFF in who else nobody_may
    return Transition(event, frozenset(sources), target, frozenset(who), may, guard)


OPEN = frozenset(State) - ENDS
_BOTH = (Who.STAFF, Who.PERSON)
TABLE = (
    _row(E.CONFIRM, {S.UNCONFIRMED}, S.RECEIVED, who=(Who.PERSON,)),
    _row(E.CONFIRM, OPEN - {S.UNCONFIRMED}, None, who=(Who.PERSON,)),
    _row(E.ACCEPT, {S.UNCONFIRMED}, S.RECEIVED),
    _row(E.ASSIGN, OPEN, None),
    _row(E.START, {S.RECEIVED}, S.IN_PROGRESS),
    _row(E.ASK_IDENTITY, {S.RECEIVED, S.IN_PROGRESS}, S.AWAITING_IDENTITY),
    _row(
        E.ASK_CLARIFICATION,
        {S.RECEIVED, S.IN_PROGRESS},
        S.AWAITING_CLARIFICATION,
        "clarification_pauses",
    ),
    _row(E.RESUME, PAUSED, S.IN_PROGRESS, who=_BOTH),
    _row(E.GIVE_UP, {S.AWAITING_IDENTITY}, S.CLOSED, "silent_long_enough"),
    _row(E.EXTEND, {S.IN_PROGRESS}, None, "extended_once_in_time"),
    _row(E.EXTENSION_SENT, OPEN, None, who=(Who.PROGRAM,)),
    _row(E.SUBMIT, {S.IN_PROGRESS}, S.FOR_APPROVAL, "ready"),
    _row(E.RETURN, {S.FOR_APPROVAL}, S.IN_PROGRESS),
    _row(E.SEND, {S.FOR_APPROVAL}, S.ANSWERED, "approved"),
    _row(E.CLOSE, {S.ANSWERED}, S.CLOSED, "nothing_left"),
    _row(E.REOPEN, {S.ANSWERED, S.CLOSED}, S.IN_PROGRESS),
    _row(E.WITHDRAW, UNANSWERED, S.WITHDRAWN, who=_BOTH),
    _row(E.MERGE, UNANSWERED, S.DUPLICATE),
    _row(E.ABSORB, UNANSWERED, None),
    _row(E.REDIRECT, UNANSWERED, S.WRONG_RECIPIENT),
    _row(E.IDENTIFY, OPEN, None),
    _row(E.REPRESENT, OPEN, None, "on_behalf_of_another"),
    _row(E.CONTACT, OPEN, None),
    _row(E.WRITE, OPEN, None),
    _row(E.HEAR, OPEN | {S.CLOSED}, None, who=_BOTH),
    _row(E.NOTE, State, None),
    _row(E.DEMAND, {S.RECEIVED, S.IN_PROGRESS}, None),
    _row(E.DECIDE, {S.IN_PROGRESS}, None),
    _row(E.DRAFT, {S.IN_PROGRESS}, None),
    _row(E.PROPOSE, {S.IN_PROGRESS}, None),
    _row(E.ADD_TASK, {S.IN_PROGRESS, S.ANSWERED}, None),
    _row(E.DO_TASK, OPEN, None),
    _row(E.DROP_TASK, {S.IN_PROGRESS, S.ANSWERED}, None),
    _row(E.RECOUNT, UNANSWERED, None, who=(Who.PROGRAM,)),
    _row(E.CODE, OPEN | {S.CLOSED}, None),
)
_BY_EVENT = {(row.event, state): row for row in TABLE for state in row.sources}


def transition(event: Event, state: State) -> Transition | None:
    """Return the row for an event in a state; None when it can't happen there."""
    return _BY_EVENT.get((event, state))


def may_do(event: Event, actor: Actor) -> bool:
    """Tell whether somebody may do this at all, in whatever state."""
    rows = [row for row in TABLE if row.event == event and actor.who in row.who]
    return any(actor.who != Who.STAFF or row.may(actor.access) for row in rows)


def open_to(actor: Actor, state: State) -> frozenset[Event]:
    """Return what somebody may do in a state, before the guards are asked."""
    return frozenset(e for e in Event if transition(e, state) and may_do(e, actor))
