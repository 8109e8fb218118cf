"""How a record's fields are shown to one who may only read them."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.contrib.admin import display
from django.utils.translation import gettext as _

from policies.models.fields import ItemsField
from policies.workplace.wording import term


def legible(fieldsets: Any, told: dict[str, Any]) -> Any:
    """Return the fieldsets with what tells a field in its place; None leaves it out."""
    return [
        (title, {**about, "fields": _once(told.get(name, name) for name in about["fields"])})
        for title, about in fieldsets
    ]


def lists_of(model: Any) -> list[ItemsField]:
    """Return the fields of a kind of record that hold lists."""
    return [column for column in model._meta.fields if isinstance(column, ItemsField)]


@cache
def list_in_words(column: ItemsField) -> Callable[[Any], str]:
    """Return what tells such a field, the same each time."""
    choices = column.vocabulary.choices if column.vocabulary else ()

    @display(description=column.verbose_name)
    def told(record: Any) -> str:
        held = getattr(record, column.name)
        return ", ".join(term(choices, item) for item in held) or _("Ikke avklart")

    told.__name__ = column.name
    return told


def _once(fields: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(field for field in fields if field is not None))
