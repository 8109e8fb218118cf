"""Everything that is wrong with a form, on one list that leads to each field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.text import Truncator, capfirst

_NAME_LENGTH = 60


@dataclass(frozen=True)
class Fault:
    """What is wrong, and the address on the page where it is mended."""

    text: str
    href: str


def faults(context: Any) -> list[Fault]:
    """Return what is wrong with a record's form and the rows on it, as the page has them."""
    form = context["adminform"].form
    found = list(_of_form(form, f"#{context['opts'].model_name}_form", ""))
    for inline in context["inline_admin_formsets"]:
        found += _of_rows(inline)
    return found


def _of_rows(inline: Any) -> Iterator[Fault]:
    rows = inline.formset
    kind = capfirst(str(inline.opts.verbose_name))
    for error in rows.non_form_errors():
        yield Fault(str(error), f"#{rows.prefix}-group")
    for number, form in enumerate(rows.forms, start=1):
        name = Truncator(str(form.instance)).chars(_NAME_LENGTH) if form.instance.pk else ""
        row = f"{kind} «{name}»" if name else f"{kind} {number}"
        yield from _of_form(form, f"#{rows.prefix}-{number - 1}", row)


def _of_form(form: Any, place: str, row: str) -> Iterator[Fault]:
    for name, errors in form.errors.as_data().items():
        bound = None if name == NON_FIELD_ERRORS else form[name]
        for error in errors:
            label = bound.label if bound and error.code != "required" else ""
            for message in error.messages:
                text = ": ".join(str(part) for part in (row, label, message) if part)
                yield Fault(text, place_of(bound) or _first(form) or place)


def place_of(bound: Any) -> str:
    """Return the address of a field, of the group when it has several boxes."""
    return f"#{bound.id_for_label or bound.auto_id}" if bound and not bound.is_hidden else ""


def _first(form: Any) -> str:
    return next((place_of(bound) for bound in form.visible_fields()), "")
