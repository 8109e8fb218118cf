"""What people don't write: a new record's key, and its place after those before it."""

from typing import Any

from django.db.models import Max

from policies.document.layout import tables
from policies.document.naming import key_for
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
