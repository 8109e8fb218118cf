"""What a record is called among very many: a purpose alone doesn't say whose it is."""

from typing import Any

from django.utils.text import Truncator

from policies.models import DataUse, Purpose

_LENGTH = 120
_PARTS = {Purpose: ("activity",), DataUse: ("activity", "category")}


def labelled(records: Any) -> Any:
    """Bring along what the labels of records are made of."""
    return records.select_related(*_PARTS[records.model]) if records.model in _PARTS else records


def label(record: Any) -> str:
    """Return the record's name, and of a part the activity's too: «levere varer (Salg)»."""
    if type(record) in _PARTS:
        return f"{Truncator(str(record)).chars(_LENGTH)} ({record.activity})"
    return str(record)
