"""Letting people into a company, changing what they are there, and letting them go."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policies.document.terms import Role
from policies.models import Controller, Membership
from privacyhub.audit.models import Kind
from privacyhub.audit.record import record


class MembershipError(ValidationError):
    """The change isn't allowed. Its message says why, for the one who asked."""


@transaction.atomic
def join(user: Any, company_key: str, role: str, by: Any) -> Membership:
    """Give a person a role in a company; again, it changes nothing.

    `by` is who let them in, kept as text. Raises MembershipError when the role doesn't go
    with those that the person has, and Controller.DoesNotExist for an unknown company.
    """
    company = Controller.objects.select_for_update().get(key=company_key)
    _check(roles_of(user, company) | {Role(role)})
    made, is_new = Membership.objects.get_or_create(
        user=user, company=company, role=Role(role), defaults={"added_by": str(by)}
    )
    if is_new:
        record(Kind.ROLE_CHANGED, by=by, company=company, subject=user, added=_called({Role(role)}))
    return made


@transaction.atomic
def set_roles(user: Any, company: Controller, roles: Collection[str], *, by: Any) -> None:
    """Let a member have these roles and no others."""
    Controller.objects.select_for_update().get(pk=company.pk)
    held, wanted = roles_of(user, company), {Role(role) for role in roles}
    if not wanted:
        raise MembershipError(_("Velg minst én rolle, eller fjern medlemmet."))
    if user == by and not by.is_superuser and not wanted <= held:
        raise MembershipError(_("Du kan ikke gi deg selv flere roller. Be en annen administrator."))
    _check(wanted)
    if Role.ADMINISTRATOR not in wanted:
        _keep_an_administrator(user, company)
    Membership.objects.filter(user=user, company=company).exclude(role__in=wanted).delete()
    new = sorted(wanted - held)
    Membership.objects.bulk_create(
        Membership(user=user, company=company, role=role, added_by=str(by)) for role in new
    )
    if wanted != held:
        changed = {"added": _called(wanted - held), "removed": _called(held - wanted)}
        record(Kind.ROLE_CHANGED, by=by, company=company, subject=user, **changed)


@transaction.atomic
def remove(user: Any, company: Controller, *, by: Any) -> None:
    """Take a person out of a company; the sessions they have stop seeing it at once."""
    Controller.objects.select_for_update().get(pk=company.pk)
    _keep_an_administrator(user, company)
    held = roles_of(user, company)
    Membership.objects.filter(user=user, company=company).delete()
    record(Kind.ROLE_CHANGED, by=by, company=company, subject=user, removed=_called(held))


def roles_of(user: Any, company: Controller) -> set[Role]:
    """Return what a person is in a company."""
    mine = Membership.objects.filter(user=user, company=company)
    return {Role(role) for role in mine.values_list("role", flat=True)}


def _called(roles: Collection[Role]) -> list[str]:
    """Return what roles are called, in the order of the vocabulary."""
    return [str(role.label) for role in Role if role in roles]


def _check(roles: set[Role]) -> None:
    """Refuse what would give the ombud a say in what they watch over (art. 38 no. 6)."""
    if Role.OMBUD in roles and roles != {Role.OMBUD}:
        message = _(
            "Personvernombudet kan ikke ha andre roller i samme virksomhet: ombudet skal ikke "
            "kontrollere sitt eget arbeid (personvernforordningen art. 38 nr. 6)."
        )
        raise MembershipError(message)


def _keep_an_administrator(user: Any, company: Controller) -> None:
    """Refuse to take away the last administrator who can sign in."""
    administrators = Membership.objects.filter(
        company=company, role=Role.ADMINISTRATOR, user__is_active=True
    )
    theirs = administrators.filter(user=user)
    if theirs.exists() and not administrators.exclude(user=user).exists():
        message = _("Virksomheten må ha en administrator. Gi en annen den rollen først.")
        raise MembershipError(message)
