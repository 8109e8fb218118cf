"""A choice among very many records: what is chosen is listed, the rest is found by writing.

It works without JavaScript: what is written is looked up when the form is sent, and the hits are
listed to choose between. With it (static/js/find.js) they are looked up while one writes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.models import ModelChoiceIterator
from django.urls import reverse
from django.utils.translation import gettext as _

from policies.models import DataUse, ProcessingActivity, Purpose
from policies.workplace.active import active_company
from policies.workplace.labels import label, labelled
from policies.workplace.uses import in_use

MANY = 200  # records: with more of a kind, they are found and not listed
_LISTED = 50  # of those chosen; the rest are found too
_HITS = 20
_ID = re.compile(r"[0-9]{1,18}", re.ASCII)
# What a large company has thousands of. Of the rest a list is best, however long.
_KINDS: tuple[type[Model], ...] = (ProcessingActivity, Purpose, DataUse)


def are_many(model: type[Model], request: Any) -> bool:
    """Tell whether the active company has so many of a kind that a list is no use."""
    if model not in _KINDS:
        return False
    known: dict[Any, bool] = request.__dict__.setdefault("are_many", {})
    if model not in known:
        records = model._default_manager.filter(controller=active_company(request))
        known[model] = records.order_by()[MANY : MANY + 1].exists()
    return known[model]


@dataclass(frozen=True)
class Sought:
    """What was written to find a record by, and what was chosen beside it."""

    text: str
    chosen: Any


class Held:
    """The records that the forms of a page list, looked up once for all of them."""

    def __init__(self, records: Any) -> None:
        self.records = records
        self.ids: set[str] = set()

    @cached_property
    def by_id(self) -> dict[str, Any]:
        """Look them up, the first time that a form asks."""
        found = labelled(self.records.filter(pk__in=self.ids)) if self.ids else ()
        return {str(record.pk): record for record in found}


class ListedIterator(ModelChoiceIterator):
    """What a form lists: what its record names, what was posted, and what was found."""

    def __iter__(self) -> Iterator[Any]:
        field: Any = self.field
        if field.empty_label is not None:
            yield "", field.empty_label
        for record in field.listed():
            yield record.pk, label(record)


class _FindWidget:
    """A list of what is chosen, and a box to find others by."""

    class Media:
        js = ("js/find.js",)
        css = {"all": ("css/find.css",)}

    url = ""
    list_template = ""
    about: dict[str, Any] = {}
    picked: Any = None  # what the written text turned out to mean
    is_answered = False  # the hits are listed

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what is chosen, with what is written in the box when something is."""
        chosen = super().value_from_datadict(data, files, name)  # type: ignore[misc]
        text = data.get(f"{name}-find", "").replace("\0", "").strip()
        return Sought(text, chosen) if text else chosen

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Show what was found in place of what was written."""
        text = ""
        if isinstance(value, Sought):
            text = "" if self.is_answered else value.text
            value = value.chosen if self.picked is None else self.picked
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        return {
            **context,
            "find": {"text": text, "url": self.url, "list": self.list_template, **self.about},
        }


class FindOneWidget(_FindWidget, forms.Select):
    """A short list, and a box to find others by."""

    list_template = forms.Select.template_name
    template_name = "admin/find.html"


class FindSeveralWidget(_FindWidget, forms.CheckboxSelectMultiple):
    """Boxes to tick, and a box to find others by."""

    list_template = forms.CheckboxSelectMultiple.template_name
    template_name = "admin/find.html"


class _Finds:
    """A field that knows what its form lists."""

    iterator = ListedIterator
    find: Callable[[Any, str], Any]
    held: Held | None = None
    own: tuple[str, ...] = ()  # ids, in the order in which they came
    hits: dict[str, Any] = {}

    def begin(self, form: Any, name: str) -> None:
        """List what the form's record names, and what was posted."""
        self.show([*self.named(form, name), *_chosen(self.posted(form, name))])

    def named(self, form: Any, name: str) -> list[Any]:
        """Return the ids that the form's record names, or that it begins with."""
        initial = form.get_initial_for_field(self, name)
        several = initial if isinstance(initial, list | tuple) else [initial]
        return [getattr(one, "pk", one) for one in several]

    def posted(self, form: Any, name: str) -> Any:
        """Return what the widget reads in what was posted."""
        if not form.is_bound:
            return None
        widget: Any = self.widget  # type: ignore[attr-defined]
        return widget.value_from_datadict(form.data, form.files, form.add_prefix(name))

    def show(self, ids: list[Any]) -> None:
        """List these records, looked up when somebody asks."""
        known = (str(one) for one in ids)
        self.own = tuple(dict.fromkeys(one for one in known if _ID.fullmatch(one)))
        self.share(Held(self.queryset))  # type: ignore[attr-defined]

    def share(self, held: Held) -> None:
        """Look up together with the other rows of a page."""
        held.ids.update(self.own)
        self.held = held

    def listed(self) -> list[Any]:
        """Return the records that the form lists, the hits among them."""
        known = (self.held.by_id if self.held else {}) | self.hits
        return [known[one] for one in dict.fromkeys((*self.own, *self.hits)) if one in known]

    def record(self, value: Any) -> Any:
        """Return the record with this id, when the form lists it."""
        known = self.held.by_id.get(str(value)) if self.held else None
        if known is None or str(value) not in self.own:
            message = self.error_messages["invalid_choice"]  # type: ignore[attr-defined]
            raise ValidationError(message, code="invalid_choice", params={"value": value})
        return known

    def sought(self, text: str) -> Any:
        """Return the one record that the text means; else list the hits, and ask."""
        hits = list(labelled(self.find(self.queryset, text))[: _HITS + 1])  # type: ignore[attr-defined]
        self.hits = {str(record.pk): record for record in hits[:_HITS]}
        inner(self).is_answered = bool(hits)
        about = {"text": text, "count": _HITS}
        if not hits:
            raise ValidationError(_("Fant ingen med «%(text)s». Skriv en annen del.") % about)
        if len(hits) > _HITS:
            more = _("Mer enn %(count)d passer med «%(text)s». Velg i listen, eller skriv mer.")
            raise ValidationError(more % about)
        if len(hits) > 1:
            raise ValidationError(_("Flere passer med «%(text)s». Velg i listen.") % about)
        return hits[0]


