"""What the admin pages of all records have in common."""

import json
import re
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from policies.admin.audited import AuditedRecords
from policies.admin.choices import Offered, OneRecord, SeveralRecords
from policies.admin.history import HistoryInWords
from policies.document.naming import key_for
from policies.document.provenance import retold
from policies.models import Controller, DataUse, Record
from policies.models.fields import LineField, ProseField, TermField
from policies.models.record import MAX_POSITION
from policies.workplace.active import active_company
from policies.workplace.draft import draft, policy_about, record_of
from policies.workplace.gaps import gaps_of, place_of
from policies.workplace.seen import changed_meanwhile, fingerprint


class RecordForm(forms.ModelForm):
    """A form whose choices all belong to the record's own company."""

    company: Controller | None = None  # the active one, set for each request

    def __init__(self, *args: Any, above: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.above = above
        record: Any = self.instance
        if getattr(record, "controller_id", 0) is None:
            record.controller = company_of(above) if above else self.company

    def clean(self) -> dict[str, Any]:
        """Check the address; what the choices name was checked by being offered."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_key(cleaned.get("key"), getattr(self.instance, "controller_id", None))
        self._check_seen()
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Don't ask the database again whether a record that was offered exists."""
        shared = {n for n, field in self.fields.items() if getattr(field, "offered", None)}
        found: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return found | shared

    def _check_seen(self) -> None:
        """Stop when somebody else saved meanwhile: both texts are shown, and the writer chooses."""
        seen = self.data.get("_seen")
        if not seen or self.instance.pk is None or self.above is not None:
            return
        if seen == fingerprint(type(self.instance)._default_manager.get(pk=self.instance.pk)):
            return
        self._take_what_was_not_touched()
        held = [
            _("%(field)s: lagret er «%(saved)s»") % {"field": self.fields[name].label, "saved": old}
            for name in self.changed_data
            if isinstance(old := self.initial.get(name), str) and old
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
        except ValueError:
            return
        posted: Any = self.data
        data = posted.copy()
        for name, before in was.items() if isinstance(was, dict) else ():
            now = self.initial.get(name)
            if name in self.fields and data.get(name) == before and isinstance(now, str):
                data[name] = now
        self.data = data

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

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Scope single choices."""
        self.scoped(db_field, request, kwargs)
        kwargs["form_class"] = OneRecord
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(field, forms.ModelChoiceField) and not db_field.remote_field.parent_link:
            field.empty_label = str(_("Ikke avklart"))
        return field

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Scope several choices, as boxes to tick."""
        self.scoped(db_field, request, kwargs)
        kwargs |= {"form_class": SeveralRecords, "widget": forms.CheckboxSelectMultiple()}
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None:
            field.help_text = db_field.help_text
        return field


_ID = re.compile(r"[0-9]{1,18}", re.ASCII)

# Wide enough to read what is written, low enough to see the rest of the form.
BOXES: Any = {
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

    def get_queryset(self, request: HttpRequest) -> Any:
        """Bring along what the rows' names and boxes tell."""
        several = [field.name for field in self.opts.many_to_many]
        return named(super().get_queryset(request)).prefetch_related(*several)


class RecordAdmin(AuditedRecords, HistoryInWords, ScopedChoices, admin.ModelAdmin):
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
        return draft(request, company, row, lambda: self.change_view(request, str(pk)))

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Go on to the next thing that is missing, when that was asked."""
        return self._next_gap(request) or super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        """Go on to the next thing that is missing, when that was asked."""
        return self._next_gap(request) or super().response_change(request, obj)

    def _next_gap(self, request: HttpRequest) -> HttpResponseRedirect | None:
        company = active_company(request)
        if "_nextgap" not in request.POST or company is None:
            return None
        found = gaps_of(company)
        if not found:
            self.message_user(request, _("Lagret. Siden sier ikke lenger at noe mangler."))
            return HttpResponseRedirect(reverse("admin:index"))
        text = _("Lagret. Neste: %(gap)s.") % {"gap": found[0].text}
        self.message_user(request, text)
        return HttpResponseRedirect(place_of(company, found[0]))

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
    model = type(record)
    if record.pk is None:
        kin = model._default_manager.filter(controller=record.controller)
        if not record.key or kin.filter(key=record.key).exists():
            record.key = key_for(str(record), set(kin.values_list("key", flat=True)))
        if "position" not in form.changed_data:
            last = kin.aggregate(last=Max("position"))["last"]
            record.position = 0 if last is None else min(last + 1, MAX_POSITION)
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
