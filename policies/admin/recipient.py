"""Who gets data, and the systems that hold it."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.admin.base import RecordAdmin
from policies.admin.cards import MORE, CardInline, asked_with
from policies.admin.ending import EndedFilter, EndedNotDeleted
from policies.models import Disclosure, DisclosureCondition, Recipient, System

# What stands on the recipient alone, and means something in many other places.
_TOUCHES = frozenset({"country", "role", "agreement", "agreement_expires_on"})


class DisclosureInline(CardInline):
    model = Disclosure
    fk_name = "recipient"
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "what",
                    "why",
                    "activities",
                    "transfer",
                    "transfer_country",
                    "transfer_mechanism",
                    "transfer_certified",
                    "transfer_safeguard",
                    "transfer_copy_from",
                )
            },
        ),
        (MORE, {"classes": ("collapse",), "fields": ("position",)}),
    )


@admin.register(Recipient)
class RecipientAdmin(EndedNotDeleted, RecordAdmin):
    list_display = ("name", "role", "country", "agreement", "standing")
    list_filter = (EndedFilter, "role", "agreement")
    search_fields = ("name", "description", "agreement_terms")
    inlines = (DisclosureInline,)
    change_form_template = "admin/policies/recipient_change_form.html"
    after_end = _(
        "Mottakeren forsvinner fra siden neste gang dere publiserer, og det samme gjør "
        "utleveringene dit. Den blir stående i registeret, for protokollen skal kunne vise hvem "
        "som fikk opplysninger før."
    )
    fieldsets = (
        (None, {"fields": ("name", "description", "role", "country", "agreement")}),
        (
            _("Avtalen og underleverandørene"),
            {
                "classes": ("collapse",),
                "fields": (
                    "agreement_terms",
                    "agreement_signed_on",
                    "agreement_expires_on",
                    "sub_processors",
                ),
            },
        ),
        (MORE, {"classes": ("collapse",), "fields": ("kind_of", "position")}),
    )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Save, and say that what was changed touches other records too."""
        super().save_model(request, obj, form, change)
        is_draft = getattr(request, "is_draft", False)
        if change and not is_draft and _TOUCHES.intersection(form.changed_data):
            link = format_html(
                '<a href="{}">{}</a>',
                reverse("admin:recipient-touches", args=[obj.pk]),
                gettext("Se hva det berører"),
            )
            told = gettext("Land, rolle eller avtale er endret for %(name)s.")
            told %= {"name": obj.name}
            messages.info(request, format_html("{} {}", told, link))


@admin.register(System)
class SystemAdmin(RecordAdmin):
    list_display = ("name", "supplier", "is_shown")
    list_select_related = ("supplier",)
    search_fields = ("name", "purpose", "supplier__name")
    fieldsets = (
        (None, {"fields": ("name", "supplier", "purpose", "is_shown")}),
        (MORE, {"classes": ("collapse",), "fields": ("position",)}),
    )


@admin.register(Disclosure)
class DisclosureAdmin(RecordAdmin):
    list_display = ("recipient", "why", "transfer", "transfer_country")
    list_filter = ("transfer", "transfer_mechanism")
    list_select_related = ("recipient",)
    search_fields = ("recipient__name", "what", "why")
    fieldsets = asked_with("recipient", DisclosureInline.fieldsets)


@admin.register(DisclosureCondition)
class DisclosureConditionAdmin(RecordAdmin):
    list_display = ("text", "kind_of")
    search_fields = ("text",)
