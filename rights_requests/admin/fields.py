"""Fields of the forms that staff fill in, each by the rule of the column that it goes to."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from policies.models.fields import AsValue
from privacyhub.audit.filters import DayField


def line(label: Any, *, kind: str = "Line", **about: Any) -> forms.CharField:
    """Return a field of one line."""
    return forms.CharField(label=label, max_length=300, validators=[AsValue(kind)], **about)


def prose(label: Any, *, rows: int = 3, **about: Any) -> forms.CharField:
    """Return a field of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return Prose(label=label, max_length=5000, validators=[AsValue("Text")], widget=widget, **about)


class Prose(forms.CharField):
    """Text with line ends as files have them; browsers send others."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text


def choice(
    label: Any, vocabulary: Any, *, required: bool = True, **about: Any
) -> forms.ChoiceField:
    """Return a choice between terms; `vocabulary` is a class of them, or some."""
    terms = list(vocabulary)
    choices = [(term.value, capfirst(str(term.label))) for term in terms]
    blank = [("", _("Velg …"))] if required else [("", _("Ingen"))]
    return forms.ChoiceField(label=label, choices=[*blank, *choices], required=required, **about)


def day(label: Any, **about: Any) -> DayField:
    """Return a day; empty is today."""
    return DayField(label=label, **about)


def yes(label: Any, **about: Any) -> forms.BooleanField:
    """Return a box to tick, which need not be."""
    return forms.BooleanField(label=label, required=False, **about)
