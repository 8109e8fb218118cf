"""Deleting, and why what is in use isn't deleted."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest

from policies.workplace.uses import refusals


class DeletedWhenUnused:
    """Refuses to delete what others name, from the record's page and from the list alike."""

    delete_confirmation_template: Any = "admin/record_delete.html"
    delete_selected_confirmation_template: Any = "admin/record_delete_selected.html"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Put our sentences where Django lists what protects a record."""
        options: Any = super()
        going, numbers, lacking, protected = options.get_deleted_objects(objs, request)
        return going, numbers, lacking, refusals(list(objs)) or protected


class RowsDeletedWhenUnused:
    """Refuses to delete rows of a page that others name. A part of the rows' formset."""

    def clean(self) -> None:
        """Say which of the rows that are ticked for deletion are in use, and where."""
        formset: Any = self
        super().clean()  # type: ignore[misc]
        ticked = (f for f in formset.initial_forms if f.cleaned_data.get(DELETION_FIELD_NAME))
        going = [form.instance for form in ticked if form.instance.pk]
        if found := refusals(going):
            raise ValidationError([refusal.text for refusal in found])
