"""What the admin pages of all records have in common."""

import json
import re
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from policies.admin.access import ByRole, RowsByRole
from policies.admin.audited import AuditedRecords
from policies.admin.choices import Offered, OneRecord, SeveralRecords, offered_below
from policies.admin.deleting import DeletedWhenUnused, RowsDeletedWhenUnused
from policies.admin.finding import FindOne, Held, begin_finding, find_together
from policies.admin.folding import leave_out_rare
from policies.admin.going import WithoutLinkRows
from policies.admin.history import HistoryInWords
from policies.admin.inplace import keep_chosen
from policies.admin.meanwhile import SeenMeanwhile, shown_at_first
from policies.admin.messages import ToldAfterSaving
from policies.admin.offering import prepare_choices
from policies.admin.placing import company_of, prepare
from policies.admin.rendering import PlainRenderer
from policies.admin.scoped import BOXES, ScopedChoices, named
from policies.admin.switching import CompanyHeld, company_left, told_of_switch
from policies.models import Controller, Record
from policies.workplace.active import active_company
from policies.workplace.draft import draft, policy_about, record_of
from policies.workplace.matching import answering
from policies.workplace.phrases import NEW
from policies.workplace.seen import fingerprint
from policies.workplace.words import question
from privacyhub.asking import Asking
from privacyhub.lists import WordsInLists
from privacyhub.lookups import OwnFilters


class RecordForm(Asking, SeenMeanwhile, forms.ModelForm):
    """A form whose choices all belong to the record's own company."""

    default_renderer = PlainRenderer()
    company: Controller | None = None  # the active one, set for each request
    company_left: Controller | None = None  # chosen in another tab meanwhile

    def __init__(self, *args: Any, above: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.above = above
        record: Any = self.instance
        if getattr(record, "controller_id", 0) is None:
            record.controller = company_of(above) if above else self.company
        prepare_choices(self, above or record)
        begin_finding(self)

    def clean(self) -> dict[str, Any]:
        """Check the address; what the choices name was checked by being offered."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.company_left is not None:
            raise ValidationError(told_of_switch(self.company, self.company_left))
        self._check_key(cleaned.get("key"), getattr(self.instance, "controller_id", None))
        self.check_seen()
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Don't ask the database again whether a record that was offered exists."""
        shared = {n for n, f in self.fields.items() if isinstance(f, FindOne)}
        shared |= {n for n, field in self.fields.items() if getattr(field, "offered", None)}
        shared |= {n for n, held in self.cleaned_data.items() if _is_new(held)}
        found: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return found | shared

    def _check_key(self, key: str | None, own: int | None) -> None:
        """Say at the field that an address is taken; the company isn't always in the form."""
        if key and isinstance(self.instance, Record):
            model: Any = type(self.instance)
            kin = model._default_manager.filter(controller=own, key=key)
            if kin.exclude(pk=self.instance.pk).exists():
                self.add_error("key", _("Adressen er i bruk. Velg en annen."))


class RecordFormSet(RowsDeletedWhenUnused, forms.BaseInlineFormSet):
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
                records = field.queryset
                field.offered = offered_below(self.instance, name, records, self.offered)
                field.offered.keep(field.chosen)
        find_together(form, self.held)
        leave_out_rare(self, form)

    default_error_messages: ClassVar[Any] = {
        **forms.BaseInlineFormSet.default_error_messages,
        "missing_management_form": _("Skjemaet kom ikke helt fram. Last siden på nytt."),
    }

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "above": self.instance}

    def save_new(self, form: Any, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """Give a new row its company, key and place, after those saved before it."""
        form.instance.controller = company_of(self.instance)
        _ready(form.instance, form)
        return super().save_new(form, commit=commit)

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """Keep the sources of a changed row true."""
        _ready(form.instance, form)
        return super().save_existing(form, obj, commit=commit)


_ID = re.compile(r"[0-9]{1,18}", re.ASCII)


class RecordInline(RowsByRole, ScopedChoices, admin.StackedInline):
    """Records below the one being edited, one card each."""

    form = RecordForm
    formfield_overrides = BOXES
    formset = RecordFormSet
    extra = 0
    exclude: ClassVar[Any] = ("controller",)
    show_change_link = False
    template = "admin/record_cards.html"

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
    ByRole,
    AuditedRecords,
    CompanyHeld,
    ToldAfterSaving,
    DeletedWhenUnused,
    WithoutLinkRows,
    WordsInLists,
    OwnFilters,
    HistoryInWords,
    ScopedChoices,
    admin.ModelAdmin,
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

    def get_object(self, request: HttpRequest, *args: Any) -> Any:
        """Bring the company along, which is known already."""
        found: Any = super().get_object(request, *args)
        if isinstance(found, Record):
            found.controller = active_company(request)  # type: ignore[attr-defined]
        return found

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Find also what the search over the whole register finds: inflected words, items."""
        found, repeats = super().get_search_results(request, queryset, search_term)
        company, asked = active_company(request), question(search_term)
        if company is None or not asked.asked:
            return found, repeats
        return found | queryset.filter(pk__in=answering(company, asked, self.model)), repeats

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Let a new record belong to the active company."""
        form: Any = super().get_form(request, obj, *args, **kwargs)
        form.company = active_company(request)
        form.company_left = company_left(request)
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
        if context.get("original") is None:
            context["title"] = NEW[self.model]
        company = active_company(request)
        context["next_gap"] = bool(company and company.policies.exists())
        if context.get("original"):
            context["seen"] = fingerprint(context["original"])
            context["was"] = json.dumps(shown_at_first(context["adminform"].form))
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
        if row is None or company is None or not self.has_view_permission(request, row):
            raise Http404
        request.is_draft = True  # type: ignore[attr-defined]
        return draft(request, company, row, lambda: self.change_view(request, str(pk)))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Give a new record its key and place; keep the sources of a changed one true."""
        _ready(obj, form)
        super().save_model(request, obj, form, change)


def _is_new(held: Any) -> bool:
    return isinstance(held, Record) and held.pk is None


def _ready(record: Any, form: Any) -> None:
    """Set what people don't write, and save the recipients that were written in place."""
    keep_chosen(record, form)
    prepare(record, form)
