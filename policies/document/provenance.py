"""From a field of a record to the lines in the source that support it."""

from collections.abc import Iterator
from enum import Enum
from typing import Any, TypedDict

from policies.document.base import Span, Value
from policies.document.schema import Register


class Statement(TypedDict):
    """One span: where it stands in the source, and which field it supports."""

    file: str
    lines: list[int]
    record: str
    field: str
    value: str


def statements(register: Register) -> Iterator[Statement]:
    """Yield a statement for every span of the register, in the order of the records."""
    files = {document.key: document.file for document in register.documents}
    for value in register.walk():
        for span in value.sources:
            yield {
                "file": files.get(span.document, span.document),
                "lines": list(span.lines),
                "record": value.record,
                "field": span.field,
                "value": stated_value(value, span),
            }


def stated_value(value: Value, span: Span) -> str:
    """Return the value as the source states it, else as the field holds it."""
    return span.stated or _shown(span.item or getattr(value, span.field))


def retold(sources: list[Any], before: dict[str, Any], after: dict[str, Any]) -> list[Any]:
    """Return the spans (as JSON) that still hold after an edit of their record.

    A changed field keeps what the source states as `stated`; an item that is gone, or a
    field that is emptied, no longer stands on its lines.
    """
    kept = []
    for span in sources:
        name, item = span["field"], span.get("item", "")
        now = after.get(name)
        if name not in after or now == before.get(name):
            kept.append(span)
        elif now in (None, "", [], ()) or (item and item not in now):
            continue
        elif item or span.get("stated"):
            kept.append(span)
        else:
            kept.append({**span, "stated": _shown(before.get(name))})
    return kept


def _shown(held: Any) -> str:
    return str(held.label) if isinstance(held, Enum) and hasattr(held, "label") else str(held)
