"""What is asked of those who erase a company."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from policies.models import Controller
from policies.models.fields import AsValue


class ReasonForm(forms.Form):
    """Why; it is what will be left, so it names nobody."""

    reason = forms.CharField(
        label=_("Hvorfor skal virksomheten slettes?"),
        help_text=_(
            "Teksten blir stående etter slettingen. Ikke skriv navn på personer eller virksomheten."
        ),
        max_length=1000,
        validators=[AsValue("Text")],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv hvorfor.")},
    )

    def __init__(self, company: Controller, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company

    def clean_reason(self) -> str:
        """Refuse a text that names the company, or somebody beside it."""
        reason: str = self.cleaned_data["reason"]
        for name in self._names():
            if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", reason, re.IGNORECASE):
                raise ValidationError(
                    _("Teksten blir stående. Ta bort «%(name)s».") % {"name": name}
                )
        return reason

    def _names(self) -> list[str]:
        company = self.company
        own = [company.name, *company.other_names, company.email, company.identifier_number]
        people = company.parties.values_list("name", "email")
        return [*own, company.key, *(name for person in people for name in person)]


class ConfirmForm(forms.Form):
    """The company's address, typed by hand: nobody erases the wrong one by a slip."""

    typed = forms.CharField(
        label=_("Skriv virksomhetens adresse for å bekrefte"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Skriv adressen.")},
    )

    def __init__(self, company: Controller, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company
        about = _("Adressen er «%(key)s».") % {"key": company.key}
        self.fields["typed"].help_text = about

    def clean_typed(self) -> str:
        """Accept the address alone."""
        typed: str = self.cleaned_data["typed"]
        if typed.strip().strip("/") != self.company.key:
            raise ValidationError(
                _("Det er ikke adressen. Skriv «%(key)s».") % {"key": self.company.key}
            )
        return typed
