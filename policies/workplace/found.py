"""What a search found, as it is shown: its name, where it is edited, and why it was found."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from policies.document.periods import period_in_words
from policies.models import Controller, Policy, ProcessingActivity, Purpose, Recipient, Website
from policies.models.search import Model, code_fields, text_fields
from policies.workplace.matching import names_in
from policies.workplace.rows import ABOVE
from policies.workplace.wording import named
from policies.workplace.words import Asked, Part, excerpt, is_answer, marked

Ref = tuple[Model, int, int | None]  # the kind, the record, the recipient that it concerns

_WHERE: dict[Model, Any] = {
    ProcessingActivity: gettext_lazy("%(kind)s i behandlingen %(name)s"),
    Recipient: gettext_lazy("%(kind)s til mottakeren %(name)s"),
    Website: gettext_lazy("%(kind)s på nettstedet %(name)s"),
    Policy: gettext_lazy("%(kind)s i erklæringen %(name)s"),
    Purpose: gettext_lazy("%(kind)s for formålet %(name)s"),
}
_OF = ("activity", "purpose")  # what a record may be about, without lying below it


@dataclass(frozen=True)
class Hit:
    """A record that was found."""

    model: Model
    name: tuple[Part, ...]
    href: str
    place: str  # «Formål i behandlingen Nyhetsbrev», when it is a part
    label: str  # the field that answers, when it isn't the name
    text: tuple[Part, ...]
    concerns: str  # the recipient, when that is why it was found


def hits_of(company: Controller, refs: Sequence[Ref], asked: Iterable[Asked]) -> list[Hit]:
    """Return records as hits, in the order they are asked for; one query for each kind."""
    wanted: dict[Model, list[int]] = defaultdict(list)
    for model, pk, recipient in refs:
        wanted[model].append(pk)
        if recipient:
            wanted[Recipient].append(recipient)
    records = {model: _records(company, model, pks) for model, pks in wanted.items()}
    hits = []
    for model, pk, recipient in refs:
        if record := records[model].get(pk):
            concerned = records[Recipient].get(recipient) if recipient else None
            hits.append(_hit(record, tuple(asked), named(concerned) if concerned else ""))
    return hits


def _records(company: Controller, model: Model, pks: list[int]) -> dict[int, Any]:
    own = "pk" if model is Controller else "controller"
    found = model._default_manager.filter(pk__in=pks, **{own: company.pk})
    above = [name for name in (_above(model), *_OF, "category") if _has(model, name)]
    if above:
        found = found.select_related(*above)
    if column := _above(model):
        found = found.annotate(row=_row(model, column))
    return {record.pk: record for record in found}


def _above(model: Model) -> str:
    return ABOVE[model][1] if model in ABOVE else ""


def _has(model: Model, name: str) -> bool:
    return any(f.name == name and f.many_to_one for f in model._meta.fields)


def _row(model: Model, column: str) -> Any:
    """Return which row a record is among its kin on the page where it is edited."""
    kin = model._default_manager.filter(**{column: OuterRef(column)})
    earlier = Q(position__lt=OuterRef("position"))
    earlier |= Q(position=OuterRef("position"), id__lt=OuterRef("id"))
    counted = kin.filter(earlier).order_by().values(column).annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _hit(record: Any, asked: tuple[Asked, ...], concerns: str) -> Hit:
    name = named(record)
    answering = [(f, text) for f, text in _texts(record) if text and is_answer(text, asked)]
    shown = str(record) if is_answer(name, asked) else ""
    others = [(f, text) for f, text in answering if text not in shown]
    field, text = others[0] if others else (None, "")
    return Hit(
        model=type(record),
        name=marked(name, asked),
        href=_href(record, answering[0][0].name if answering else ""),
        place=_place(record),
        label=capfirst(str(field.verbose_name)) if field else "",
        text=excerpt(text, asked),
        concerns="" if _above(type(record)) == "recipient" else concerns,  # the place says it
    )


def _texts(record: Any) -> Iterable[tuple[Any, str]]:
    """Yield the fields that are searched, each as people read it."""
    for field in text_fields(type(record)):
        yield field, _read(field, getattr(record, field.name))
    for field in code_fields(type(record)):
        names = names_in(field)
        held = getattr(record, field.attname)
        values = held if isinstance(held, list) else [held or ""]
        yield field, ", ".join(names.get(str(value), str(value)) for value in values)


def _read(field: Any, held: Any) -> str:
    if isinstance(held, list):
        return " · ".join(held)
    return period_in_words(held) if held and _is_period(field) else str(held)


def _is_period(field: Any) -> bool:
    return getattr(field, "kind", "") == "Duration"


def _href(record: Any, field: str) -> str:
    """Return the page where a record is edited, at the field, or at its row."""
    model = type(record)
    above, column = ABOVE.get(model, (model, "pk"))
    pk = getattr(record, f"{column}_id", None)
    if pk is None:  # it stands by itself, as a retention rule may
        address = reverse(f"admin:policies_{model._meta.model_name}_change", args=[record.pk])
        return f"{address}#id_{field}" if field else address
    rows: Any = model._meta.get_field(column).remote_field
    row = f"{rows.get_accessor_name()}-{record.row}"
    anchor = f"id_{row}-{field}" if field else row
    return f"{reverse(f'admin:policies_{above._meta.model_name}_change', args=[pk])}#{anchor}"


def _place(record: Any) -> str:
    """Return of what a record is a part; empty when it stands by itself."""
    columns = (_above(type(record)), *_OF)
    above = next(filter(None, (getattr(record, name, None) for name in columns if name)), None)
    if above is None or type(above) not in _WHERE:
        return ""
    kind = capfirst(str(record._meta.verbose_name))
    return str(_WHERE[type(above)]) % {"kind": kind, "name": named(above)}
