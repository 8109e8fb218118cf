"""What the admin's forms and cards ask while they are shown."""

import json
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from policies.admin import rendering
from policies.admin.folding import FEW, LEFT, is_left_out, is_open
from policies.workplace.phrases import NEW

register = template.Library()


@register.simple_tag
def group_of_fields(fieldset: Any, level: int = 2) -> SafeString:
    """Return a group of fields; a folded one is open when something stands in it."""
    if is_left_out(fieldset):
        return SafeString("")
    return rendering.group(fieldset, level, is_open(fieldset))


@register.filter
def card_is_open(card: Any) -> bool:
    """Tell whether a card is shown open: a new one, a faulty one, or one of few."""
    few = card.formset.initial_form_count() <= FEW
    return few or card.original is None or bool(card.form.errors)


@register.filter
def hidden_errors(form: Any) -> list[str]:
    """Return the errors of the fields that nobody sees, such as a row's own number."""
    return [said for field in form.hidden_fields() for said in field.errors]


@register.filter
def rows_in_words(formset: Any) -> str:
    """Return what the script that adds rows is told: with our words on its buttons."""
    told = json.loads(formset.inline_formset_data())
    told["options"] |= {"addText": add_text(formset.opts.opts), "deleteText": _("Ta bort")}
    return json.dumps(told)


@register.filter
def add_text(options: Any) -> str:
    """Return «Legg til et formål», of a model's options."""
    about = {"name": options.verbose_name}
    return str(NEW.get(options.model) or _("Legg til ny %(name)s") % about)


@register.simple_tag
def rest_of_row(card: Any) -> SafeString:
    """Return a link to a row's own page, when this page leaves some of its fields out."""
    if not getattr(card.form, "leaves_out", False):
        return SafeString("")
    options = card.original._meta
    return format_html(
        '<input type="hidden" name="{}" value="1"><p class="rest"><a href="{}">{}</a></p>',
        card.form.add_prefix(LEFT),
        reverse(f"admin:policies_{options.model_name}_change", args=[card.original.pk]),
        _("Flere opplysninger, på egen side"),
    )
