"""Write a register into the tables. Rows that are alike already are left alone."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from policies.document.base import Frozen, Value
from policies.document.build import Row, read_links, read_rows
from policies.document.integrity import BrokenRegisterError, check
from policies.document.layout import Model, Table, root, tables
from policies.document.schema import Register
from policies.models import Controller
from policies.models.history import LOADED, because, remember


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
@because(LOADED)
def load(register: Register) -> Change:
    """Make the tables hold just this register for its company.

    Raises BrokenRegisterError when its records don't fit together, or when it leaves out a
    policy that is published; then nothing is written.
    """
    check(register)
    change = Change()
    company = _write_company(register, change)
    writing = _Writing(register, company, change)
    before = {t: {r["key"]: r for r in rows} for t, rows in read_rows(company.pk).items()}
    for table in tables():
        writing.write(table, before[table])
    writing.link()
    writing.remember()
    for table in reversed(tables()):
        writing.remove(table, before[table])
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


def _records(register: Register, table: Table) -> Iterator[tuple[Value, int, Value]]:
    """Yield (record above, position, record) for every record of a table."""
    above: Iterator[Value] = iter((register,))
    if table.parent and table.parent is not root():
        above = (record for _up, _at, record in _records(register, table.parent))
    for parent in above:
        for position, record in enumerate(getattr(parent, table.name)):
            yield parent, position, record


class _Writing:
    """One load under way: what is written, and which row each record got."""

    def __init__(self, register: Register, company: Controller, change: Change) -> None:
        self.register = register
        self.company = company
        self.change = change
        self.rows: dict[tuple[Model, str], int] = {}
        self.added: dict[Table, list[Any]] = defaultdict(list)
        self.changed: dict[Table, dict[int, Any]] = defaultdict(dict)
        self.relinked: dict[Table, set[int]] = defaultdict(set)

    def write(self, table: Table, before: dict[str, Row]) -> None:
        """Insert the table's new records together, and update those that changed."""
        new = []
        for above, position, value in _records(self.register, table):
            columns = self._columns(table, above, position, value)
            old = before.get(value.key)
            if old is None:
                new.append(table.model(controller=self.company, **columns))
                continue
            self.rows[table.model, value.key] = old["id"]
            if any(old[name] != held for name, held in columns.items()):
                row: Any = table.model(pk=old["id"], controller=self.company, **columns)
                row.skip_history_when_saving = True  # until its links are written too
                row.save(force_update=True)
                self.changed[table][row.pk] = row
                self.change.changed += 1
        made: Any = table.model._default_manager.bulk_create(new)
        self.rows |= {(table.model, row.key): row.pk for row in made}
        self.added[table] = list(made)
        self.change.added += len(new)

    def _columns(self, table: Table, above: Value, position: int, value: Value) -> Row:
        columns: Row = {name: _stored(getattr(value, name)) for name in table.plain}
        columns["position"] = position
        for name, model in table.refs.items():
            key = getattr(value, name)
            columns[f"{name}_id"] = None if key is None else self.rows[model, key]
        if table.parent and table.parent is not root():
            columns[table.parent_column] = self.rows[table.parent.model, above.key]
        return columns

    def link(self) -> None:
        """Make every link between records as the register has it."""
        before = read_links(self.company.pk)
        for table in tables():
            for name in table.links:
                self._link(table, name, before)

    def _link(self, table: Table, name: str, before: dict[tuple[str, int], list[int]]) -> None:
        through, here, there = table.through(name)
        new = []
        for _above, _at, value in _records(self.register, table):
            pk = self.rows[table.model, value.key]
            wanted = {self.rows[table.links[name], key] for key in getattr(value, name)}
            held = set(before.get((f"{table.value.kind()}.{name}", pk), ()))
            new += [through(**{here: pk, there: other}) for other in sorted(wanted - held)]
            if gone := held - wanted:
                through.objects.filter(**{here: pk, f"{there}__in": gone}).delete()
                self.change.removed += len(gone)
            if wanted != held:
                self.relinked[table].add(pk)
        through.objects.bulk_create(new)
        self.change.added += len(new)

    def remember(self) -> None:
        """Write what was added and changed into the history, links and all."""
        for table in tables():
            added, changed = self.added[table], self.changed[table]
            others = self.relinked[table] - changed.keys() - {row.pk for row in added}
            if others:
                held = table.model._default_manager.filter(controller=self.company)
                changed |= {row.pk: row for row in held if row.pk in others}
            remember(added, changed.values(), reason=LOADED)

    def remove(self, table: Table, before: dict[str, Row]) -> None:
        """Delete the rows that the register no longer has."""
        gone = before.keys() - {value.key for _up, _at, value in _records(self.register, table)}
        if gone:
            rows = table.model._default_manager.filter(controller=self.company, key__in=gone)
            self.change.removed += len(gone)
            try:
                rows.delete()
            except ProtectedError as error:
                message = _("%(keys)s er publisert, og kan ikke fjernes fra registeret.")
                about = {"keys": ", ".join(sorted(gone))}
                raise BrokenRegisterError([((table.name,), message % about)]) from error


def _stored(value: Any) -> Any:
    """Return a field's value as its column holds it: lists for tuples, text for terms."""
    if isinstance(value, tuple):
        return [_stored(item) for item in value]
    if isinstance(value, Frozen):
        return value.model_dump(mode="json", exclude_defaults=True)
    return getattr(value, "value", value)
