"""The company, those beside it, its sources and what its texts claim."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policies.admin.base import RecordAdmin, RecordForm, RecordInline
from policies.admin.placing import keep_sources
from policies.models import (
    Assertion,
    Controller,
    Party,
    PolicyVersion,
    SecurityMeasure,
    SourceDocument,
)
from policies.permissions import may_install, nobody_may
from policies.workplace.active import active_company, allowed, choose_company


class PartyInline(RecordInline):
    model = Party
    fk_name = "controller"
    exclude = ()


@admin.register(Controller)
class ControllerAdmin(RecordAdmin):
    inlines = (PartyInline,)
    fieldsets = (
        (None, {"fields": ("name", "key", "legal_form", "identifier_scheme", "identifier_number")}),
        (
            _("Slik når folk dere"),
            {"fields": ("email", "phone", "street", "postcode", "city", "country")},
        ),
        (
            _("Det loven spør om"),
            {"fields": ("dpo_status", "has_recipients", "transfers_outside_eea")},
        ),
        (
            _("Tilsynsmyndighet"),
            {
                "fields": (
                    "authority",
                    "authority_name",
                    "authority_email",
                    "authority_phone",
                    "authority_url",
                )
            },
        ),
        (
            _("Flere opplysninger"),
            {"classes": ("collapse",), "fields": ("origin", "other_names", "calendar_country")},
        ),
    )

    exclude = ()
    holds_people = True

    def shows_people(self, record: Any) -> bool:
        """The people beside the company stand on its page."""
        return bool(record.parties.exists())

    def event_company(self, request: HttpRequest) -> Any:
        """A company that is being added is the one it is about."""
        return getattr(request, "added_company", None) or super().event_company(request)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write what was added, on the new company itself."""
        request.added_company = obj  # type: ignore[attr-defined]
        super().log_addition(request, obj, message)

    def view_on_site(self, obj: Any) -> Any:  # type: ignore[override]
        """Link straight to the public page."""
        return obj.get_absolute_url()

    def get_queryset(self, request: HttpRequest) -> Any:
        """Know the active company alone; another is chosen first."""
        company = active_company(request)
        return Controller.objects.filter(pk=company.pk) if company else Controller.objects.none()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A company needs nothing to belong to; who installs lets new ones in."""
        return allowed(request, may_install)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Go to the active company: it is the only one on this list."""
        company = active_company(request)
        if company is None:
            return HttpResponseRedirect(reverse("admin:policies_controller_add"))
        return HttpResponseRedirect(reverse("admin:policies_controller_change", args=[company.pk]))

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Work on the new company from now on."""
        choose_company(request, obj)
        return super().response_add(request, obj, *args, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Its address is on paper and in links: it doesn't change."""
        return ("key",) if obj else ()

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Link to the company's page only when it has one."""
        published = obj and PolicyVersion.objects.filter(policy__controller=obj).exists()
        return super().get_view_on_site_url(obj) if published else None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A company is erased, its history too, not deleted here (docs/decisions/0013)."""
        return False

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Propose an address from the name."""
        return {} if obj else {"key": ("name",)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Keep the sources of a changed company true."""
        if change and obj.sources:
            keep_sources(obj, form)
        super(RecordAdmin, self).save_model(request, obj, form, change)


@admin.register(Party)
class PartyAdmin(RecordAdmin):
    holds_people = True
    list_display = ("__str__", "role", "email")
    list_filter = ("role",)
    search_fields = ("name", "title", "email")


class AboutForm(RecordForm):
    """A form where words that belong to the record read well before a colon."""

    class Meta:
        labels = {
            "about": _("Hva utsagnet gjelder"),
            "activity": _("Bare for denne behandlingen"),
        }


@admin.register(SecurityMeasure)
class SecurityMeasureAdmin(RecordAdmin):
    form = AboutForm
    list_display = ("text", "kind_of")
    list_filter = ("kind_of",)
    search_fields = ("text",)


@admin.register(Assertion)
class AssertionAdmin(RecordAdmin):
    form = AboutForm
    list_display = ("text", "kind_of", "doubt", "is_shown")
    list_filter = ("kind_of", "doubt", "is_shown")
    search_fields = ("text", "about", "doubt_reason", "law_reference")


@admin.register(SourceDocument)
class SourceDocumentAdmin(RecordAdmin):
    list_display = ("__str__", "file", "dated_on", "version")
    search_fields = ("title", "file")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Facts point at their source: it stays."""
        return allowed(request, nobody_may)
