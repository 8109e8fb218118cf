"""Choices among records, looked up once for all the forms that offer them."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator


class Offered:
    """The records that the forms of one formset may name, by id as it is posted."""

    def __init__(self, records: Any) -> None:
        self.records = records

    @cached_property
    def by_id(self) -> dict[str, Any]:
        """Look them up, the first time that a form asks."""
        return {str(record.pk): record for record in self.records}

    @cached_property
    def names(self) -> list[tuple[Any, str]]:
        """Name them, for the page."""
        return [(record.pk, str(record)) for record in self.by_id.values()]


class OfferedIterator(ModelChoiceIterator):
    """What a select or a list of boxes shows: a query for each only where nothing is shared."""

    def __iter__(self) -> Iterator[Any]:
        field: Any = self.field
        if field.offered is None:
            yield from super().__iter__()
            return
        if field.empty_label is not None:
            yield "", field.empty_label
        yield from field.offered.names


class OneRecord(forms.ModelChoiceField):
    """A choice of one record, among those shared when there are any."""

    iterator = OfferedIterator
    offered: Offered | None = None

    def to_python(self, value: Any) -> Any:
        """Find the record among those shared."""
        if self.offered is None or value in self.empty_values:
            return super().to_python(value)
        return _found(self, self.offered, value)


class SeveralRecords(forms.ModelMultipleChoiceField):
    """A choice of several records, among those shared when there are any."""

    iterator = OfferedIterator
    offered: Offered | None = None

    def clean(self, value: Any) -> Any:
        """Return a list, also of none; look each up among those shared."""
        if self.offered is None or not value or not isinstance(value, list):
            return list(super().clean(value))
        return [_found(self, self.offered, one) for one in dict.fromkeys(value)]


def _found(field: OneRecord | SeveralRecords, offered: Offered, value: Any) -> Any:
    if record := offered.by_id.get(str(value)):
        return record
    message = field.error_messages["invalid_choice"]
    raise ValidationError(message, code="invalid_choice", params={"value": value})
