"""Two people on one record: the second to save is shown both texts, and chooses."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from policies.workplace.seen import changed_meanwhile, fingerprint


class SeenMeanwhile(forms.BaseForm):
    """A form that stops when somebody else saved the record since it was opened."""

    above: Any
    initial: Any
    instance: Any

    def check_seen(self) -> None:
        """Stop when somebody else saved meanwhile: both texts are shown, and the writer chooses."""
        seen = self.data.get("_seen")
        if not seen or self.instance.pk is None or self.above is not None:
            return
        if seen == fingerprint(type(self.instance)._default_manager.get(pk=self.instance.pk)):
            return
        self._take_what_was_not_touched()
        saved = shown_at_first(self)
        held = [
            _("%(field)s: lagret er «%(saved)s»")
            % {"field": self.fields[name].label, "saved": _shown(self.fields[name], old)}
            for name in self.changed_data
            if (old := saved.get(name))
        ]
        again = _(
            "Det du skrev, står her. Lagre igjen for å bruke det, eller last siden på nytt for "
            "å se det som er lagret."
        )
        raise ValidationError([changed_meanwhile(self.instance), *held, again])

    def _take_what_was_not_touched(self) -> None:
        """Show what the other saved in the fields that this writer left as they were."""
        try:
            was = json.loads(self.data.get("_was", ""))
        except (ValueError, RecursionError):
            return
        posted: Any = self.data
        data = posted.copy()
        now = shown_at_first(self)
        for name, before in was.items() if isinstance(was, dict) else ():
            if name in now and data.get(name) == before:
                data[name] = now[name]
        self.data = data


def shown_at_first(form: Any) -> dict[str, str]:
    """Return what the text fields of a form show before anybody writes in them."""
    shown = {
        name: field.prepare_value(form.initial[name])
        for name, field in form.fields.items()
        if name in form.initial
    }
    return {name: text for name, text in shown.items() if isinstance(text, str)}


def _shown(field: Any, value: str) -> str:
    """Return what a field holds as people read it: a choice by its label."""
    return str(dict(getattr(field, "choices", ())).get(value, value))
