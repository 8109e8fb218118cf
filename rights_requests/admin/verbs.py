"""A form for each thing that staff do: what it asks, and the verb that it calls."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from privacyhub.asking import Asking
from rights_requests.errors import RefusedError
from rights_requests.models import Case
from rights_requests.terms import Event
from rights_requests.workflow import Actor


class VerbForm(Asking, forms.Form):
    """Asks for what a verb needs, and does it. `slug` is the last part of its address."""

    event: ClassVar[Event]
    slug: ClassVar[str]
    title: ClassVar[Any]
    button: ClassVar[Any] = ""
    done: ClassVar[Any] = _("Lagret.")
    lead: ClassVar[Any] = ""

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{self.slug}-%s", **kwargs)
        self.case = case
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the case."""

    def perform(self, by: Actor) -> None:
        """Call the verb with what was written."""
        raise NotImplementedError

    @property
    def submit_label(self) -> Any:
        """Return what the button says."""
        return self.button or self.title

    def run(self, by: Actor) -> bool:
        """Do it if everything is right; else say at the field what is wrong, and do nothing."""
        if not self.is_valid():
            return False
        try:
            self.perform(by)
        except RefusedError as error:
            self.add_error(error.field if error.field in self.fields else None, error.message)
        except ValidationError as error:
            self._tell(error)
        return not self.errors

    def _tell(self, error: ValidationError) -> None:
        """Tell what a column refused, at its field when the form has it."""
        for name, problems in getattr(error, "message_dict", {"": error.messages}).items():
            self.add_error(name if name in self.fields else None, problems)

    def said(self, name: str) -> Any:
        """Return what was written in a field."""
        return self.cleaned_data[name]


REGISTRY: dict[str, type[VerbForm]] = {}


def verb(form: type[VerbForm]) -> type[VerbForm]:
    """Give a form its address."""
    REGISTRY[form.slug] = form
    return form
