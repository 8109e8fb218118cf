"""The one company that a member of staff works on, and what they may do there.

Every list, form, choice and address in the admin is scoped to it: a record of another
company is as unknown as one that doesn't exist. Which company, and which roles, is read in
one query for each request, whether the person belongs to one company or to a thousand.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from policies.models import Controller, Membership
from policies.permissions import Access, May

SESSION_KEY = "company"


@dataclass(frozen=True)
class Desk:
    """Where a person sits: the company, what they may do there, whether they have others."""

    company: Controller | None = None
    access: Access = field(default_factory=Access)
    has_others: bool = False


def companies_for(user: Any) -> Any:
    """Return the companies that a user belongs to; all for the installation administrator."""
    if not user.is_active:
        return Controller.objects.none()
    if user.is_superuser:
        return Controller.objects.all()
    mine = Membership.objects.filter(user=user, company=OuterRef("pk"))
    return Controller.objects.filter(Exists(mine))


def desk_of(request: HttpRequest) -> Desk:
    """Return where the person of a request sits: as chosen, as last time, or at the first."""
    held: Any = request
    if not hasattr(held, "desk"):
        chosen = request.session.get(SESSION_KEY)
        last = getattr(request.user, "last_company", "")
        by_choice: dict[str, Any] = {"pk": chosen} if chosen else {"key": last} if last else {}
        desk = _desk(request.user, by_choice)
        held.desk = desk if desk.company or not by_choice else _desk(request.user, {})
    found: Desk = held.desk
    return found


def active_company(request: HttpRequest) -> Controller | None:
    """Return the company being worked on."""
    return desk_of(request).company


def choose_company(request: HttpRequest, company: Controller) -> None:
    """Work on this company from now on, until another is chosen."""
    request.session[SESSION_KEY] = company.pk
    user: Any = request.user
    user.last_company = company.key
    user.save(update_fields=["last_company"])
    request.__dict__.pop("desk", None)


def sit_at(request: HttpRequest, company: Controller) -> None:
    """Work on a company for the rest of this request alone, with the roles that one has there."""
    request.desk = _desk(request.user, {"pk": company.pk})  # type: ignore[attr-defined]


def access_in(user: Any, company: str) -> Access:
    """Return what a user is in the company with a key, whichever they work on now."""
    return _desk(user, {"key": company}).access


def allowed(request: HttpRequest, may: May) -> bool:
    """Ask whether the person may, in the active company; note what was refused last."""
    if may(desk_of(request).access):
        return True
    request.refused = may  # type: ignore[attr-defined]
    return False


def demand(request: HttpRequest, may: May) -> None:
    """Go on only if the person may."""
    if not allowed(request, may):
        raise PermissionDenied


def _desk(user: Any, chosen: dict[str, Any]) -> Desk:
    """Return the first company that fits, with the user's roles in it, in one query."""
    if not user.is_active:
        return Desk()
    if user.is_superuser:
        others = Exists(Controller.objects.exclude(pk=OuterRef("pk")))
        found = Controller.objects.filter(**chosen).annotate(has_others=others).first()
        return Desk(found, Access(installs=True), has_others=bool(found and found.has_others))
    mine = Membership.objects.filter(user=user)
    here = {f"company__{name}": value for name, value in chosen.items()}
    here = here or {"company": companies_for(user).values("pk")[:1]}
    more = Exists(mine.exclude(company=OuterRef("company")))
    rows = list(mine.filter(**here).select_related("company").annotate(has_others=more))
    if not rows:
        return Desk()
    roles = frozenset(row.role for row in rows)
    return Desk(rows[0].company, Access(roles), has_others=rows[0].has_others)
