"""What one is told who may not: which role it takes, and who can give it."""

from typing import Any

from babel.lists import format_list
from django.http import HttpRequest

from policies.document.terms import Role
from policies.models import Controller, Membership
from policies.permissions import May, may_install, roles_that
from policies.publishing.article.words import LOCALE, listed
from policies.workplace.active import desk_of


def refusal(request: HttpRequest) -> dict[str, Any]:
    """Return what the page of a refusal says: what one is, what it takes, whom to ask."""
    desk = desk_of(request)
    may: May | None = getattr(request, "refused", None)
    return {
        "held": listed(str(role.label) for role in Role if role in desk.access.roles),
        "needed": _any_of(roles_that(may)) if may else "",
        "is_for_installer": may is may_install,
        "askable": _administrators(desk.company) if may and desk.company else [],
    }


def _any_of(roles: list[Role]) -> str:
    """Return «redaktør eller personvernansvarlig»."""
    return format_list([str(role.label) for role in roles], style="or", locale=LOCALE)


def _administrators(company: Controller) -> list[str]:
    """Return the names of those who can give a role."""
    found = Membership.objects.filter(
        company=company, role=Role.ADMINISTRATOR, user__is_active=True
    )
    return [str(membership.user) for membership in found.select_related("user")]
