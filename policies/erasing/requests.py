"""The verbs: one person proposes to erase a company, another confirms, and it is erased."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from policies.erasing import steps
from policies.erasing.extent import counts
from policies.models import CompanyErasure, Controller, ErasureRequest
from policies.models.erasure import STANDS_FOR
from policies.publishing import page
from policies.workplace import standing
from privacyhub.audit.models import Event, Kind
from privacyhub.audit.record import record


class CannotEraseError(Exception):
    """It may not be done by this person, or the proposal isn't there any more."""


def may_erase(user: Any) -> bool:
    """Tell whether somebody may propose and confirm: an installation administrator."""
    return bool(user.is_active and user.is_superuser)


def waiting(company: Controller, now: datetime | None = None) -> ErasureRequest | None:
    """Return the proposal that can be confirmed, None when there is none."""
    found = ErasureRequest.objects.select_related("asked_by").filter(controller=company).first()
    return found if found and found.stands(now) else None


@transaction.atomic
def ask(
    company: Controller, *, by: Any, reason: str, now: datetime | None = None
) -> ErasureRequest:
    """Propose to erase a company. A proposal that has run out makes room.

    Raises CannotEraseError when the person may not, or another proposal waits.
    """
    now = now or timezone.now()
    Controller.objects.select_for_update().get(pk=company.pk)
    if not may_erase(by) or waiting(company, now):
        raise CannotEraseError
    ErasureRequest.objects.filter(controller=company).delete()
    record(Kind.ERASURE_ASKED, by=by, company=company, subject=company, now=now)
    about = {"asked_at": now, "asked_by": by, "reason": reason}
    return ErasureRequest.objects.create(controller=company, **about)


@transaction.atomic
def withdraw(company: Controller, *, by: Any) -> None:
    """Take a proposal back: its maker may, or any other administrator.

    Raises CannotEraseError when the person may not, or there is none.
    """
    if not may_erase(by) or not ErasureRequest.objects.filter(controller=company).delete()[0]:
        raise CannotEraseError
    record(Kind.ERASURE_WITHDRAWN, by=by, company=company, subject=company)


@transaction.atomic
def confirm(company: Controller, *, by: Any, now: datetime | None = None) -> CompanyErasure:
    """Erase a company as another person proposed, and leave a tombstone.

    Raises CannotEraseError when the person may not, or no proposal of another waits.
    """
    now = now or timezone.now()
    company = Controller.objects.select_for_update().get(pk=company.pk)
    asked = waiting(company, now)
    if asked is None or asked.asked_by_id == by.pk or not may_erase(by):
        raise CannotEraseError
    tombstone = CompanyErasure.objects.create(
        company_number=company.pk,
        asked_at=asked.asked_at,
        asked_by=asked.asked_by_id,
        asked_by_name=str(asked.asked_by),
        confirmed_at=now,
        confirmed_by=by.pk,
        confirmed_by_name=str(by),
        reason=asked.reason,
        counts=counts(company),
    )
    for step in steps.STEPS:
        step(company)
    connection.check_constraints()  # whatever still refers to it stops here, not at the commit
    called = f"nr. {company.pk}"
    record(Kind.COMPANY_ERASED, by=by, subject=tombstone, called=called, now=now)
    transaction.on_commit(partial(page.forget, company.key))
    transaction.on_commit(partial(standing.forget, company.pk))
    transaction.on_commit(steps.empty_journal)
    return tombstone


@transaction.atomic
def drop_expired(now: datetime | None = None) -> int:
    """Delete the proposals that nobody confirmed in time, and return how many."""
    before = (now or timezone.now()) - STANDS_FOR
    expired = ErasureRequest.objects.filter(asked_at__lte=before).select_related("controller")
    for proposal in expired:
        company = proposal.controller
        record(Kind.ERASURE_WITHDRAWN, by="Personvernhub", company=company, subject=company)
        proposal.delete()
    return len(expired)


def drop_late_events(_now: datetime | None = None) -> int:
    """Erase events of companies that are gone: somebody may have read while it was erased."""
    companies = Controller.objects.values_list("key", flat=True)
    return Event.objects.exclude(company_key__in=["", *companies]).erase()
