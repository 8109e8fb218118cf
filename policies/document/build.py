"""Build a register from the tables: one query a table and one for all links.

The number of queries doesn't depend on how much a company has registered.
"""

from collections import defaultdict
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast

from policies.document.layout import Table, root, tables
from policies.document.schema import Register
from policies.models import Controller

Row = dict[str, Any]


def build(key: str) -> Register:
    """Return the register of the company with this key.

    Raises Controller.DoesNotExist when there is none.
    """
    company: Row = dict(Controller.objects.filter(key=key).values().get())
    rows = read_rows(company["id"])
    links = read_links(company["id"])
    keys = {(t.model, row["id"]): row["key"] for t in tables() for row in rows[t]}
    below = _group(rows)
    return Register.model_validate(_assemble(root(), company, below, keys, links))


def read_rows(company_id: int) -> dict[Table, list[Row]]:
    """Return every row of the company by table, in the order they are shown."""
    return {
        table: list(
            table.model._default_manager.filter(controller_id=company_id)
            .order_by("position", "id")
            .values(*table.columns)
        )
        for table in tables()
    }


def read_links(company_id: int) -> dict[tuple[str, int], list[int]]:
    """Return what each link names, by (table and field, row), in one query."""
    queries = []
    for table in tables():
        for name in table.links:
            through, here, there = table.through(name)
            label = Value(f"{table.value.kind()}.{name}", output_field=CharField())
            source = next(f.name for f in through._meta.fields if f.attname == here)
            queries.append(
                through.objects.filter(**{f"{source}__controller_id": company_id})
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
