"""Which changes: the history rows of a company or a record, and what stood before each.

A page of changes takes the same few queries however many they are: which changes, what stood
before each, the rows of each kind, and their links.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import CharField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast

from policies.models import (
    Controller,
    Cookie,
    DataSource,
    DataUse,
    Disclosure,
    Party,
    Policy,
    ProcessingActivity,
    Purpose,
    Recipient,
    RetentionRule,
    RightStatement,
    Website,
)
from policies.models.history import LOADED, MODELS, Model, Records, history_of, links_of
from policies.workplace.wording import Difference

PAGE = 50
FROM_FILE = "fil"  # stands where a person's number would
# The rows that are edited on the page of another record, and the column that names it.
BELOW: dict[Model, dict[Model, str]] = {
    Controller: {Party: "controller"},
    ProcessingActivity: {
        Purpose: "activity",
        DataUse: "activity",
        DataSource: "activity",
        RetentionRule: "activity",
    },
    Recipient: {Disclosure: "recipient"},
    Website: {Cookie: "website"},
    Policy: {RightStatement: "policy"},
}
ABOVE = {below: (model, column) for model, rows in BELOW.items() for below, column in rows.items()}
_KINDS = {model._meta.model_name: model for model in MODELS}
_UNTOLD = {"id", "controller", "sources"}

Ref = tuple[str, int]  # the kind of record and the number of the history row


@dataclass(frozen=True)
class Step:
    """A history row with what stood before it."""

    model: Model
    row: Any
    before: Any  # None when it isn't known
    links: dict[str, frozenset[int]]
    links_before: dict[str, frozenset[int]]

    def differences(self) -> list[Difference]:
        """Return what the change did to each field, links last."""
        if self.before is None or self.row.history_type != "~":
            return []
        found: list[Difference] = []
        before: Any
        after: Any
        for field in self.row.tracked_fields:
            before, after = getattr(self.before, field.attname), getattr(self.row, field.attname)
            if field.name not in _UNTOLD and before != after:
                found.append(Difference(field, before, after))
        for link in links_of(self.model):
            before, after = self.links_before[link.name], self.links[link.name]
            if before != after:
                found.append(Difference(link, before, after))
        return found


def kind_of(name: str) -> Model | None:
    """Return the model that is called so in addresses, None when there is none."""
    return _KINDS.get(name)


def of_company(company: Controller, models: Iterable[Model]) -> list[Any]:
    """Return the history rows of a company, a queryset for each kind of record."""
    return [
        history_of(model).filter(**{_company_column(model): company.pk}).order_by()
        for model in models
    ]


def of_record(record: Any, models: Collection[Model]) -> list[Any]:
    """Return the history rows of a record and of the rows edited on its page."""
    own = history_of(type(record)).filter(id=record.pk).order_by()
    below = BELOW.get(type(record), {})
    return [own] + [
        history_of(model).filter(**{f"{column}_id": record.pk}).order_by()
        for model, column in below.items()
        if model in models
    ]


def without_first_load(rows: list[Any]) -> list[Any]:
    """Leave out the records that a file brought: the company tells of them all."""
    loaded = Q(history_type="+", history_change_reason=LOADED)
    return [r if r.model.instance_type is Controller else r.exclude(loaded) for r in rows]


def by_person(rows: list[Any], person: str) -> list[Any]:
    """Keep what one person changed, or what came FROM_FILE."""
    if person == FROM_FILE:
        return [r.filter(history_change_reason=LOADED) for r in rows]
    return [r.filter(history_user_id=int(person)) for r in rows]


def people(rows: list[Any]) -> list[Any]:
    """Return those who have made these changes."""
    queries = [r.exclude(history_user=None).values_list("history_user_id") for r in rows]
    found = queries[0].union(*queries[1:]) if queries else ()
    return list(get_user_model()._default_manager.filter(pk__in=[pk for (pk,) in found]))


def newest_first(rows: list[Any], count: int, start: int = 0) -> list[Ref]:
    """Return which changes are the newest, in one query."""
    queries = [
        r.annotate(kind=_label(r)).values_list("kind", "history_id", "history_date") for r in rows
    ]
    if not queries:
        return []
    every = queries[0].union(*queries[1:], all=True)
    page = every.order_by("-history_date", "-history_id", "kind")[start : start + count]
    return [(kind, number) for kind, number, _at in page]


def steps_of(refs: Sequence[Ref]) -> dict[Ref, Step]:
    """Return history rows with what stood before each, by kind and number."""
    numbers = defaultdict(set)
    for kind, number in refs:
        numbers[kind].add(number)
    before = _before(numbers)
    rows: dict[Ref, Any] = {}
    for kind, own in numbers.items():
        wanted = own | {before[kind, n] for n in own if before[kind, n]}
        found = history_of(_KINDS[kind]).filter(history_id__in=wanted)
        rows |= {(kind, row.history_id): row for row in found.select_related("history_user")}
    links = _links(rows)
    steps = {}
    for ref in refs:
        model, earlier = _KINDS[ref[0]], (ref[0], before[ref] or 0)
        several = [link.name for link in links_of(model)]
        steps[ref] = Step(
            model,
            rows[ref],
            rows.get(earlier),
            {name: frozenset(links[ref, name]) for name in several},
            {name: frozenset(links[earlier, name]) for name in several},
        )
    return steps


def _before(numbers: dict[str, set[int]]) -> dict[Ref, int | None]:
    """Return the row before each, one query for all kinds."""
    queries = []
    for kind, own in numbers.items():
        rows = history_of(_KINDS[kind]).order_by()
        earlier = rows.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
        newest = earlier.order_by("-history_id").values("history_id")[:1]
        rows = rows.filter(history_id__in=own).annotate(kind=_label(rows), earlier=Subquery(newest))
        queries.append(rows.values_list("kind", "history_id", "earlier"))
    found = queries[0].union(*queries[1:], all=True) if queries else ()
    return {(kind, number): earlier for kind, number, earlier in found}


def _links(rows: dict[Ref, Any]) -> dict[tuple[Ref, str], list[int]]:
    """Return what the links of history rows named, one query for all kinds."""
    queries = []
    for kind, model in _KINDS.items():
        numbers = [number for of_kind, number in rows if of_kind == kind]
        for link in links_of(model) if numbers else ():
            kept: Any = Records.m2m_models[link]
            label = Cast(Value(f"{kind}.{link.name}"), CharField())
            held = kept.objects.filter(history_id__in=numbers).annotate(kind=label)
            there = F(f"{link.m2m_reverse_field_name()}_id")
            queries.append(held.annotate(there=there).values_list("kind", "history_id", "there"))
    links = defaultdict(list)
    for label, number, there in queries[0].union(*queries[1:], all=True) if queries else ():
        kind, _dot, name = label.partition(".")
        links[(kind, number), name].append(there)
    return links


def _label(rows: Any) -> Any:
    return Cast(Value(rows.model.instance_type._meta.model_name), CharField())


def _company_column(model: Model) -> str:
    return "id" if model is Controller else "controller_id"


def page_of(step: Step) -> tuple[Model, int]:
    """Return the record on whose page a changed one is edited: itself, or the one above."""
    if step.model in ABOVE:
        model, column = ABOVE[step.model]
        if above := getattr(step.row, f"{column}_id"):  # a retention rule may go for everything
            return model, above
    return step.model, step.row.id
