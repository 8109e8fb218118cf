"""Choices among records, looked up once for all the forms that offer them."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Row = tuple[str, Any, bool]  # of a list of boxes: value, text, whether it is ticked


class Offered:
    """The records that the forms of a page may name, by id as it is posted."""

    def __init__(self, records: Any, only: Q | None = None) -> None:
        self.records = records
        self.only = only
        self.chosen: frozenset[int] = frozenset()

    def keep(self, chosen: frozenset[int]) -> None:
        """Offer these too, since a record names them already."""
        if self.only is not None and not chosen <= self.chosen:
            self.chosen |= chosen
            for looked_up in ("by_id", "names"):
                self.__dict__.pop(looked_up, None)

    @cached_property
    def by_id(self) -> dict[str, Any]:
        """Look them up, the first time that a form asks."""
        records = self.records
        if self.only is not None:
            records = records.filter(self.only | Q(pk__in=self.chosen))
        return {str(record.pk): record for record in records}

    @cached_property
    def names(self) -> list[tuple[Any, str, bool]]:
        """Name them, for the page, and tell which are ended."""
        records = self.by_id.values()
        return [(r.pk, str(r), bool(getattr(r, "ended_on", None))) for r in records]


def offered_below(above: Any, name: str, records: Any, offered: dict[Any, Offered]) -> Offered:
    """Return what the rows below a record may name in a field: of its parts, only its own.

    Those are looked up once for the page, and kept on the record that it is about.
    """
    if name in offered:
        return offered[name]
    part = next((f for f in records.model._meta.fields if f.name == "activity"), None)
    if part is None or not isinstance(above, part.related_model):
        return offered.setdefault(name, Offered(records))
    page: dict[Any, Offered] = above.__dict__.setdefault("_parts_offered", {})
    own = Q(activity=above) if above.pk else Q(pk__in=())
    return page.setdefault(records.model, Offered(records, own))


class OfferedIterator(ModelChoiceIterator):
    """What a select or a list of boxes shows: a query for each only where nothing is shared."""

    def __iter__(self) -> Iterator[Any]:
        field: Any = self.field
        if field.offered is None:
            yield from super().__iter__()
            return
        if field.empty_label is not None:
            yield "", field.empty_label
        for pk, name, ended in field.offered.names:
            if not ended or pk in field.chosen:
                yield pk, name


class OneRecord(forms.ModelChoiceField):
    """A choice of one record, among those shared when there are any.

    What is ended isn't offered, except to the record that names it already (`chosen`).
    """

    iterator = OfferedIterator
    offered: Offered | None = None
    chosen: frozenset[int] = frozenset()

    def to_python(self, value: Any) -> Any:
        """Find the record among those shared."""
        if self.offered is None or value in self.empty_values:
            return super().to_python(value)
        return _found(self, self.offered, value)


class SeveralRecords(forms.ModelMultipleChoiceField):
    """A choice of several records, among those shared when there are any."""

    iterator = OfferedIterator
    offered: Offered | None = None
    chosen: frozenset[int] = frozenset()

    def clean(self, value: Any) -> Any:
        """Return a list, also of none; look each up among those shared."""
        if self.offered is None or not value or not isinstance(value, list):
            return list(super().clean(value))
        return [_found(self, self.offered, one) for one in dict.fromkeys(value)]


def _found(field: OneRecord | SeveralRecords, offered: Offered, value: Any) -> Any:
    record = offered.by_id.get(str(value))
    if record and (not getattr(record, "ended_on", None) or record.pk in field.chosen):
        return record
    message = field.error_messages["invalid_choice"]
    raise ValidationError(message, code="invalid_choice", params={"value": value})


def named_already(form: Any, name: str) -> frozenset[int]:
    """Return which records the form's own record names in a field, without asking again."""
    if form.instance.pk is None:
        return frozenset()
    held = form.initial.get(name)
    several = held if isinstance(held, list | tuple) else [held]
    numbers: list[Any] = [getattr(one, "pk", one) for one in several if one is not None]
    return frozenset(numbers)


class Boxes(forms.CheckboxSelectMultiple):
    """Boxes to tick. Of many, those that nobody ticked are folded away, but for the first."""

    shown = 12

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Write the list as one piece: a page may have a thousand boxes."""
        ticked = {str(one) for one in value or ()}
        rows = [(str(key), text, str(key) in ticked) for key, text in self.choices]
        if not rows:
            return format_html('<div class="none">{}</div>', _("Ingen å velge mellom ennå."))
        room = max(self.shown - len(ticked), 0)
        first: list[Row] = []
        rest: list[Row] = []
        for row in rows:
            place = first if row[2] or room else rest
            room -= place is first and not row[2]
            place.append(row)
        if len(rows) <= self.shown:
            first, rest = rows, []
        folded = format_html(
            '<details class="more"><summary>{}</summary><div class="boxes">{}</div></details>',
            _("Vis %(number)d til") % {"number": len(rest)},
            _boxes(name, rest),
        )
        about = format_html(' id="{}"', attrs["id"]) if attrs and "id" in attrs else ""
        return format_html(
            '<div{} class="boxes">{}</div>{}', about, _boxes(name, first), folded if rest else ""
        )


def _boxes(name: str, rows: list[Row]) -> SafeString:
    return format_html_join(
        "",
        '<label><input type="checkbox" name="{}" value="{}"{}> {}</label>',
        ((name, key, SafeString(" checked" if on else ""), text) for key, text, on in rows),
    )
