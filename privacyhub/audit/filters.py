"""Which of the events people want to see."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacyhub.audit.models import EventQuerySet, Kind

_DAY = "%d.%m.%Y"
_WRONG_DAY = {"invalid": _("Skriv datoen som dd.mm.åååå, for eksempel 01.02.2026.")}


class DayField(forms.DateField):
    """A day, written the Norwegian way."""

    def __init__(self, **kwargs: Any) -> None:
        about = {"inputmode": "numeric", "placeholder": "dd.mm.åååå"}
        widget = forms.DateInput(about, _DAY)
        formats = [_DAY, "%d.%m.%y", "%Y-%m-%d"]
        super().__init__(
            input_formats=formats,
            required=False,
            widget=widget,
            error_messages=_WRONG_DAY,
            **kwargs,
        )


class EventFilter(forms.Form):
    """What, who, when, and any text."""

    hva = forms.ChoiceField(label=_("Hva"), required=False, choices=[("", _("Alt")), *Kind.choices])
    hvem = forms.CharField(label=_("Hvem"), required=False, max_length=200)
    gjelder = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    fra = DayField(label=_("Fra og med"))
    til = DayField(label=_("Til og med"))
    tekst = forms.CharField(label=_("Tekst"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("fra"), cleaned.get("til")
        if first and last and last < first:
            self.add_error("til", _("Til og med er før fra og med."))
        return cleaned

    def chosen(self, events: EventQuerySet) -> EventQuerySet:
        """Return those that fit; none when something asked for can't be understood."""
        if not self.is_valid():
            return events.none()
        asked = self.cleaned_data
        if asked["hva"]:
            events = events.filter(kind=asked["hva"])
        if asked["hvem"]:
            called = Q(actor__icontains=asked["hvem"]) | Q(actor_email__icontains=asked["hvem"])
            events = events.filter(called)
        if asked["gjelder"]:
            events = events.filter(subject_ref=asked["gjelder"])
        if asked["fra"]:
            events = events.filter(at__gte=midnight(asked["fra"]))
        if asked["til"]:
            events = events.filter(at__lt=midnight(asked["til"] + timedelta(days=1)))
        return events.filter(_says(asked["tekst"])) if asked["tekst"] else events

    def selection(self) -> list[str]:
        """Return what was asked for, in words."""
        return [
            f"{self.fields[name].label or name}: {self.data[name]}"
            for name in self.fields
            if self.data.get(name)
        ]


def _says(text: str) -> Q:
    return (
        Q(subject_name__icontains=text)
        | Q(subject_kind__icontains=text)
        | Q(actor__icontains=text)
        | Q(company_name__icontains=text)
    )


def midnight(day: date) -> datetime:
    """Return the moment when a day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))
