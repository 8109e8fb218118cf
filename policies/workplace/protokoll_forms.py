"""What people choose on the page «Protokoll»: how much, of which day, and what to look at."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.document import terms as t
from policies.exports.sheets import Choice, Protokoll, Row, Scope, Sheet, Variant, unknown
from policies.workplace.deliver import Form, Order
from privacyhub.audit.filters import DayField

UNKNOWN = "ikke-avklart"
SHOW = "vis"  # in place of a file
_NARROWING = ("status", "rolle", "eier", "lov")
_VARIANTS = [
    (Variant.WHOLE.value, gettext_lazy("alle felt")),
    (Variant.MANDATORY.value, gettext_lazy("bare det art. 30 krever")),
]
_SCOPES = [
    (Scope.APPROVED.value, gettext_lazy("bare dem i bruk")),
    (Scope.EVERY.value, gettext_lazy("alle, med status")),
]


class ChoiceForm(forms.Form):
    """How much is told, of which activities, on which day; what isn't chosen is as usual."""

    felt = forms.ChoiceField(label=gettext_lazy("Felt"), required=False, choices=_VARIANTS)
    behandlinger = forms.ChoiceField(
        label=gettext_lazy("Behandlinger"), required=False, choices=_SCOPES
    )
    dag = DayField(
        label=gettext_lazy("Dag"),
        help_text=gettext_lazy("Slik registeret sto da dagen var over. La stå tomt for i dag."),
    )

    def clean_dag(self) -> date:
        """Take today when no day is chosen, and refuse one to come."""
        today = timezone.localdate()
        day: date = self.cleaned_data["dag"] or today
        if day > today:
            raise forms.ValidationError(_("Dagen har ikke vært ennå. Velg i dag eller en dag før."))
        return day

    @property
    def choice(self) -> Choice:
        """Return what was chosen."""
        held = self.cleaned_data
        variant = Variant(held["felt"]) if held["felt"] else Variant.WHOLE
        scope = Scope(held["behandlinger"]) if held["behandlinger"] else Scope.APPROVED
        return Choice(variant, scope)

    @property
    def day(self) -> date:
        """Return the day that was chosen."""
        found: date = self.cleaned_data["dag"]
        return found


class PreviewForm(ChoiceForm):
    """What the preview shows of it; the files hold everything."""

    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    rolle = forms.ChoiceField(label=gettext_lazy("Rolle"), required=False)
    eier = forms.ChoiceField(label=gettext_lazy("Ansvarlig"), required=False)
    lov = forms.ChoiceField(label=gettext_lazy("Behandlingsgrunnlag"), required=False)

    def __init__(self, *args: Any, owners: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("alle"))]
        for name, terms in (
            ("status", t.ActivityStatus.choices),
            ("rolle", [*t.ProcessingRole.choices, (UNKNOWN, unknown())]),
            ("eier", [*((owner, owner) for owner in owners), (UNKNOWN, unknown())]),
            ("lov", [*t.LegalBasis.choices, (UNKNOWN, unknown())]),
        ):
            field: Any = self.fields[name]
            field.choices = [*every, *terms]

    @property
    def choosing(self) -> list[forms.BoundField]:
        """Return the fields that the files follow too."""
        return [self[name] for name in ("felt", "behandlinger", "dag")]

    @property
    def narrowing(self) -> list[forms.BoundField]:
        """Return the fields that only what is shown follows."""
        return [self[name] for name in _NARROWING]

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything of that is chosen."""
        return any(self.data.get(name) for name in _NARROWING)

    def shown(self, sheet: Sheet) -> tuple[Row, ...]:
        """Return the rows of a sheet that fit the filters; those of other sheets all do."""
        asked = {
            name: "" if value == UNKNOWN else value
            for name in _NARROWING
            if (value := self.cleaned_data.get(name))
        }
        if not asked or not any(row.status for row in sheet.rows):
            return sheet.rows
        return tuple(row for row in sheet.rows if _fits(row, asked))


class OrderForm(PreviewForm):
    """Which file is wanted; or that the page is to be shown anew."""

    form = forms.ChoiceField(
        choices=[(word, word) for word in (SHOW, *Form)],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Velg hva du vil laste ned.")
        ),
    )
    ark = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def order(self, url: str) -> Order:
        """Return what is ordered."""
        held = self.cleaned_data
        return Order(Form(held["form"]), self.day, self.choice, held["ark"], url)


def _fits(row: Row, asked: dict[str, str]) -> bool:
    held: dict[str, tuple[str, ...]] = {
        "status": (row.status,),
        "rolle": (row.role,),
        "eier": (row.owner,),
        "lov": row.laws,
    }
    return all(value in held[name] for name, value in asked.items())


def sheet_of(protokoll: Protokoll, name: str) -> Sheet:
    """Return the sheet that is asked for, the first when there is none of that name."""
    found = (sheet for sheet in protokoll.sheets if sheet.id == name)
    return next(found, protokoll.sheets[0])