def inner(field: Any) -> Any:
    """Return the widget itself, inside the admin's wrapper."""
    return getattr(field.widget, "widget", field.widget)


def _chosen(posted: Any) -> list[Any]:
    chosen = posted.chosen if isinstance(posted, Sought) else posted
    return chosen if isinstance(chosen, list) else [chosen]


class FindOne(_Finds, forms.ModelChoiceField):  # type: ignore[misc]
    """A choice of one record among very many."""

    widget = FindOneWidget

    def to_python(self, value: Any) -> Any:
        """Return the record that is chosen, or found."""
        if not isinstance(value, Sought):
            return None if value in self.empty_values else self.record(value)
        found = self.sought(value.text)
        inner(self).picked = str(found.pk)
        return found


class FindSeveral(_Finds, forms.ModelMultipleChoiceField):  # type: ignore[misc]
    """A choice of several records among very many. Of those chosen, the first are listed."""

    widget = FindSeveralWidget
    rest: dict[str, Any] = {}

    def begin(self, form: Any, name: str) -> None:
        """List the first that the record names, or those that the page listed."""
        initial = form.get_initial_for_field(self, name) or ()
        chosen = {str(getattr(one, "pk", one)): one for one in initial}
        shown = list(chosen)[:_LISTED]
        if form.is_bound and (told := form.data.get(f"{form.add_prefix(name)}-shown")):
            shown = told.split(",")
        self.rest = {pk: one for pk, one in chosen.items() if pk not in set(shown)}
        self.show([*(pk for pk in shown if pk in chosen), *_chosen(self.posted(form, name))])
        self._tell()

    def _tell(self) -> None:
        """Let the page say which are listed, when some aren't."""
        shown = ",".join(self.own) if self.rest else ""
        inner(self).about = {"rest": len(self.rest), "shown": shown}

    def clean(self, value: Any) -> Any:
        """Return those ticked, the one found, and those that weren't listed."""
        ticked = [self.record(one) for one in dict.fromkeys(_chosen(value) if value else ())]
        if isinstance(value, Sought):
            found = self._sought(value)
            ticked += [] if found in ticked else [found]
        return [*ticked, *self.rest.values()]

    def _sought(self, value: Sought) -> Any:
        try:
            found = self.sought(value.text)
        finally:
            # What is chosen and was found is listed from now on, ticked.
            held = [pk for pk in self.hits if pk in self.rest]
            self.own = (*self.own, *held)
            self.hits |= {pk: self.rest.pop(pk) for pk in held}
            inner(self).picked = [*value.chosen, *held]
            self._tell()
        if held:
            raise ValidationError(_("«%(name)s» er valgt fra før.") % {"name": found})
        inner(self).picked.append(str(found.pk))
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare with what is listed."""
        if isinstance(data, Sought):
            return True
        return bool(super().has_changed(initial, [*(data or ()), *self.rest]))


def begin_finding(form: Any) -> None:
    """Let each field of a form that finds its records list what it must."""
    for name, field in form.fields.items():
        if isinstance(field, FindOne | FindSeveral):
            field.begin(form, name)


def find_together(form: Any, held: dict[str, Held]) -> None:
    """Look up what the rows of a page list, once for each field."""
    for name, field in form.fields.items():
        if isinstance(field, FindOne | FindSeveral):
            field.share(held.setdefault(name, Held(field.queryset)))


def found_by_writing(field: Any, db_field: Any, admin_site: Any, request: Any) -> Any:
    """Let a field find its records as their own list does, and suggest them while one writes."""
    options = admin_site.get_model_admin(db_field.related_model)

    def find(records: Any, text: str) -> Any:
        found, has_twins = options.get_search_results(request, in_use(records), text)
        return found.distinct() if has_twins else found

    about = {
        "app_label": db_field.model._meta.app_label,
        "model_name": db_field.model._meta.model_name,
        "field_name": db_field.name,
    }
    field.find = find
    field.widget.url = f"{reverse('admin:autocomplete')}?{urlencode(about)}"
    return field
