"""Privacy policies: preview, publish, and the versions that were."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.admin.access import ByRole
from policies.admin.base import RecordAdmin
from policies.admin.cards import MORE, CardInline
from policies.forms import PublishForm
from policies.models import Policy, PolicyVersion, RightStatement
from policies.permissions import May, may_publish, may_read, nobody_may
from policies.publishing import article
from policies.publishing.publish import (
    NothingToPublishError,
    RegisterChangedError,
    next_number,
    preview,
    publish_policy,
)
from policies.workplace.active import active_company, allowed, demand, desk_of
from policies.workplace.standing import standings
from privacyhub.lists import WordsInLists
from privacyhub.lookups import OwnFilters


class RightInline(CardInline):
    model = RightStatement
    fk_name = "policy"
    fieldsets = (
        (None, {"fields": ("right", "how", "channel", "promised_days")}),
        (
            MORE,
            {
                "classes": ("collapse",),
                "fields": ("limits", "format", "identity_check", "position"),
            },
        ),
    )


@admin.register(Policy)
class PolicyAdmin(RecordAdmin):
    list_display = ("title", "visibility", "state")
    list_filter = ("visibility",)
    list_select_related = ("controller",)
    search_fields = ("title", "scope")
    inlines = (RightInline,)
    change_form_template = "admin/policies/policy_change_form.html"
    fieldsets = (
        (None, {"fields": ("title", "key", "scope", "activities", "websites", "visibility")}),
        (
            MORE,
            {
                "classes": ("collapse",),
                "fields": ("audience", "changes_when", "changes_notice", "review_on"),
            },
        ),
    )

    def view_on_site(self, obj: Any) -> Any:  # type: ignore[override]
        """Link straight to the public page."""
        return obj.get_absolute_url()

    def get_queryset(self, request: HttpRequest) -> Any:
        """Bring the versions' numbers along, in one query for the list."""
        return (
            super()
            .get_queryset(request)
            .prefetch_related(
                Prefetch("versions", PolicyVersion.objects.kept().only("policy_id", "number"))
            )
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A published address stays."""
        published = obj is not None and obj.versions.exists()
        return (*super().get_readonly_fields(request, obj), *(("key",) if published else ()))

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Offer publishing to those who may."""
        context["may_publish"] = may_publish(desk_of(request).access)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("status"))
    def state(self, obj: Policy) -> str:
        """Tell which version is published."""
        numbers = [version.number for version in obj.versions.all()]
        return (
            _("Publisert, versjon %(n)d") % {"n": max(numbers)} if numbers else _("Ikke publisert")
        )

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Link to the page only when there is one."""
        return super().get_view_on_site_url(obj) if obj and obj.versions.exists() else None

    def get_urls(self) -> Any:
        """Add preview and publishing."""
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/forhandsvis/", view(self.preview_view), name="policy-preview"),
            path("<int:pk>/publiser/", view(self.publish_view), name="policy-publish"),
        ]
        return own + super().get_urls()

    def _policy(self, request: HttpRequest, pk: int, may: May) -> Policy:
        policies = Policy.objects.filter(controller=active_company(request))
        policy = get_object_or_404(policies.select_related("controller"), pk=pk)
        demand(request, may)
        return policy

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the page as it would be published now."""
        policy = self._policy(request, pk, may_read)
        context = {
            "title": policy.title,
            "article": article.render(preview(policy)),
            "policy": policy,
            "back": reverse("admin:policies_policy_change", args=[pk]),
        }
        return TemplateResponse(request, "policies/preview.html", context)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what readers will see and miss; on POST, publish."""
        policy = self._policy(request, pk, may_publish)
        form = PublishForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._publish(request, policy, form.cleaned_data["change_note"])
        standing = standings(policy.controller).get(policy.pk)
        if standing is None:  # removed this very moment
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("Publiser %(title)s") % {"title": policy.title},
            "opts": Policy._meta,
            "policy": policy,
            "number": next_number(policy),
            "gaps": standing.gaps,
            "unchanged": not standing.is_changed,
            "form": form,
        }
        return TemplateResponse(request, "admin/policies/policy_publish.html", context)

    def _publish(self, request: HttpRequest, policy: Policy, note: str) -> HttpResponse:
        back = reverse("admin:policies_policy_change", args=[policy.pk])
        try:
            version = publish_policy(policy, by=request.user, change_note=note)
        except NothingToPublishError:
            messages.info(request, _("Ingenting er endret siden sist. Ingen ny versjon er laget."))
        except RegisterChangedError:
            again = _("Noen endret registeret mens siden ble laget. Se over, og publiser igjen.")
            messages.error(request, again)
            return HttpResponseRedirect(reverse("admin:policy-publish", args=[policy.pk]))
        else:
            about = _("Versjon {} er publisert: <a href='{}'>{}</a>")
            address = policy.get_absolute_url()
            messages.success(request, format_html(about, version.number, address, address))
        return HttpResponseRedirect(back)


@admin.register(PolicyVersion)
class PolicyVersionAdmin(ByRole, WordsInLists, OwnFilters, admin.ModelAdmin):
    list_display = ("title", "number", "effective_at", "published_by", "erased_at")
    search_fields = ("title", "change_note")
    list_select_related = ("policy__controller",)
    empty_value_display = "–"
    fields = (
        "policy",
        "number",
        "title",
        "visibility",
        "effective_at",
        "published_at",
        "published_by",
        "change_note",
        "document_sha256",
        "pdf_sha256",
        "erased_at",
        "erased_by",
        "erased_reason",
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Know the active company's, and leave the large columns in the database."""
        versions = super().get_queryset(request).defer("document", "article", "pdf")
        return versions.filter(policy__controller=active_company(request))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Versions are made by publishing."""
        return allowed(request, nobody_may)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Versions are sealed."""
        return allowed(request, nobody_may)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Versions are sealed."""
        return allowed(request, nobody_may)
