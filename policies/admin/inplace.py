"""«Ny mottaker» where a recipient is chosen: two fields that open in place, no new window."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from policies.admin.choices import OneRecord
from policies.admin.placing import place
from policies.models import Recipient

NAME, DOES = "-new_name", "-new_does"


@dataclass(frozen=True)
class Written:
    """What was written of a new recipient, and what was chosen in the list beside it."""

    name: str
    does: str
    chosen: str = ""


class NewRecipients:
    """The recipients that one page makes: each name once, also when two rows write it."""

    def __init__(self, company: Any) -> None:
        self.company = company
        self.made: dict[str, Recipient] = {}

    @cached_property
    def taken(self) -> dict[str, Any]:
        """Return when each recipient there is ended, by its name."""
        held = Recipient.objects.filter(controller=self.company).values_list("name", "ended_on")
        return {name.casefold(): ended for name, ended in held}

    def make(self, written: Written) -> Recipient:
        """Return a recipient that isn't saved yet. Raises ValidationError when it can't be."""
        if not written.name:
            raise ValidationError(_("Skriv navnet på mottakeren."))
        known, about = written.name.casefold(), {"name": written.name}
        if known in self.taken:
            text = _("%(name)s finnes fra før. Velg den i listen.")
            if self.taken[known]:
                text = _("%(name)s finnes fra før, men er avsluttet. Ta den i bruk igjen først.")
            raise ValidationError(text % about)
        if made := self.made.get(known):
            if written.does and made.description and made.description != written.does:
                text = _("Du har skrevet %(name)s to ganger, med ulik tekst.")
                raise ValidationError(text % about)
            made.description = made.description or written.does
            return made
        made = Recipient(controller=self.company, name=written.name, description=written.does)
        own = {"name", "description"}
        try:
            made.clean_fields(exclude={f.name for f in made._meta.fields} - own)
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        self.made[known] = made
        return made


def new_recipients(record: Any) -> NewRecipients:
    """Return the new recipients of a page, kept on the record that the page is about."""
    kept: dict[str, Any] = record.__dict__
    if "_new_recipients" not in kept:
        kept["_new_recipients"] = NewRecipients(getattr(record, "controller", record))
    found: NewRecipients = kept["_new_recipients"]
    return found


def keep(recipient: Any) -> Any:
    """Save a recipient that was written in place, unless another row did."""
    if recipient.pk is None:
        place(recipient)
        recipient.save()
    return recipient


def keep_chosen(record: Any, form: Any) -> None:
    """Save the new recipients that a form chooses, and let its record name them."""
    for name, value in form.cleaned_data.items():
        if isinstance(form.fields.get(name), RecipientChoice) and isinstance(value, Recipient):
            setattr(record, name, keep(value))


def says_new(data: Any, name: str) -> tuple[str, str]:
    """Return what was posted in the two fields."""
    does = data.get(name + DOES, "").replace("\r\n", "\n")
    return data.get(name + NAME, "").strip(), does.strip()


def new_fields(name: str, identity: str, written: Any) -> str:
    """Return the two fields, open when something stands in them."""
    context = {
        "name": name,
        "id": identity,
        "written": written if isinstance(written, Written) else None,
    }
    return render_to_string("admin/new_recipient.html", context)


class RecipientSelect(forms.Select):
    """A list, and «Ny mottaker» below it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was chosen, with what was written when something was."""
        chosen = super().value_from_datadict(data, files, name)
        new, does = says_new(data, name)
        return Written(new, does, chosen or "") if new or does else chosen

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Show both."""
        chosen = value.chosen if isinstance(value, Written) else value
        identity = attrs.get("id", "") if attrs else ""
        return super().render(name, chosen, attrs, renderer) + SafeString(
            new_fields(name, identity, value)
        )


class RecipientChoice(OneRecord):
    """A choice of a recipient, or a new one."""

    widget = RecipientSelect
    page: NewRecipients | None = None

    def to_python(self, value: Any) -> Any:
        """Return the one chosen, or a new one that is saved with the form."""
        if not isinstance(value, Written):
            return super().to_python(value)
        if value.chosen:
            message = _("Velg en mottaker i listen, eller skriv en ny. Ikke begge deler.")
            raise ValidationError(message)
        if self.page is None:
            raise ValidationError(_("Velg en mottaker i listen."))
        return self.page.make(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """What is written is new."""
        return isinstance(data, Written) or super().has_changed(initial, data)


class NewRecipientInput(forms.Widget):
    """«Ny mottaker» by itself, where there is a list of boxes above it."""

    has_own_label = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was written."""
        new, does = says_new(data, name)
        return Written(new, does) if new or does else None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Nothing written is an answer."""
        return False

    def id_for_label(self, id_: Any, index: Any = None) -> str:
        """Lead to the name from what is said about an error."""
        return f"{id_}{NAME}"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Show the two fields."""
        return SafeString(new_fields(name, attrs.get("id", "") if attrs else "", value))


class NewRecipientField(forms.Field):
    """A new recipient, or none."""

    widget = NewRecipientInput
    page: NewRecipients | None = None

    def to_python(self, value: Any) -> Recipient | None:
        """Return it, unsaved."""
        return self.page.make(value) if isinstance(value, Written) and self.page else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether one was written."""
        return data is not None
