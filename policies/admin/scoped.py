"""What the fields of every form have in common: choices of one company, and room to write."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AdminTextareaWidget,
    AdminTextInputWidget,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from policies.admin.choices import Boxes, OneRecord, SeveralRecords
from policies.admin.dates import WrittenDate
from policies.admin.finding import (
    FindOne,
    FindSeveral,
    FindSeveralWidget,
    are_many,
    found_by_writing,
)
from policies.admin.inplace import RecipientChoice
from policies.models import DataUse, Recipient, Record
from policies.models.fields import ItemsField, LineField, ProseField
from policies.workplace.active import active_company

# Wide enough to read what is written, low enough to see the rest of the form.
BOXES: Any = {
    models.DateField: {
        "form_class": WrittenDate,
        "widget": AdminDateWidget(attrs={"placeholder": " "}),
    },
    ProseField: {"widget": AdminTextareaWidget(attrs={"rows": 3, "placeholder": " "})},
    LineField: {
        "widget": AdminTextInputWidget(attrs={"class": "vLargeTextField", "placeholder": " "})
    },
}


class ScopedChoices:
    """Offers only the records of the active company."""

    def scoped(self, db_field: Any, request: HttpRequest, kwargs: dict[str, Any]) -> None:
        """Narrow the choices of a field to the active company."""
        if issubclass(db_field.related_model, Record):
            records = named(db_field.related_model._default_manager.all())
            kwargs["queryset"] = records.filter(controller=active_company(request))

    def is_found(self, db_field: Any, request: HttpRequest) -> bool:
        """Tell whether the records that a field may name are too many to list."""
        return are_many(db_field.related_model, request)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Leave out the icons that open new windows."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
            field.widget.choices = field.choices
        if isinstance(db_field, ItemsField) and db_field.vocabulary:
            field.widget = Boxes(choices=field.choices)
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Scope single choices."""
        self.scoped(db_field, request, kwargs)
        is_found = self.is_found(db_field, request)
        of_recipient = db_field.related_model is Recipient
        form_class = RecipientChoice if of_recipient else OneRecord
        kwargs["form_class"] = FindOne if is_found else form_class
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        if is_found:
            found_by_writing(field, db_field, self.admin_site, request)  # type: ignore[attr-defined]
        if isinstance(field, forms.ModelChoiceField) and not db_field.remote_field.parent_link:
            field.empty_label = str(_("Velg …") if field.required else _("Ikke avklart"))
        return field

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Scope several choices, as boxes to tick."""
        self.scoped(db_field, request, kwargs)
        is_found = self.is_found(db_field, request)
        form_class, widget = (
            (FindSeveral, FindSeveralWidget) if is_found else (SeveralRecords, Boxes)
        )
        kwargs |= {"form_class": form_class, "widget": widget()}
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
        if is_found:
            found_by_writing(field, db_field, self.admin_site, request)  # type: ignore[attr-defined]
        if field is not None:
            field.help_text = db_field.help_text
        return field


# What the names of records are made of, beyond their own columns.
NAMED_BY: dict[Any, tuple[str, ...]] = {DataUse: ("category",)}


def named(records: Any) -> Any:
    """Bring along what the names of records are made of."""
    parts = NAMED_BY.get(records.model)
    return records.select_related(*parts) if parts else records
