"""Data as boxes to tick, and a place for one's own: what is stored stays a plain list."""

from collections import Counter
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.admin.choices import Boxes
from policies.models import DataUse
from policies.models.fields import AsValue

# What most companies have, in the order that people think of them.
ORDINARY = (
    gettext_lazy("navn"),
    gettext_lazy("e-postadresse"),
    gettext_lazy("telefonnummer"),
    gettext_lazy("postadresse"),
    gettext_lazy("fødselsdato"),
    gettext_lazy("bestillingshistorikk"),
    gettext_lazy("betalingsopplysninger"),
    gettext_lazy("fakturaadresse"),
    gettext_lazy("firma og stilling"),
    gettext_lazy("meldinger du sender oss"),
    gettext_lazy("kundenummer"),
    gettext_lazy("IP-adresse"),
    gettext_lazy("enhet og nettleser"),
    gettext_lazy("sider du besøker"),
    gettext_lazy("bilde"),
)
MOST_OFFERED = 30
FEWER_OFFERED = 6  # in each of many rows
_MOST_READ = 1000  # data uses that are counted, the newest: enough to know the company's words
OWN = "-own"


class Suggestions:
    """What a company calls its data, most used first, and the ordinary; looked up once."""

    def __init__(self, company: Any, most: int = MOST_OFFERED) -> None:
        self.company = company
        self.most = most

    @cached_property
    def items(self) -> list[str]:
        """Return so many, each word once however its letters are written."""
        uses = DataUse.objects.filter(controller=self.company).order_by("-pk")
        used: Counter[str] = Counter()
        for items in uses.values_list("items", flat=True)[:_MOST_READ]:
            used.update(set(items))
        by_use = sorted(used, key=lambda item: (-used[item], item))
        found: dict[str, str] = {}
        for item in (*by_use, *map(str, ORDINARY)):
            found.setdefault(item.casefold(), item)
        return list(found.values())[: self.most]


class Typed(list[str]):
    """What was posted: the boxes that were ticked, and one's own lines as they were written."""

    def __init__(self, ticked: list[str], own: str) -> None:
        super().__init__([*ticked, own])
        self.ticked, self.own = ticked, own


class ItemsWidget(Boxes):
    """Boxes, those that are held first and in their own order, and a box for one's own."""

    suggestions: Suggestions | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Take both."""
        return Typed(super().value_from_datadict(data, files, name) or [], data.get(name + OWN, ""))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Nothing ticked is an answer."""
        return False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Show what is ticked, what might be, and the lines that were written."""
        ticked = value.ticked if isinstance(value, Typed) else value or []
        held = {item.casefold() for item in ticked}
        offered = self.suggestions.items if self.suggestions else []
        others = [item for item in offered if item.casefold() not in held]
        self.choices = [(item, item) for item in (*ticked, *others)]
        identity = attrs.get("id", "") if attrs else ""
        return format_html(
            '{}<label class="own" for="{}">{}</label>'
            '<textarea name="{}" id="{}" rows="2" cols="40">\n{}</textarea>',
            super().render(name, ticked, attrs, renderer),
            f"{identity}{OWN}",
            _("Andre opplysninger, én på hver linje:"),
            f"{name}{OWN}",
            f"{identity}{OWN}",
            value.own if isinstance(value, Typed) else "",
        )


class ItemsChoice(forms.Field):
    """A list of texts. What was there keeps its order; new ones come after."""

    widget = ItemsWidget

    def to_python(self, value: Any) -> list[str]:
        """Return the items, each new one once."""
        ticked, own = (value.ticked, value.own) if isinstance(value, Typed) else ([], "")
        found = [line for text in ticked for line in _lines(text)]
        for line in _lines(own):
            if line not in found:
                found.append(line)
        return found

    def validate(self, value: Any) -> None:
        """Hold each to the rule of a line."""
        super().validate(value)
        wrong = []
        for line in value:
            try:
                AsValue("Line")(line)
            except ValidationError as error:
                wrong += [said for said in error.messages if said not in wrong]
        if wrong:
            raise ValidationError(wrong)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the lists."""
        return bool((initial or []) != self.to_python(data))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class OwnItems:
    """Shows a record's `items` as boxes. A part of its admin class."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Let only the data's own list be boxes."""
        if db_field.name == "items":
            label = kwargs.get("label") or capfirst(db_field.verbose_name)
            return ItemsChoice(label=label, required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


def suggest(form: Any, suggestions: Suggestions) -> None:
    """Let a form's list of data offer these, when it has one."""
    field = form.fields.get("items")
    if isinstance(field, ItemsChoice):
        widget: Any = field.widget
        widget.suggestions = suggestions
