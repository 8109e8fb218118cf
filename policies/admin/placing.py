"""What people don't write: a new record's key and place, and its spans after a change."""

from typing import Any

from django.db.models import Max

from policies.document.layout import tables
from policies.document.naming import key_for
from policies.document.provenance import retold
from policies.models import Controller
from policies.models.fields import TermField
from policies.models.record import MAX_POSITION


def place(record: Any, *, is_placed: bool = False) -> None:
    """Give a new record a key that is free, and the last place unless somebody chose one."""
    kin = type(record)._default_manager.filter(controller=record.controller)
    for wanted in (record.key, key_for(str(record))):
        if wanted and not kin.filter(key=wanted).exists():
            record.key = wanted
            break
    else:
        alike = kin.filter(key__startswith=wanted).values_list("key", flat=True)
        record.key = key_for(str(record), set(alike))
    if not is_placed:
        last = _beside(record, kin).aggregate(last=Max("position"))["last"]
        record.position = 0 if last is None else min(last + 1, MAX_POSITION)


def _beside(record: Any, kin: Any) -> Any:
    """Return the records that a record stands among: below another, those that it has."""
    table = next(table for table in tables() if table.model is type(record))
    above = getattr(record, table.parent_column)
    return kin.filter(**{table.parent_column: above})


def company_of(record: Any) -> Controller:
    """Return the company that a record belongs to, itself when it is one."""
    found: Controller = record if isinstance(record, Controller) else record.controller
    return found


def prepare(record: Any, form: Any) -> None:
    """Set what people don't write: key, place, and spans after a change."""
    if record.pk is None:
        place(record, is_placed="position" in form.changed_data)
    elif record.sources:
        keep_sources(record, form)


def keep_sources(record: Any, form: Any) -> None:
    """Hold the spans of a changed record to what they supported before."""
    before = type(record)._default_manager.get(pk=record.pk)
    names = {span["field"] for span in record.sources}
    after = {name: _held(record, name, form.cleaned_data) for name in names}
    record.sources = retold(record.sources, {n: _held(before, n, {}) for n in names}, after)


def _held(record: Any, name: str, chosen: dict[str, Any]) -> Any:
    """Return what a field holds as statements tell it: labels of terms, keys of records."""
    if name == "address":
        return record.address
    field = record._meta.get_field(name)
    if field.many_to_many:
        return sorted(other.key for other in chosen.get(name, getattr(record, name).all()))
    held = getattr(record, name)
    if field.is_relation:
        return held.key if held else None
    return getattr(record, f"get_{name}_display")() if isinstance(field, TermField) else held
