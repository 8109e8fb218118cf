"""The card «Hvem får opplysningene?» on an activity's page: its disclosures, from its side."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Prefetch
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.admin.choices import Boxes
from policies.admin.inplace import NewRecipientField, keep
from policies.admin.placing import place
from policies.models import Disclosure, Recipient
from policies.publishing.article.words import listed

_LENGTH = 100  # characters of a label
_MOST = 200  # boxes: who has more, ticks on the recipient's page


@dataclass
class Shared:
    """How a company shares data, seen from one activity. Values are «d7» and «r3»."""

    choices: list[tuple[str, str]] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    alone: dict[str, str] = field(default_factory=dict)  # value → recipient: for this one only
    for_all: list[str] = field(default_factory=list)


class Sharing:
    """What the card shows, looked up once."""

    def __init__(self, activity: Any) -> None:
        self.activity = activity

    @cached_property
    def found(self) -> Shared:
        """Return it, in two queries: the recipients, and their disclosures."""
        shared = Shared()
        of_this = Disclosure.activities.through.objects.filter(
            disclosure=OuterRef("pk"), processingactivity=self.activity.pk
        )
        disclosures = Disclosure.objects.annotate(
            number=Count("activities"), is_held=Exists(of_this)
        )
        recipients = Recipient.objects.filter(controller=self.activity.controller)
        for recipient in recipients.prefetch_related(Prefetch("disclosures", disclosures)):
            self._add(shared, recipient)
        return shared

    def _add(self, shared: Shared, recipient: Any) -> None:
        for disclosure in recipient.disclosures.all():
            value = f"d{disclosure.pk}"
            if disclosure.is_held:
                shared.held.append(value)
                shared.choices.append((value, _label(recipient, disclosure)))
                if disclosure.number == 1:
                    shared.alone[value] = recipient.name
            elif recipient.ended_on:
                continue
            elif disclosure.number == 0:
                shared.for_all.append(recipient.name)
            elif len(shared.choices) < _MOST:
                shared.choices.append((value, _label(recipient, disclosure)))
        if not (recipient.disclosures.all() or recipient.ended_on) and len(shared.choices) < _MOST:
            shared.choices.append((f"r{recipient.pk}", _label(recipient)))


def _label(recipient: Recipient, disclosure: Disclosure | None = None) -> str:
    about = (disclosure and (disclosure.why or disclosure.what)) or recipient.description
    return Truncator(f"{recipient.name}: {about}" if about else recipient.name).chars(_LENGTH)


class SharedWith(forms.MultipleChoiceField):
    """The disclosures that are of the activity."""

    widget = Boxes
    sharing: Sharing | None = None

    def validate(self, value: Any) -> None:
        """Let nothing go for every activity by losing the only one that it goes for."""
        super().validate(value)
        alone = self.sharing.found.alone if self.sharing else {}
        lost = [name for key, name in alone.items() if key not in value]
        if lost:
            text = _(
                "Utleveringen til %(names)s gjelder bare denne behandlingen. Uten den ville den "
                "gjelde alle. Slett utleveringen på siden til mottakeren i stedet."
            )
            raise ValidationError(text % {"names": listed(lost)})


class SharingForm(forms.Form):
    """The card's fields, on the form of an activity."""

    shared_with = SharedWith(label=gettext_lazy("Mottakere"), required=False)
    new_recipient = NewRecipientField(label=gettext_lazy("Ny mottaker"), required=False)


@display(description=gettext_lazy("Mottakere"))
def shared_in_words(activity: Any) -> str:
    """Tell who gets an activity's data, one on each line, to one who may only read."""
    found = Sharing(activity).found
    held = [label for value, label in found.choices if value in found.held]
    return "\n".join(dict.fromkeys([*held, *found.for_all])) or _("Ikke avklart")


def show_sharing(form: Any) -> None:
    """Fill the card in from the register."""
    if "shared_with" not in form.fields:
        return
    sharing, choice = Sharing(form.instance), form.fields["shared_with"]
    choice.sharing = sharing
    choice.choices = lambda: sharing.found.choices
    form.initial["shared_with"] = sharing.found.held
    if names := sharing.found.for_all:
        text = _("Får også opplysninger, fra alle behandlinger: %(names)s.")
        choice.help_text = text % {"names": listed(dict.fromkeys(names))}


def share(activity: Any, form: Any) -> None:
    """Write what was ticked, and the new recipient, as disclosures of the activity."""
    chosen = form.cleaned_data.get("shared_with")
    if chosen is not None and "shared_with" in form.changed_data:
        held = set(form.initial["shared_with"])
        for value in chosen:
            if value not in held:
                _add_to(activity, value)
        for value in held - set(chosen):
            Disclosure.objects.get(pk=value[1:]).activities.remove(activity)
    if made := form.cleaned_data.get("new_recipient"):
        _disclose(activity, keep(made))


def _add_to(activity: Any, value: str) -> None:
    if value.startswith("r"):
        _disclose(activity, Recipient.objects.get(pk=value[1:]))
    else:
        Disclosure.objects.get(pk=value[1:]).activities.add(activity)


def _disclose(activity: Any, recipient: Recipient) -> None:
    disclosure = Disclosure(controller=activity.controller, recipient=recipient)
    place(disclosure)
    disclosure.save()
    disclosure.activities.add(activity)
