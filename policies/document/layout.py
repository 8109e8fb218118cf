"""How the values lie in tables: read once from the annotations, used by build and load."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_args

from django.db import models

from policies.document.base import Value
from policies.document.schema import Register
from policies.models import Controller

Model = type[models.Model]


@dataclass(frozen=True, eq=False)
class Table:
    """One kind of record: its value, its model, and how its fields are held.

    `plain` are ordinary columns, `refs` foreign keys within the company (field → model),
    `links` many-to-many fields (field → model); `parent` holds the records above it.
    """

    value: type[Value]
    model: Model
    name: str
    parent: "Table | None"
    parent_column: str
    plain: tuple[str, ...]
    refs: dict[str, Model]
    links: dict[str, Model]
    children: "list[Table]" = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """Return the columns that hold a record, its key and place among them."""
        refs = [f"{name}_id" for name in self.refs]
        above = [self.parent_column] if self.parent else []
        return ["id", "position", *above, *self.plain, *refs]

    def through(self, name: str) -> tuple[Any, str, str]:
        """Return the model behind a link and its two columns (this record, the other)."""
        link: Any = self.model._meta.get_field(name)
        return link.remote_field.through, link.m2m_column_name(), link.m2m_reverse_name()


@cache
def root() -> Table:
    """Return the table of companies with every table below it."""
    return _table(Register, Controller, "", None)


@cache
def tables() -> tuple[Table, ...]:
    """Return every table below the company, each before those that refer to it."""
    return tuple(_below(root()))


def _below(table: Table) -> Iterator[Table]:
    for child in table.children:
        yield child
        yield from _below(child)


def _table(value: type[Value], model: Model, name: str, parent: Table | None) -> Table:
    plain, refs, links, rows = [], {}, {}, {}
    for name_of_field, about in value.model_fields.items():
        if "rows" in about.metadata:
            rows[name_of_field] = get_args(about.annotation)[0]
            continue
        held: Any = model._meta.get_field(name_of_field)
        if held.many_to_many:
            links[name_of_field] = held.related_model
        elif held.many_to_one:
            refs[name_of_field] = held.related_model
        else:
            plain.append(name_of_field)
    above = _parent_column(model, parent)
    table = Table(value, model, name, parent, above, tuple(plain), refs, links)
    for accessor, kind in rows.items():
        relation: Any = model._meta.get_field(accessor)
        table.children.append(_table(kind, relation.related_model, accessor, table))
    return table


def _parent_column(model: Model, parent: Table | None) -> str:
    if parent is None:
        return ""
    links = [f for f in model._meta.get_fields() if f.many_to_one]
    found: Any = next(f for f in links if f.related_model is parent.model)
    return f"{found.name}_id"
