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
    """Return the company being worked on: the chosen one, the last session's, or the first."""
    held: Any = request
    if not hasattr(held, "active_company"):
        companies = companies_for(request.user)
        chosen = request.session.get(SESSION_KEY)
        last = getattr(request.user, "last_company", "")
        by_choice = {"pk": chosen} if chosen else {"key": last}
        held.active_company = companies.filter(**by_choice).first() or companies.first()
    found: Controller | None = held.active_company
    return found


def choose_company(request: HttpRequest, company: Controller) -> None:
    """Work on this company from now on, until another is chosen."""
    request.session[SESSION_KEY] = company.pk
    user: Any = request.user
    user.last_company = company.key
    user.save(update_fields=["last_company"])
    request.active_company = company  # type: ignore[attr-defined]
