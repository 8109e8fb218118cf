"""Lists in the admin that say yes, no and terms in words."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _


class WordsInLists:
    """Shows «Ja» and «Databehandler» where Django shows pictures and small letters."""

    def get_list_display(self, request: Any) -> list[Any]:
        """Put words in the cells that hold a choice."""
        names: Any = super().get_list_display(request)  # type: ignore[misc]
        model: Any = self.model  # type: ignore[attr-defined]
        return [_in_words(model, name) for name in names]

    def get_action_choices(self, request: Any, *_default: Any) -> Any:
        """Say what the first, empty choice is for."""
        found: Any = super()
        return found.get_action_choices(request, [("", _("Velg handling"))])


def _in_words(model: Any, name: Any) -> Any:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    if isinstance(field, models.BooleanField):
        return _cell(field, lambda value: _("Ja") if value else _("Nei"))
    if field.choices and not field.is_relation:
        labels = dict(field.flatchoices)
        return _cell(field, lambda value: capfirst(str(labels.get(value, value))))
    return name


def _cell(field: Any, told: Callable[[Any], str]) -> Any:
    def cell(row: models.Model) -> str | None:
        value = getattr(row, field.name)
        return told(value) if value not in (None, "") else None

    shown: Any = cell
    shown.__name__ = field.name
    shown.short_description = field.verbose_name
    shown.admin_order_field = field.name
    return shown
