"""Rare fields: folded, and open when something stands in them.

With many rows on a page they are left out of it: each row's own page has them.
"""

from typing import Any

from django.contrib.admin.utils import flatten
from django.core.exceptions import FieldDoesNotExist

LONG = 10  # rows; a page with more leaves out what is rare
FEW = 2  # rows; of more, each card is folded to its name
LEFT = "left"  # what the page says of a row whose rare fields it hasn't
_NOTHING: tuple[Any, ...] = (None, "", False, [], ())


def leave_out_rare(formset: Any, form: Any) -> None:
    """Take a row's rare fields out of a long page, and out of what comes back from it."""
    form.leaves_out = False
    rare = getattr(formset, "rare", ())
    if not rare or form.instance.pk is None:
        return
    if formset.is_bound:
        form.leaves_out = bool(form.data.get(form.add_prefix(LEFT)))
    else:
        form.leaves_out = formset.initial_form_count() > LONG
    if form.leaves_out:
        for name in rare:
            form.fields.pop(name, None)


def rare_fields(fieldsets: Any) -> tuple[str, ...]:
    """Return the names of the fields that are folded."""
    folded = (about for _name, about in fieldsets if "collapse" in about.get("classes", ()))
    return tuple(name for about in folded for name in flatten(about["fields"]))


def is_left_out(fieldset: Any) -> bool:
    """Tell whether a group isn't on this page."""
    return getattr(fieldset.form, "leaves_out", False) and "collapse" in fieldset.classes


def is_open(fieldset: Any) -> bool:
    """Tell whether a folded group has an error, or something in it that nobody sees else."""
    form = fieldset.form
    names = [name for name in flatten(fieldset.fields) if name in form.fields]
    return any(name in form.errors or _is_filled(form, name) for name in names)


def _is_filled(form: Any, name: str) -> bool:
    value = form[name].value()
    if value in _NOTHING or name == "position":
        return False
    try:
        column = form._meta.model._meta.get_field(name)
    except FieldDoesNotExist:
        return True
    return bool(column.many_to_many or str(value) != str(column.get_default()))
