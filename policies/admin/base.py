"""What the admin pages of all records have in common."""

import json
import re
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget, AdminTextInputWidget
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from policies.admin.choices import Offered, OneRecord, SeveralRecords
from policies.admin.dates import WrittenDate
from policies.admin.finding import (
    FindOne,
    FindSeveral,
    FindSeveralWidget,
    Held,
    are_many,
    begin_finding,
    find_together,
    found_by_writing,
)
from policies.admin.going import WithoutLinkRows
from policies.admin.history import HistoryInWords
from policies.admin.meanwhile import SeenMeanwhile
from policies.admin.messages import ToldAfterSaving
from policies.admin.placing import place
from policies.document.provenance import retold
from policies.models import Controller, DataUse, Record
from policies.models.fields import LineField, ProseField, TermField
from policies.workplace.active import active_company
from policies.workplace.draft import draft, policy_about, record_of
from policies.workplace.matching import answering
from policies.workplace.seen import fingerprint
from policies.workplace.words import question
from privacyhub.asking import Asking
from privacyhub.lists import WordsInLists


class RecordForm(Asking, SeenMeanwhile, forms.ModelForm):
    """A form whose choices all belong to the record's own company."""

    company: Controller | None = None  # the active one, set for each request

    def __init__(self, *args: Any, above: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.above = above
        record: Any = self.instance
        if getattr(record, "controller_id", 0) is None:
            record.controller = company_of(above) if above else self.company
        begin_finding(self)

    def clean(self) -> dict[str, Any]:
        """Check the address; what the choices name was checked by being offered."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_key(cleaned.get("key"), getattr(self.instance, "controller_id", None))
        self.check_seen()
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Don't ask the database again whether a record that was offered exists."""
        shared = {n for n, f in self.fields.items() if isinstance(f, FindOne)}
        shared |= {n for n, field in self.fields.items() if getattr(field, "offered", None)}
        found: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return found | shared

    def _check_key(self, key: str | None, own: int | None) -> None:
        """Say at the field that an address is taken; the company isn't always in the form."""
        if key and isinstance(self.instance, Record):
            model: Any = type(self.instance)
            kin = model._default_manager.filter(controller=own, key=key)
            if kin.exclude(pk=self.instance.pk).exists():
                self.add_error("key", _("Adressen er i bruk. Velg en annen."))


class RecordFormSet(forms.BaseInlineFormSet):
    """Rows that know the record they lie under, and look their choices up once for all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.offered: dict[str, Offered] = {}
        self.held: dict[str, Held] = {}
        super().__init__(*args, **kwargs)

    def add_fields(self, form: Any, index: int | None) -> None:
        """Share what is offered by each field, and the rows themselves, between the forms."""
        super().add_fields(form, index)
        own = form.fields["id"]
        form.fields["id"] = OneRecord(
            own.queryset, initial=own.initial, required=False, widget=own.widget
        )
        self.offered.setdefault("id", Offered(self.get_queryset()))
        for name, field in form.fields.items():
            if isinstance(field, OneRecord | SeveralRecords):
                field.offered = self.offered.setdefault(name, Offered(field.queryset))
        find_together(form, self.held)

    default_error_messages: ClassVar[Any] = {
        **forms.BaseInlineFormSet.default_error_messages,
        "missing_management_form": _("Skjemaet kom ikke helt fram. Last siden på nytt."),
    }

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "above": self.instance}

    def save_new(self, form: Any, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """Give a new row its company, key and place, after those saved before it."""
        form.instance.controller = company_of(self.instance)
        prepare(form.instance, form)
        return super().save_new(form, commit=commit)

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """Keep the sources of a changed row true."""
        prepare(form.instance, form)
        return super().save_existing(form, obj, commit=commit)


class ScopedChoices:
    """Offers only the records of the active company."""

    def scoped(self, db_field: Any, request: HttpRequest, kwargs: dict[str, Any]) -> None:
        """Narrow the choices of a field to the active company."""
        if issubclass(db_field.related_model, Record):
            records = named(db_field.related_model._default_manager.all())
            kwargs["queryset"] = records.filter(controller=active_company(request))

    def is_found(self, db_field: Any, request: HttpRequest) -> bool:
        """Tell whether the records that a field may name are too many to list."""
        return are_many(db_field.related_model, request)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Scope single choices."""
        self.scoped(db_field, request, kwargs)
        is_found = self.is_found(db_field, request)
        kwargs["form_class"] = FindOne if is_found else OneRecord
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        if is_found:
            found_by_writing(field, db_field, self.admin_site, request)  # type: ignore[attr-defined]
        if isinstance(field, forms.ModelChoiceField) and not db_field.remote_field.parent_link:
            field.empty_label = str(_("Velg …") if field.required else _("Ikke avklart"))
        return field

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Scope several choices, as boxes to tick."""
        self.scoped(db_field, request, kwargs)
        is_found = self.is_found(db_field, request)
        form_class, widget = (
            (FindSeveral, FindSeveralWidget)
            if is_found
            else (SeveralRecords, forms.CheckboxSelectMultiple)
        )
        kwargs |= {"form_class": form_class, "widget": widget()}
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
        if is_found:
            found_by_writing(field, db_field, self.admin_site, request)  # type: ignore[attr-defined]
        if field is not None:
            field.help_text = db_field.help_text
        return field


_ID = re.compile(r"[0-9]{1,18}", re.ASCII)

# Wide enough to read what is written, low enough to see the rest of the form.
BOXES: Any = {
    models.DateField: {"form_class": WrittenDate, "widget": AdminDateWidget},
    ProseField: {"widget": AdminTextareaWidget(attrs={"rows": 3, "placeholder": " "})},
    LineField: {
        "widget": AdminTextInputWidget(attrs={"class": "vLargeTextField", "placeholder": " "})
    },
}


class RecordInline(ScopedChoices, admin.StackedInline):
    """Records below the one being edited, one card each."""

    form = RecordForm
    formfield_overrides = BOXES
    formset = RecordFormSet
    extra = 0
    exclude: ClassVar[Any] = ("controller",)
    show_change_link = False

    def is_found(self, db_field: Any, request: HttpRequest) -> bool:
        """List the parts of the record above, and the record itself: they are few."""
        kind = db_field.related_model
        parts = {field.related_model for field in kind._meta.fields if field.many_to_one}
        is_own = kind is self.parent_model or self.parent_model in parts - {Controller}
        return not is_own and super().is_found(db_field, request)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Bring along what the rows' names and boxes tell."""
        several = [field.name for field in self.opts.many_to_many]
        return named(super().get_queryset(request)).prefetch_related(*several)


class RecordAdmin(
    ToldAfterSaving, WithoutLinkRows, WordsInLists, HistoryInWords, ScopedChoices, admin.ModelAdmin
):
    """A kind of record: listed by company, searched by what it says."""

    form = RecordForm
    formfield_overrides = BOXES
    exclude: ClassVar[Any] = ("controller",)
    search_fields: ClassVar[Any] = ("name",)
    search_help_text = _("Søk etter navn eller innhold")
    list_per_page = 50
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Know the active company's records and no others."""
        return super().get_queryset(request).filter(controller=active_company(request))

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Find also what the search over the whole register finds: inflected words, items."""
        found, repeats = super().get_search_results(request, queryset, search_term)
        company, asked = active_company(request), question(search_term)
        if company is None or not asked.asked:
            return found, repeats
        return found | queryset.filter(pk__in=answering(company, asked, self.model)), repeats

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A record needs a company to belong to."""
        return super().has_add_permission(request) and active_company(request) is not None

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Let a new record belong to the active company."""
        form: Any = super().get_form(request, obj, *args, **kwargs)
        form.company = active_company(request)
        return form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask for what matters first; the place among its kind comes last."""
        fields = list(super().get_fields(request, obj))
        return sorted(fields, key=lambda name: name == "position")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Leave out of an action what can't be the id of anything."""
        if request.method == "POST" and ACTION_CHECKBOX_NAME in request.POST:
            posted = request.POST.copy()
            ids = [i for i in posted.getlist(ACTION_CHECKBOX_NAME) if _ID.fullmatch(i)]
            posted.setlist(ACTION_CHECKBOX_NAME, ids)
            request.POST = posted  # type: ignore[assignment]
        return super().changelist_view(request, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Offer to go on to what is missing, when something is."""
        company = active_company(request)
        context["next_gap"] = bool(company and company.policies.exists())
        if context.get("original"):
            context["seen"] = fingerprint(context["original"])
            context["was"] = json.dumps(
                {n: v for n, v in context["adminform"].form.initial.items() if isinstance(v, str)}
            )
        if company and context.get("original") and policy_about(company, context["original"]):
            context["draft_url"] = reverse(
                f"admin:{self._name('draft')}", args=[context["object_id"]]
            )
            context["records"] = self._records(context)
        return super().render_change_form(request, context, *args, **kwargs)

    def _records(self, context: Any) -> dict[str, str]:
        """Return where on the form each record is written: its address → the fields' prefix."""
        found = {record_of(context["original"]): ""}
        for inline in context["inline_admin_formsets"]:
            for form in inline.formset.forms:
                if form.instance.pk:
                    found[record_of(form.instance)] = form.prefix
        return found

    def _name(self, view: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{view}"

    def get_urls(self) -> Any:
        """Add the page as it would be, beside the form."""
        view = self.admin_site.admin_view(self.draft_view)
        return [path("<int:pk>/utkast/", view, name=self._name("draft")), *super().get_urls()]

    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the page as the form would make it; nothing is kept."""
        row = self.get_object(request, str(pk))
        company = active_company(request)
        if row is None or company is None or not self.has_change_permission(request, row):
            raise Http404
        request.is_draft = True  # type: ignore[attr-defined]
        return draft(request, company, row, lambda: self.change_view(request, str(pk)))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Give a new record its key and place; keep the sources of a changed one true."""
        prepare(obj, form)
        super().save_model(request, obj, form, change)


def named(records: Any) -> Any:
    """Bring along what the names of records are made of."""
    return records.select_related("category") if records.model is DataUse else records


def company_of(record: Any) -> Controller:
    """Return the company that a record belongs to, itself when it is one."""
    found: Controller = record if isinstance(record, Controller) else record.controller
    return found


def prepare(record: Any, form: Any) -> None:
    """Set what people don't write: key, place, and spans after a change."""
    if record.pk is None:
        place(record, is_placed="position" in form.changed_data)
    elif record.sources:
        keep_sources(record, form)


def keep_sources(record: Any, form: Any) -> None:
    """Hold the spans of a changed record to what they supported before."""
    before = type(record)._default_manager.get(pk=record.pk)
    names = {span["field"] for span in record.sources}
    after = {name: _held(record, name, form.cleaned_data) for name in names}
    record.sources = retold(record.sources, {n: _held(before, n, {}) for n in names}, after)


def _held(record: Any, name: str, chosen: dict[str, Any]) -> Any:
    """Return what a field holds as statements tell it: labels of terms, keys of records."""
    if name == "address":
        return record.address
    field = record._meta.get_field(name)
    if field.many_to_many:
        return sorted(other.key for other in chosen.get(name, getattr(record, name).all()))
    held = getattr(record, name)
    if field.is_relation:
        return held.key if held else None
    return getattr(record, f"get_{name}_display")() if isinstance(field, TermField) else held
