"""The form for a request that came by letter, telephone, e-mail or in person; and the routines."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from policies.models import Controller, Policy
from privacyhub.asking import Asking
from rights_requests import actions
from rights_requests import terms as t
from rights_requests.admin.fields import choice, day, line, prose
from rights_requests.errors import RefusedError
from rights_requests.models import Case, Practice
from rights_requests.workflow import Actor


class RegisterForm(Asking, forms.Form):
    """Who asked for what, how, and when it reached the company."""

    channel = choice(_("Hvordan kom den?"), t.BY_STAFF)
    received_on = day(
        _("Når kom den?"),
        help_text=_("Dagen den nådde noen hos dere. Fristen løper derfra. Tomt er i dag."),
    )
    rights = forms.MultipleChoiceField(
        label=_("Hva ber personen om?"),
        choices=[(r.value, capfirst(str(r.label))) for r in t.Right],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én ting.")},
    )
    text = prose(_("Med personens egne ord"), rows=5, required=False)
    name = line(_("Navn"), required=False)
    email = line(_("E-post"), kind="Email", required=False)
    phone = line(_("Telefon"), kind="Phone", required=False)
    address = prose(_("Postadresse"), rows=2, required=False)
    known_as = line(
        _("Kjent hos dere som"),
        required=False,
        help_text=_("For eksempel kundenummer. Ikke skriv fødselsnummer."),
    )
    on_behalf = choice(_("Hvem gjelder det?"), t.Behalf)
    represented = line(_("Navnet på den det gjelder"), required=False)
    policy = forms.ModelChoiceField(
        queryset=Policy.objects.none(),
        label=_("Hvilken personvernerklæring gjelder?"),
        required=False,
        empty_label=_("Den første som er åpen for alle"),
    )

    def __init__(self, company: Controller, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company
        self.initial.setdefault("on_behalf", t.Behalf.SELF)
        policies = Policy.objects.filter(controller=company)
        chosen: Any = self.fields["policy"]
        chosen.queryset = policies
        chosen.label_from_instance = lambda policy: policy.title
        self.fields["rights"].error_messages["required"] = _now("Velg minst én ting.")
        if policies.count() < 2:  # noqa: PLR2004 - nothing to choose between
            del self.fields["policy"]

    def clean(self) -> dict[str, Any]:
        """Want somebody to answer."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        ways = ("name", "email", "phone", "address", "known_as")
        if not any(cleaned.get(way) for way in ways) and not set(ways) & set(self.errors):
            self.add_error("name", _("Skriv hvem det er, eller hvordan dere når personen."))
        return cleaned

    def register(self, by: Actor) -> Case | None:
        """Store the request; None when something must be mended first."""
        if not self.is_valid():
            return None
        said = self.cleaned_data
        ways = ("name", "email", "phone", "address", "known_as", "represented", "text")
        asked = actions.Asked(
            tuple(t.Right(right) for right in said["rights"]),
            on_behalf=t.Behalf(said["on_behalf"]),
            **{way: said[way] for way in ways},
        )
        try:
            return actions.register(
                self.company,
                asked,
                by=by,
                channel=t.Channel(said["channel"]),
                received_on=said["received_on"] or timezone.localdate(),
                policy=said.get("policy"),
            )
        except RefusedError as error:
            self.add_error(error.field or None, error.message)
        except ValidationError as error:
            for name, problems in error.message_dict.items():
                self.add_error(name if name in self.fields else None, problems)
        return None


class PracticeForm(Asking, forms.ModelForm):
    class Meta:
        model = Practice
        fields = ("four_eyes", "clarification_pauses", "internal_days", "mail_name")
