"""History rows as Norwegian sentences: who changed what, from what to what, and when.

A page of changes takes the same few queries however many they are: which changes, what stood
before each, the rows of each kind, their links, and one for the names of each kind.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import CharField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

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
    RightStatement,
    Term,
    Website,
)
from policies.models.history import LOADED, MODELS, UNDONE, Model, Records, history_of, links_of
from policies.workplace.wording import Difference, named, told_as

PAGE = 50
FROM_FILE = "fil"  # stands where a person's number would
# The rows that are edited on the page of another record, and the column that names it.
BELOW: dict[Model, dict[Model, str]] = {
    Controller: {Party: "controller"},
    ProcessingActivity: {Purpose: "activity", DataUse: "activity", DataSource: "activity"},
    Recipient: {Disclosure: "recipient"},
    Website: {Cookie: "website"},
    Policy: {RightStatement: "policy"},
}
ABOVE = {below: (model, column) for model, rows in BELOW.items() for below, column in rows.items()}
_KINDS = {model._meta.model_name: model for model in MODELS}
_UNTOLD = {"id", "controller", "sources"}

Ref = tuple[str, int]  # the kind of record and the number of the history row


@dataclass(frozen=True)
class Change:
    """One change: who did what to which record, and each field from what to what."""

    ref: Ref
    at: datetime
    sentence: str
    details: tuple[str, ...]
    href: str
    can_be_undone: bool

    @property
    def moment(self) -> str:
        """Return «22.11.2026 kl. 15.10»."""
        return timezone.localtime(self.at).strftime("%d.%m.%Y kl. %H.%M")

    @property
    def text(self) -> str:
        """Return the whole change as one sentence."""
        return f"{self.sentence}. {'. '.join(self.details)}".strip(". ") + "."

    @property
    def undo_href(self) -> str:
        """Return where the change is undone; empty when it can't be."""
        return reverse("admin:history-undo", args=self.ref) if self.can_be_undone else ""


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


def told(refs: Sequence[Ref]) -> list[Change]:
    """Return changes in words, in the order they are asked for."""
    steps = steps_of(refs)
    names = Names(steps.values())
    return [_told(ref, steps[ref], names) for ref in refs]


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


class Names:
    """What records are called now; what is gone is called what it was when it went."""

    def __init__(self, steps: Iterable[Step]) -> None:
        wanted: dict[Model, set[int]] = defaultdict(set)
        for step in steps:
            model, pk = page_of(step)
            wanted[model].add(pk)
            if step.model is DataUse:
                wanted[Term].add(step.row.category_id)
            for difference in step.differences():
                if difference.target:
                    wanted[difference.target] |= difference.records
        self.living: dict[Model, dict[int, str]] = {}
        self.gone: dict[Model, dict[int, str]] = {}
        for model, pks in wanted.items():
            self._look_up(model, pks - {None})

    def _look_up(self, model: Model, pks: set[int]) -> None:
        found = model._default_manager.filter(pk__in=pks)
        if model is DataUse:
            found = found.select_related("category")
        self.living[model] = {record.pk: named(record) for record in found}
        self.gone[model] = {}
        if missing := pks - self.living[model].keys():
            rows = history_of(model).filter(id__in=missing).order_by("history_id")
            self.gone[model] = {row.id: named(row.instance, _unknown_category) for row in rows}

    def __call__(self, model: Model, pk: int) -> str:
        """Return a record's name."""
        return self.living[model].get(pk) or self.gone[model].get(pk) or _("ukjent")


def _unknown_category(_pk: int) -> str:
    return _("opplysninger")


def page_of(step: Step) -> tuple[Model, int]:
    """Return the record on whose page a changed one is edited: itself, or the one above."""
    if step.model in ABOVE:
        model, column = ABOVE[step.model]
        return model, getattr(step.row, f"{column}_id")
    return step.model, step.row.id


def _told(ref: Ref, step: Step, names: Names) -> Change:
    row = step.row
    can_be_undone = row.history_type == "-" or bool(step.differences())
    return Change(
        ref=ref,
        at=row.history_date,
        sentence=sentence_of(step, names),
        details=details_of(step, names),
        href=_href(step, names),
        can_be_undone=can_be_undone,
    )


def details_of(step: Step, names: Names) -> tuple[str, ...]:
    """Return each field from what to what, and spans when nothing else changed."""
    if step.row.history_type != "~":
        return ()
    if step.before is None:
        return (_("Det som sto før, er ikke kjent"),)
    details = tuple(told_as(difference, names) for difference in step.differences())
    if not details and step.before.sources != step.row.sources:
        return (_("Kildehenvisningene ble endret"),)
    return details


def sentence_of(step: Step, names: Names) -> str:
    """Return «Kari endret formål «levere varene»»."""
    reason, kind = step.row.history_change_reason or "", step.row.history_type
    sentences = {
        "+": _("%(who)s la til %(what)s"),
        "~": _("%(who)s endret %(what)s"),
        "-": _("%(who)s fjernet %(what)s"),
    }
    undone = {
        "+": _("%(who)s angret en fjerning, og hentet tilbake %(what)s"),
        "~": _("%(who)s angret en endring i %(what)s"),
    }
    sentence = undone.get(kind, sentences[kind]) if reason == UNDONE else sentences[kind]
    return sentence % {"who": _who(step.row), "what": what_of(step, names)}


def _who(row: Any) -> str:
    user, is_loaded = row.history_user, row.history_change_reason == LOADED
    if is_loaded:
        return _("%(who)s (fra fil)") % {"who": user} if user else _("Innlasting fra fil")
    return str(user) if user else _("En ukjent bruker")


def what_of(step: Step, names: Names) -> str:
    """Return the record by its kind and name: «formål «levere varene»»."""
    name = named(step.row.instance, lambda pk: names(Term, pk))
    return f"{step.model._meta.verbose_name} «{name}»"


def _href(step: Step, names: Names) -> str:
    model, pk = page_of(step)
    if pk not in names.living[model]:
        return ""
    try:
        return reverse(f"admin:policies_{model._meta.model_name}_change", args=[pk])
    except NoReverseMatch:
        return ""
