"""Columns whose rules the values and the database share."""

from typing import TYPE_CHECKING, Annotated, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.deconstruct import deconstructible
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from pydantic import TypeAdapter
from pydantic import ValidationError as ValueFault

from policies.document import base, schema
from policies.document.periods import period_in_words, written_period

if TYPE_CHECKING:
    from collections.abc import Callable


@deconstructible
class AsValue:
    """Validate a column by the rule of the value that it holds: `Email`, or `Term.dpv`."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __call__(self, value: Any) -> None:
        """Raise ValidationError with the value's own message."""
        try:
            TypeAdapter(self._rule()).validate_python(value)
        except ValueFault as fault:
            reason = fault.errors()[0]
            wrong: Any = reason.get("ctx", {}).get("error") or _MESSAGES.get(self.kind)
            raise ValidationError(str(wrong or _("Verdien stemmer ikke."))) from fault

    def _rule(self) -> Any:
        value, _dot, name = self.kind.rpartition(".")
        if not value:
            return getattr(base, name)
        field = getattr(schema, value).model_fields[name]
        return Annotated[field.annotation, *field.metadata, self.kind]

    def __eq__(self, other: object) -> bool:
        """Compare by kind, so that migrations see no change."""
        return isinstance(other, AsValue) and other.kind == self.kind

    def __hash__(self) -> int:
        """Hash by kind, as equality does."""
        return hash(self.kind)


_MESSAGES = {
    "Host": _("Skriv bare adressen til nettstedet, med små bokstaver: eksempel.no"),
    "Url": _("Skriv hele adressen, og begynn med https://"),
    "Country": _("Skriv landet med to store bokstaver, for eksempel NO."),
    "Key": _("Bruk små bokstaver a–z, tall og bindestrek."),
    "SourceDocument.sha256": _("Skriv de 64 tegnene fra sha256sum: 0–9 og a–f."),
    "Term.dpv": _("Skriv dpv: eller pd: og begrepet, for eksempel pd:EmailAddress."),
    "Cookie.lifetime_seconds": _(
        "Så lenge varer ingen informasjonskapsel. Skriv tiden i sekunder."
    ),
}


class LineField(models.CharField):
    """Text on one line, at most 300 characters. `kind` names the value's rule."""

    def __init__(self, *args: Any, kind: str = "Line", **kwargs: Any) -> None:
        self.kind = kind
        kwargs.setdefault("max_length", base.LINE_LENGTH)
        super().__init__(*args, **kwargs)
        self.validators.append(AsValue(kind))

    def to_python(self, value: Any) -> Any:
        """Take what people write as the value holds it: «5 år» as P5Y, numbers unspaced."""
        text = super().to_python(value)
        if text and self.kind == "Duration":
            return written_period(text)
        return "".join(text.split()) if text and self.kind == "Number" else text

    def formfield(self, **kwargs: Any) -> Any:
        """Show a period as people write it."""
        if self.kind == "Duration":
            kwargs["form_class"] = _Period
        return super().formfield(**kwargs)


class ProseField(models.TextField):
    """Text of several lines, at most 5,000 characters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = base.TEXT_LENGTH
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self._validators: list[Any] = [*self._validators, AsValue("Text")]

    def to_python(self, value: Any) -> Any:
        """Take line ends as files have them; browsers send others."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text

    def deconstruct(self) -> Any:
        """Leave the rule out of migrations: it isn't in the database."""
        name, path, args, kwargs = super().deconstruct()
        for given in ("validators", "max_length", "blank"):
            kwargs.pop(given, None)
        return name, path, args, kwargs


class TermField(models.CharField):
    """One of a closed vocabulary, held by the database too. NULL is "ikke avklart"."""

    def __init__(self, *args: Any, vocabulary: Any = None, values: Any = (), **kwargs: Any) -> None:
        self.values = [str(v) for v in (vocabulary.values if vocabulary else values)]
        kwargs["max_length"] = 30
        if vocabulary:
            kwargs["choices"] = vocabulary.choices
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Write the values, not the labels, which are translated."""
        name, path, args, kwargs = super().deconstruct()
        for given in ("choices", "max_length"):
            kwargs.pop(given, None)
        return name, path, args, {**kwargs, "values": self.values}

    def db_check(self, connection: Any) -> str:
        """Return the condition that the column carries on both engines."""
        allowed = ", ".join(f"'{value}'" for value in self.values)
        return f"{connection.ops.quote_name(self.column)} IN ({allowed})"

    def formfield(self, **kwargs: Any) -> Any:
        """Say «Ikke avklart» where nothing may be chosen, and begin each choice as a label."""
        found: Any = super().formfield(**kwargs)
        if self.choices:
            empty = _("Ikke avklart") if self.null else _("Velg …")
            blank = [("", empty)] if self.null or not self.has_default() else []
            found.choices = [*blank, *labelled(self.choices)]
        return found


def country_field(label: Any, **options: Any) -> Any:
    """Return a column for a country's two letters (ISO 3166-1). NULL is "ikke avklart"."""
    options = {"null": True, "blank": True, "blank_label": _("Ikke avklart"), **options}
    make: Any = CountryField
    return make(verbose_name=label, **options)


def labelled(choices: Any) -> list[tuple[str, str]]:
    """Return choices with a large first letter, as they stand in a form."""
    return [(value, capfirst(label)) for value, label in choices]


class _Period(forms.CharField):
    """A period in words, as long as the words come back as the same period."""

    def prepare_value(self, value: Any) -> Any:
        try:
            words = period_in_words(value or "")
        except ValueError:  # being written, or nothing
            return value
        return words if written_period(words) == value else value

    def to_python(self, value: Any) -> Any:
        return written_period(super().to_python(value) or "")


class _OnePerLine(forms.CharField):
    """A list that is written with one item on each line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        check: Callable[[str], None] = AsValue("Line")
        for line in value:
            check(line)

    def run_validators(self, value: Any) -> None:
        """Each line is checked by validate."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.to_python(data))


class ItemsField(models.JSONField):
    """A list of short texts, or of terms of a closed vocabulary."""

    def __init__(self, *args: Any, vocabulary: Any = None, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        super().__init__(*args, **{**kwargs, "default": list, "blank": True})

    def deconstruct(self) -> Any:
        """Write what the database holds: a list."""
        name, path, args, kwargs = super().deconstruct()
        for given in ("default", "blank"):
            kwargs.pop(given, None)
        return name, path, args, kwargs

    def formfield(self, **_kwargs: Any) -> Any:
        """Return one line for each item, or a box to tick for each term."""
        about: dict[str, Any] = {
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
            "required": False,
        }
        if self.vocabulary:
            return forms.MultipleChoiceField(
                choices=labelled(self.vocabulary.choices),
                widget=forms.CheckboxSelectMultiple,
                **about,
            )
        return _OnePerLine(**about)
