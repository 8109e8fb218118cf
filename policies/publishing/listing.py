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
    origin: str
    policy_key: str
    title: str
    number: int
    effective_at: datetime


def in_force(company: str | None = None) -> list[Listed]:
    """Return the public policies in force, by the company's name, in one query."""
    versions = PolicyVersion.objects.effective().filter(visibility=Visibility.PUBLIC)
    if company:
        versions = versions.filter(policy__controller__key=company)
    rows = versions.order_by("policy__controller__name", "policy", "-effective_at", "-number")
    found: dict[int, Listed] = {}
    columns: Any = rows.values_list(
        "policy_id",
        "policy__controller__key",
        "policy__controller__name",
        "policy__controller__origin",
        "policy__key",
        "title",
        "number",
        "effective_at",
    )
    for policy, *about in columns:
        found.setdefault(policy, Listed(*about))
    return list(found.values())
