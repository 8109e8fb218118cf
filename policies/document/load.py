"""Write a register into the tables. Rows that are alike already are left alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from policies.document.base import Frozen, Value
from policies.document.build import Row, read_links, read_rows
from policies.document.integrity import check
from policies.document.layout import Table, root, tables
from policies.document.schema import Register
from policies.models import Controller

Keys = dict[tuple[type, str], int]


@dataclass
class Change:
    """How many rows were written, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        """Tell whether anything was written."""
        return bool(self.added or self.changed or self.removed)


@transaction.atomic
def load(register: Register) -> Change:
    """Make the tables hold just this register for its company.

    Raises BrokenRegisterError when its records don't fit together; then nothing is written.
    """
    check(register)
    change = Change()
    company = _write_company(register, change)
    before = {t: {r["key"]: r for r in rows} for t, rows in read_rows(company.pk).items()}
    keys: Keys = {}
    stale = []
    for table in tables():
        wanted = list(_rows_of(register, table))
        _write_table(table, wanted, company, before[table], keys, change)
        stale.append((table, before[table].keys() - {v.key for _up, _at, v in wanted}))
    _write_links(register, company, keys, change)
    for table, gone in reversed(stale):
        rows = table.model._default_manager.filter(controller=company, key__in=gone)
        change.removed += len(gone)
        if gone:
            rows.delete()
    return change


def _write_company(register: Register, change: Change) -> Controller:
    columns = {name: _stored(getattr(register, name)) for name in root().plain}
    company = Controller.objects.select_for_update().filter(key=register.key).first()
    if company is None:
        change.added += 1
        return Controller.objects.create(**columns)
    if any(getattr(company, name) != value for name, value in columns.items()):
        for name, value in columns.items():
            setattr(company, name, value)
        company.save()
        change.changed += 1
    return company


def _rows_of(value: Value, table: Table) -> Iterator[tuple[Value, int, Value]]:
    """Yield (record above, position, record) for every record of a table."""
    above = [value] if table.parent is root() or table.parent is None else None
    if above is None:
        above = [row for _up, _at, row in _rows_of(value, table.parent)]  # type: ignore[arg-type]
    for parent in above:
        for position, row in enumerate(getattr(parent, table.name)):
            yield parent, position, row


def _write_table(
    table: Table,
    wanted: list[tuple[Value, int, Value]],
    company: Controller,
    before: dict[str, Row],
    keys: Keys,
    change: Change,
) -> None:
    new = []
    for above, position, value in wanted:
        columns = _columns(table, above, position, value, keys)
        old = before.get(value.key)
        if old is None:
            new.append(table.model(controller=company, **columns))
            continue
        keys[table.model, value.key] = old["id"]
        if any(old[name] != held for name, held in columns.items()):
            table.model(pk=old["id"], controller=company, **columns).save(force_update=True)
            change.changed += 1
    for row in table.model._default_manager.bulk_create(new):
        keys[table.model, row.key] = row.pk  # type: ignore[attr-defined]
    change.added += len(new)


def _columns(table: Table, above: Value, position: int, value: Value, keys: Keys) -> Row:
    columns: Row = {name: _stored(getattr(value, name)) for name in table.plain}
    columns["position"] = position
    for name, model in table.refs.items():
        key = getattr(value, name)
        columns[f"{name}_id"] = None if key is None else keys[model, key]
    if table.parent and table.parent.parent:
        columns[table.parent_column] = keys[table.parent.model, above.key]
    return columns


def _write_links(register: Register, company: Controller, keys: Keys, change: Change) -> None:
    before = read_links(company.pk)
    for table in tables():
        for name, model in table.links.items():
            through, here, there = table.through(name)
            new = []
            for _above, _at, value in _rows_of(register, table):
                pk = keys[table.model, value.key]
                wanted = {keys[model, key] for key in getattr(value, name)}
                held = set(before.get((f"{table.value.kind()}.{name}", pk), ()))
                new += [through(**{here: pk, there: other}) for other in wanted - held]
                if gone := held - wanted:
                    through.objects.filter(**{here: pk, f"{there}__in": gone}).delete()
                    change.removed += len(gone)
            if new:
                through.objects.bulk_create(new)
                change.added += len(new)


def _stored(value: Any) -> Any:
    """Return a field's value as its column holds it: lists for tuples, text for terms."""
    if isinstance(value, tuple):
        return [_stored(item) for item in value]
    if isinstance(value, Frozen):
        return value.model_dump(mode="json", exclude_defaults=True)
    return getattr(value, "value", value)
