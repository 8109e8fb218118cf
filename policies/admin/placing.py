"""What people don't write: a new record's key, and its place after those before it."""

from typing import Any

from django.db.models import Max

from policies.document.naming import key_for
from policies.models.record import MAX_POSITION


def place(record: Any, *, is_placed: bool = False) -> None:
    """Give a new record a key that is free, and the last place unless somebody chose one."""
    kin = type(record)._default_manager.filter(controller=record.controller)
    if not record.key or kin.filter(key=record.key).exists():
        record.key = key_for(str(record), set(kin.values_list("key", flat=True)))
    if not is_placed:
        last = kin.aggregate(last=Max("position"))["last"]
        record.position = 0 if last is None else min(last + 1, MAX_POSITION)
