"""A request comes: through the form, or by letter, telephone and the like."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.document.terms import Origin, Visibility
from policies.models import Controller, Policy, PolicyVersion
from policies.permissions import may_handle_cases
from policies.publishing.publish import readable
from rights_requests import codes, moving
from rights_requests import terms as t
from rights_requests.clock import at_once_by, set_dates
from rights_requests.errors import NotAllowedError, RefusedError
from rights_requests.mail import outbox
from rights_requests.models import Case, Demand, Task
from rights_requests.terms import Event, MailKind, State
from rights_requests.workflow import PERSON, Actor


@dataclass(frozen=True)
class Asked:
    """What a person asks for, and how they are reached. Any one way is enough."""

    rights: tuple[t.Right, ...]
    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    known_as: str = ""
    on_behalf: t.Behalf = t.Behalf.SELF
    represented: str = ""
    text: str = ""


class Receipt(NamedTuple):
    """A case, and the long code that opens it: shown once, kept as a hash."""

    case: Case
    code: str


_AT_ONCE = {
    t.Right.MARKETING: gettext_lazy("Stans markedsføring til personen"),
    t.Right.WITHDRAWAL: gettext_lazy("Stans det som bygger på samtykket"),
}


@transaction.atomic
def receive(company: Controller, asked: Asked, *, now: datetime | None = None) -> Receipt:
    """Take a request that came through the form. The clock runs from this day.

    Raises RefusedError for a company that is only reproduced from a text, and Django's
    ValidationError for what no column holds.
    """
    now = now or timezone.now()
    if company.origin == Origin.REPRODUCED:
        raise RefusedError(_("Virksomheten tar ikke imot henvendelser her."))
    secret = codes.new_secret()
    needs_confirming = bool(asked.email) and not t.AT_ONCE.issuperset(asked.rights)
    case = _new(company, asked, timezone.localdate(now), now)
    case.channel, case.secret_hash = t.Channel.FORM, codes.hash_secret(secret)
    case.state = State.UNCONFIRMED if needs_confirming else State.RECEIVED
    _store(case, asked.rights, Event.RECEIVE, PERSON)
    if needs_confirming:
        outbox.queue(case, MailKind.CONFIRM, now=now)
    return Receipt(case, secret)


@transaction.atomic
def register(  # noqa: PLR0913 - who, how and when are what is registered
    company: Controller,
    asked: Asked,
    *,
    by: Actor,
    channel: t.Channel,
    received_on: date,
    policy: Policy | None = None,
    now: datetime | None = None,
) -> Case:
    """Take a request that reached the company in another way, on the day that it did.

    Raises NotAllowedError, RefusedError for a day to come, and Django's ValidationError.
    """
    now = now or timezone.now()
    if not may_handle_cases(by.access):
        raise NotAllowedError
    today = timezone.localdate(now)
    if received_on > today:
        raise RefusedError(_("Datoen er ikke kommet ennå."), "received_on")
    case = _new(company, asked, received_on, now, policy)
    case.channel, case.state, case.registered_by = channel, State.RECEIVED, by.name[:300]
    days = (today - received_on).days
    late = _("Registrert %(days)d dager etter at den kom.") % {"days": days} if days else ""
    _store(case, asked.rights, Event.REGISTER, by, late)
    if asked.email:
        outbox.queue(case, MailKind.CONFIRM, now=now)
    return case


def _new(
    company: Controller,
    asked: Asked,
    received_on: date,
    now: datetime,
    policy: Policy | None = None,
) -> Case:
    version = version_at(company, received_on, policy)
    case = Case(
        controller=company,
        reference=_free_reference(),
        received_on=received_on,
        received_at=now,
        registered_on=timezone.localdate(now),
        version=version,
        promised_days=_promised(version, asked.rights),
        name=asked.name,
        email=asked.email,
        phone=asked.phone,
        address=asked.address,
        known_as=asked.known_as,
        on_behalf=asked.on_behalf,
        represented=asked.represented,
        text=asked.text,
    )
    set_dates(case)
    return case


def _store(
    case: Case, rights: Iterable[t.Right], event: Event, by: Actor, reason: str = ""
) -> None:
    """Store a new case with its demands, its first step, and what must be stopped at once."""
    case.clean_fields(exclude=["controller", "version", "duplicate_of", "assigned_to"])
    case.save(force_insert=True)
    Demand.objects.bulk_create(Demand(case=case, right=right) for right in dict.fromkeys(rights))
    for demand in case.demands.filter(right__in=sorted(t.AT_ONCE)):
        add_stop(demand)
    about = {"old_state": None, "new_due_on": case.due_on, "reason": reason}
    moving.write_step(case, event, by, at=case.received_at, **about)


def add_stop(demand: Demand) -> None:
    """Ask at once for what has no balancing and no waiting to be stopped (D10)."""
    case = demand.case
    Task.objects.create(
        case=case,
        demand=demand,
        kind_of=t.TaskKind.STOP,
        name=str(_AT_ONCE[t.Right(demand.right)]),
        due_on=at_once_by(case.received_on, case.country),
    )


def version_at(company: Controller, on: date, policy: Policy | None = None) -> PolicyVersion | None:
    """Return the policy in force when a day ended: the one named, or the first public one."""
    moment = _end_of(on)
    versions = PolicyVersion.objects.filter(policy__controller=company).effective(moment)
    if policy is None:
        versions = versions.filter(visibility=Visibility.PUBLIC)
        newest = versions.order_by("policy__position", "policy_id", "-effective_at", "-number")
    else:
        newest = versions.filter(policy=policy)
    found = newest.defer("article", "pdf").first()
    return found if found and not found.erased_at else None


def _end_of(on: date) -> datetime:
    last = datetime.max.time()
    return min(timezone.make_aware(datetime.combine(on, last)), timezone.now())


def _promised(version: PolicyVersion | None, rights: Iterable[t.Right]) -> int | None:
    """Return the shortest time that the policy promised for what is asked for."""
    document = readable(version.document) if version else None
    if document is None:
        return None
    wanted = {str(right) for right in rights}
    days = [r.promised_days for r in document.statement.rights if str(r.right) in wanted]
    return min((d for d in days if d), default=None)


def _free_reference() -> str:
    while Case.objects.filter(reference=(reference := codes.new_reference())).exists():
        pass
    return reference
