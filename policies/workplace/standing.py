"""How a company's policies stand: worked out once for each change of its register.

Each process keeps the answer, with a stamp that every committed change moves: how many history
rows the company has of each kind, the newest of them, and the newest version of each policy.
The number alone would not do, nor the newest: two writers may commit in the other order than
they got their numbers, and a transaction that is rolled back may give its numbers back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.cache import caches
from django.db import transaction
from django.db.models import Count, Max, OuterRef, Value

from policies.document.build import build, uncollected
from policies.document.published import Published, excerpt
from policies.document.schema import Register
from policies.models import Controller, Policy, PolicyVersion
from policies.models.history import MODELS
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.missing import Gap, gaps
from policies.publishing.publish import readable
from policies.workplace.rows import of_company

_ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)  # nothing here depends on when

Stamp = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Standing:
    """How a policy stands: its newest version, whether it would change, what isn't stated."""

    version: int | None
    is_changed: bool
    gaps: tuple[Gap, ...]


def standings(company: Controller) -> dict[int, Standing]:
    """Return how each of the company's policies stands, by the policy's id."""
    # The stamp comes first: what is committed after it moves the next one.
    stamp, place = _stamp(company), _place(company.pk)
    found: dict[int, Standing]
    kept, found = caches["process"].get(place, (None, {}))
    if kept != stamp:
        found = dict(_worked_out(company))
        # Never what a transaction sees that comes to nothing, as that of a draft.
        transaction.on_commit(lambda: caches["process"].set(place, (stamp, found), timeout=None))
    return found


def forget(company: int) -> None:
    """Let this process go of what it keeps of a company, by its id."""
    caches["process"].delete(_place(company))


def _place(company: int) -> str:
    return f"standings-{company}"


def _stamp(company: Controller) -> Stamp:
    kinds = [
        rows.annotate(kind=Value(number))
        .values("kind")
        .annotate(count=Count("history_id"), newest=Max("history_id"))
        .values_list("kind", "count", "newest")
        for number, rows in enumerate(of_company(company, MODELS))
    ]
    versions = (
        PolicyVersion.objects.kept()
        .filter(policy__controller=company)
        .order_by()
        .values("policy")
        .annotate(count=Count("id"), newest=Max("number"))
        .values_list("policy", "count", "newest")
    )
    return (*sorted(kinds[0].union(*kinds[1:], all=True)), *sorted(versions))


def _worked_out(company: Controller) -> Iterable[tuple[int, Standing]]:
    newest = PolicyVersion.objects.kept().filter(policy=OuterRef("pk")).order_by("-number")
    policies = list(
        Policy.objects.filter(controller=company)
        .annotate(number=newest.values("number")[:1], document=newest.values("document")[:1])
        .order_by("position", "id")
    )
    if not policies:
        return
    register = build(company.key)
    for policy in policies:
        yield policy.pk, _standing(policy, excerpt(register, policy.key))


def _standing(policy: Any, company: Register) -> Standing:
    current = Published(
        policy=policy.key,
        version=policy.number or 1,
        effective_at=_ANY_MOMENT,
        company=company,
    )
    with uncollected():
        newest = readable(policy.document) if policy.number else None
    changed = newest is None or not current.same_content(newest)
    return Standing(policy.number, changed, tuple(gaps(Lookup(current))))
