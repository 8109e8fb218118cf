"""Build a register from the tables: one query a table and one for all links.

The number of queries doesn't depend on how much a company has registered.
"""

import gc
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from policies.document.layout import Model, Table, root, tables
from policies.document.schema import Register
from policies.models import Controller, Disclosure, ProcessingActivity

Row = dict[str, Any]
Kept = dict[Model, QuerySet[Any]]


def build(key: str, activities: Collection[int] | None = None) -> Register:
    """Return the register of the company with this key.

    With `activities`, what concerns other activities alone is left out, and all source spans,
    which may point at it: a register that holds together, for looking at.
    Raises Controller.DoesNotExist when there is no such company.
    """
    company: Row = dict(Controller.objects.filter(key=key).values().get())
    with uncollected():
        kept = {} if activities is None else _about(company["id"], activities)
        rows = read_rows(company["id"], kept)
        if kept:
            for row in (company, *(row for found in rows.values() for row in found)):
                row["sources"] = []
        links = read_links(company["id"], kept)
        keys = {(t.model, row["id"]): row["key"] for t in tables() for row in rows[t]}
        below = _group(rows)
        return Register.model_validate(_assemble(root(), company, below, keys, links))


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave the garbage collector out meanwhile: it would walk all that is built, many times."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _about(company_id: int, activities: Collection[int]) -> Kept:
    """Return which rows concern some activities, of each kind that may concern others alone."""
    found = ProcessingActivity.objects.filter(controller_id=company_id, pk__in=activities)
    kept: Kept = {ProcessingActivity: found.order_by().values("pk")}
    links = Disclosure.activities.through.objects.filter(disclosure=OuterRef("pk"))
    named = links.filter(processingactivity__in=kept[ProcessingActivity])
    for table in tables():
        above = {table.parent_column: table.parent.model} if table.parent else {}
        refs = above | {f"{name}_id": model for name, model in table.refs.items()}
        of_kept = Q()
        for column, model in refs.items():
            if model in kept:
                of_kept &= Q(**{f"{column}__in": kept[model]}) | Q(**{column: None})
        if table.model is Disclosure:  # one with no activities goes for all
            of_kept &= ~Exists(links) | Exists(named)
        if of_kept:
            of_company = table.model._default_manager.filter(controller_id=company_id)
            kept[table.model] = of_company.filter(of_kept).order_by().values("pk")
    return kept


def read_rows(company_id: int, kept: Kept | None = None) -> dict[Table, list[Row]]:
    """Return every row of the company by table, in the order they are shown."""
    return {
        table: list(
            table.model._default_manager.filter(controller_id=company_id)
            .filter(*_within(kept or {}, pk=table.model))
            .order_by("position", "id")
            .values(*table.columns)
        )
        for table in tables()
    }


def _within(kept: Kept, **columns: Model) -> list[Q]:
    """Return the conditions that rows are among those kept, where not all of a kind are."""
    return [Q(**{f"{c}__in": kept[model]}) for c, model in columns.items() if model in kept]


def read_links(company_id: int, kept: Kept | None = None) -> dict[tuple[str, int], list[int]]:
    """Return what each link names, by (table and field, row), in one query."""
    queries = []
    for table in tables():
        for name, other in table.links.items():
            through, here, there = table.through(name)
            label = Value(f"{table.value.kind()}.{name}", output_field=CharField())
            source = next(f.name for f in through._meta.fields if f.attname == here)
            queries.append(
                through.objects.filter(**{f"{source}__controller_id": company_id})
                .filter(*_within(kept or {}, **{here: table.model, there: other}))
                .order_by()
                .values_list(Cast(label, CharField()), F(here), F(there))
            )
    found = defaultdict(list)
    for label, here, there in queries[0].union(*queries[1:], all=True):
        found[label, here].append(there)
    return found


def _group(rows: dict[Table, list[Row]]) -> dict[tuple[Table, int], list[Row]]:
    below = defaultdict(list)
    for table, found in rows.items():
        for row in found:
            above = 0 if table.parent is root() else row[table.parent_column]
            below[table, above].append(row)
    return below


def _assemble(
    table: Table,
    row: Row,
    below: dict[tuple[Table, int], list[Row]],
    keys: dict[tuple[type, int], str],
    links: dict[tuple[str, int], list[int]],
) -> Row:
    value = {name: row[name] for name in table.plain}
    for name, model in table.refs.items():
        pk = row[f"{name}_id"]
        value[name] = None if pk is None else keys[model, pk]
    for name, model in table.links.items():
        named = links.get((f"{table.value.kind()}.{name}", row["id"]), ())
        value[name] = tuple(keys[model, pk] for pk in named)
    for child in table.children:
        above = row["id"] if table.parent else 0
        found = below.get((child, above), ())
        value[child.name] = [_assemble(child, r, below, keys, links) for r in found]
    return value
