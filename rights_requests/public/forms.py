"""What visitors fill in. Each answer is held to the rule of the column that it ends in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from policies.document.base import LINE_LENGTH, TEXT_LENGTH
from policies.models.fields import AsValue
from rights_requests import national_ids
from rights_requests.actions import Asked
from rights_requests.public.lines import LABELS
from rights_requests.terms import Behalf, Right

_TOO_LONG = _("Skriv høyst %(limit_value)d tegn. Nå er det %(show_value)d.")
WAYS = ("email", "phone", "address")
# Where somebody may have written a birth number; a telephone number is only digits too.
FREE = ("name", "address", "known_as", "represented", "text")


class Line(forms.CharField):
    """Text on one line; `kind` is the value's own rule."""

    def __init__(self, kind: str = "Line", **about: Any) -> None:
        super().__init__(**{"required": False, "max_length": LINE_LENGTH, **about})
        self.validators.append(AsValue(kind))
        for validator in self.validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = _TOO_LONG


class Prose(Line):
    """Text of several lines, with line ends as files have them."""

    def __init__(self, rows: int = 4, **about: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__("Text", **{"max_length": TEXT_LENGTH, "widget": widget, **about})

    def to_python(self, value: Any) -> Any:
        """Take what a browser sends as the database holds it."""
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class PublicForm(forms.Form):
    """Looks as the design system's, and speaks to screen readers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **kwargs})
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "ds-input")

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Return each fault with the place where it is mended."""
        return [
            (str(error), self._place(name))
            for name, errors in self.errors.items()
            for error in errors
        ]

    def _place(self, name: str) -> str:
        has_boxes = hasattr(self.fields[name].widget, "option_template_name")
        return f"#id_{name}_0" if has_boxes else f"#id_{name}"

    def numbers_in(self) -> list[str]:
        """Return the names of the fields that a birth number stands in."""
        values = {name: self.cleaned_data.get(name, "") for name in FREE if name in self.fields}
        return [name for name, value in values.items() if national_ids.find(value)]


class Reached(PublicForm):
    """How somebody is reached: any one way is enough."""

    email = Line(
        "Email",
        label=_("E-post"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    phone = Line(
        "Phone", label=_("Telefon"), widget=forms.TextInput(attrs={"autocomplete": "tel",
                                                                   "inputmode": "tel"})
    )  # fmt: skip
    address = Prose(
        3, label=_("Postadresse"), widget=forms.Textarea(attrs={"rows": 3,
                                                               "autocomplete": "street-address"})
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for one way, at the first field."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        typed = any(given.get(name) or name in self.errors for name in WAYS)
        if not typed:
            self.add_error(
                "email", _("Skriv en e-postadresse, et telefonnummer eller en postadresse.")
            )
        return given


class MarketingForm(Reached):
    """Only what is to be stopped: no name, no reason."""

    @property
    def asked(self) -> Asked:
        """Return the answers."""
        given = self.cleaned_data
        return Asked((Right.MARKETING,), **{name: given[name] for name in WAYS})


class RequestForm(Reached):
    """The whole form."""

    rights = forms.MultipleChoiceField(
        label=_("Hva vil du?"),
        choices=tuple((right.value, text) for right, text in LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Velg minst én ting du vil."),
            "invalid_choice": _("Velg blant det som står i listen."),
            "invalid_list": _("Velg blant det som står i listen."),
        },
    )
    on_behalf = forms.ChoiceField(
        label=_("Hvem gjelder det?"),
        choices=(
            (Behalf.SELF.value, _("Meg")),
            (Behalf.CHILD.value, _("Barnet mitt")),
            (Behalf.OTHER.value, _("En annen jeg handler for")),
        ),
        initial=Behalf.SELF.value,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Velg hvem det gjelder."),
            "invalid_choice": _("Velg hvem det gjelder."),
        },
    )
    represented = Line(
        label=_("Navnet på den det gjelder"),
        widget=forms.TextInput(attrs={"placeholder": " "}),  # static/css/rights.css asks for it
        help_text=_("Fyll ut når det ikke gjelder deg selv. Vi spør om fullmakt senere hvis det "
                    "trengs."),
    )  # fmt: skip
    name = Line(label=_("Navn"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    known_as = Line(
        label=_("Hva kjenner vi deg som?"),
        help_text=_("Valgfritt. For eksempel kundenummer eller en gammel e-postadresse."),
    )
    text = Prose(
        6,
        label=_("Med egne ord"),
        help_text=_("Valgfritt. For eksempel hva som er feil, eller hvilken periode det gjelder."),
    )
    field_order = (
        "rights", "on_behalf", "represented", "name", *WAYS, "known_as", "text",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for names, unless only marketing is to stop."""
        given = super().clean()
        is_self = given.get("on_behalf") in {None, Behalf.SELF}
        if not is_self and not given.get("represented") and "represented" not in self.errors:
            self.add_error("represented", _("Skriv navnet på den det gjelder."))
        only_marketing = given.get("rights") == [Right.MARKETING]
        if not given.get("name") and "name" not in self.errors and not only_marketing:
            self.add_error("name", _("Skriv navnet ditt."))
        return given

    @property
    def asked(self) -> Asked:
        """Return the answers."""
        given = {**self.cleaned_data}
        rights = tuple(Right(each) for each in given.pop("rights"))
        behalf = Behalf(given.pop("on_behalf"))
        if behalf == Behalf.SELF:
            given["represented"] = ""
        return Asked(rights, on_behalf=behalf, **given)

    @property
    def sent(self) -> list[tuple[str, str]]:
        """Return every answer as it was typed, to be carried by the next page."""
        return [
            (name, value)
            for name, field in self.fields.items()
            for value in _values(field.widget.value_from_datadict(self.data, self.files, name))
        ]


def _values(value: Any) -> Iterable[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value or "")]


class EntryForm(PublicForm):
    """The way in to a case."""

    reference = forms.CharField(
        label=_("Referanse"),
        max_length=40,
        required=False,
        help_text=_("Står på kvitteringen og i e-postene, for eksempel H‑7KQ2‑M9XD"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("Kode"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )
    text = forms.CharField(max_length=3 * TEXT_LENGTH, required=False, widget=forms.HiddenInput)


class MessageForm(PublicForm):
    """A message from the person."""

    text = Prose(
        5,
        label=_("Skriv en melding"),
        required=True,
        error_messages={"required": _("Skriv det du vil si.")},
    )
