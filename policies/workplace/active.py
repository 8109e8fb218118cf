"""The one company that a member of staff works on, chosen visibly and kept in the session.

Every list, form, choice and address in the admin is scoped to it: a record of another
company is as unknown as one that doesn't exist.
"""

from typing import Any

from django.http import HttpRequest

from policies.models import Controller

SESSION_KEY = "company"


def companies_for(_user: Any) -> Any:
    """Return the companies that a user may work on. Roles narrow it later."""
    return Controller.objects.all()


def active_company(request: HttpRequest) -> Controller | None:
    """Return the company being worked on: the chosen one, else the first by name."""
    held: Any = request
    if not hasattr(held, "active_company"):
        companies = companies_for(request.user)
        chosen = request.session.get(SESSION_KEY)
        held.active_company = (
            companies.filter(pk=chosen).first() if chosen else None
        ) or companies.first()
    found: Controller | None = held.active_company
    return found


def choose_company(request: HttpRequest, company: Controller) -> None:
    """Work on this company from now on, until another is chosen."""
    request.session[SESSION_KEY] = company.pk
    request.active_company = company  # type: ignore[attr-defined]
