"""Which companies have a published policy, for the front page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from policies.document.terms import Visibility
from policies.models import PolicyVersion


@dataclass(frozen=True)
class Listed:
    """A policy in force, as a list shows it."""

    company_key: str
    company: str
    is_example: bool
    policy_key: str
    title: str
    number: int
    effective_at: datetime


def in_force(company: str | None = None) -> list[Listed]:
    """Return the public policies in force, by the company's name, in one query.

    Names are as they were sealed: what isn't published yet isn't shown.
    """
    versions = PolicyVersion.objects.effective()
    if company:
        versions = versions.filter(policy__controller__key=company)
    rows = versions.order_by("policy", "-effective_at", "-number")
    newest: dict[int, tuple[bool, Listed]] = {}
    columns: Any = rows.values_list(
        "policy_id",
        "visibility",
        "erased_at",
        "policy__controller__key",
        "company",
        "is_indexed",
        "policy__key",
        "title",
        "number",
        "effective_at",
    )
    for policy, visibility, erased_at, key, company_name, is_indexed, *about in columns:
        is_shown = visibility == Visibility.PUBLIC and erased_at is None
        newest.setdefault(policy, (is_shown, Listed(key, company_name, not is_indexed, *about)))
    shown = [listed for is_shown, listed in newest.values() if is_shown]
    return sorted(shown, key=lambda listed: (listed.company.casefold(), listed.title.casefold()))
