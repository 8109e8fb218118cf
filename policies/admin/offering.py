"""What the choices of one form are: what its record names already, and what else is in use."""

from typing import Any

from django.db.models import Q

from policies.admin.choices import OneRecord, SeveralRecords, named_already
from policies.admin.inplace import NewRecipientField, RecipientChoice, new_recipients
from policies.admin.items import Suggestions, suggest
from policies.models.register import Part


def prepare_choices(form: Any, above: Any) -> None:
    """Offer what is in use, and what the form's record names already."""
    for name, field in form.fields.items():
        if isinstance(field, OneRecord | SeveralRecords):
            field.chosen = named_already(form, name)
            if form.above is None:
                field.queryset = _own(form.instance, field)
        if isinstance(field, RecipientChoice | NewRecipientField):
            field.page = new_recipients(above)
    if form.above is None and "items" in form.fields:
        suggest(form, Suggestions(getattr(form.instance, "controller", None)))


def _own(record: Any, field: Any) -> Any:
    """Leave out what is ended, and parts of other activities, but for what is chosen."""
    records, chosen = field.queryset, Q(pk__in=field.chosen)
    if hasattr(records.model, "ended_on"):
        records = records.filter(Q(ended_on__isnull=True) | chosen)
    if record.pk and issubclass(type(record), Part) and issubclass(records.model, Part):
        records = records.filter(Q(activity=record.activity_id) | chosen)
    return records
