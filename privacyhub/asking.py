"""What a form says about a field that must be filled in: what to write or choose."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Asking(forms.BaseForm):
    """Says «Skriv navn.» and «Velg rolle.» where Django says that a field is required."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = asked(field)


def asked(field: forms.Field) -> str:
    """Return what to do about a field that was left empty; one without a label nobody fills in."""
    if field.label is None:
        return str(_("Noe mangler i skjemaet. Last siden på nytt, og prøv igjen."))
    chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    sentence = _("Velg %(what)s.") if chosen else _("Skriv %(what)s.")
    label = str(field.label)
    if label.endswith("?"):
        return str(_("Velg et svar.") if chosen else _("Skriv et svar."))
    what = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return str(sentence) % {"what": what}
