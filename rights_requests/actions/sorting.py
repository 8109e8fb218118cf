"""A request that belongs elsewhere: duplicates, other companies, people we can't know."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rights_requests import letters
from rights_requests import terms as t
from rights_requests.actions.receiving import add_stop
from rights_requests.actions.working import needed, tell
from rights_requests.errors import RefusedError
from rights_requests.models import Case, Demand
from rights_requests.moving import moving
from rights_requests.terms import Event
from rights_requests.workflow import Actor


def merge(case: Case, into: Case, by: Actor, reason: str, *, now: datetime | None = None) -> None:
    """Call a case a duplicate of another by the same person. The earliest receipt counts.

    Never by itself, and never on a name alone: whoever sends a request in another's name
    first mustn't swallow the person's own (misuse 15).
    """
    now = now or timezone.now()
    needed(reason, "reason", _("Skriv hvordan dere vet at det er samme person og samme sak."))
    if case.pk == into.pk or case.controller_id != into.controller_id:
        raise RefusedError(_("Velg en annen henvendelse til samme virksomhet."), "into")
    with transaction.atomic():
        # In one order, so that two merges at once wait instead of locking each other out.
        list(Case.objects.select_for_update().filter(pk__in=[case.pk, into.pk]).order_by("pk"))
        case.refresh_from_db()
        into.refresh_from_db()
        if not is_same_person(case, into):
            problem = _("Begge må være fra samme bekreftede person.")
            raise RefusedError(problem, "into")
        with moving(into, Event.ABSORB, by, reason=case.reference, now=now) as kept:
            if case.received_on < kept.case.received_on:
                kept.case.received_on = case.received_on
                kept.case.version = case.version
                kept.case.promised_days = case.promised_days
            _take_demands(kept.case, case)
        with moving(case, Event.MERGE, by, reason=reason, now=now) as gone:
            gone.case.duplicate_of = into
            about = {"reference": into.reference}
            text = _("Slått sammen med %(reference)s. Den tidligste datoen gjelder.") % about
            tell(gone, text)


def is_same_person(one: Case, other: Case) -> bool:
    """Tell whether both are from one verified person: same confirmed address, or known to us."""
    if one.confirmed_email and other.confirmed_email:
        return one.confirmed_email.casefold() == other.confirmed_email.casefold()
    known = t.Identity.KNOWN.level
    return min(t.Identity(c.identity).level for c in (one, other)) >= known


def _take_demands(kept: Case, gone: Case) -> None:
    """Ask in the case that stays for what only the other asked for."""
    asked = set(kept.demands.values_list("right", flat=True))
    for demand in gone.demands.all():
        if demand.right not in asked:
            taken = Demand.objects.create(case=kept, right=demand.right)
            if demand.right in t.AT_ONCE:
                add_stop(taken)


def redirect(case: Case, by: Actor, text: str, reason: str, *, now: datetime | None = None) -> None:
    """End a case that isn't ours to answer, and tell the person whose it is."""
    needed(text, "text", _("Skriv hvem personen bør kontakte."))
    needed(reason, "reason", _("Skriv hvorfor dere ikke har ansvaret."))
    with moving(case, Event.REDIRECT, by, reason=reason, now=now) as move:
        tell(move, text)


def give_up(case: Case, by: Actor, reason: str, *, now: datetime | None = None) -> None:
    """Close a case whose person we can't know, and say why and where to complain (art. 11, 12)."""
    needed(reason, "reason", _("Skriv hvorfor dere ikke kan vite hvem det er."))
    with moving(case, Event.GIVE_UP, by, reason=reason, now=now) as move:
        move.case.demands.filter(outcome=None).update(
            outcome=t.Outcome.UNIDENTIFIED,
            ground=t.Ground.NOT_IDENTIFIABLE,
            reason=reason,
            decided_at=move.now,
            decided_by=by.name[:300],
        )
        tell(move, letters.filled(unidentified_text(reason), move.case))


def unidentified_text(reason: str) -> str:
    """Return what the person is told; staff's words can't hold placeholders."""
    said = letters.inert(reason)
    lead = _("Vi kan ikke svare på henvendelsen, fordi vi ikke kan vite at det er deg.")
    return f"{lead} {said}\n\n{{{letters.COMPLAINT}}}"
