"""Websites and their cookies."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from policies.admin.base import RecordAdmin
from policies.admin.cards import MORE, CardInline, asked_with
from policies.models import Cookie, Website


class CookieInline(CardInline):
    model = Cookie
    fk_name = "website"
    fieldsets = (
        (None, {"fields": ("name", "purpose", "category", "provider", "lifetime_seconds")}),
        (
            MORE,
            {
                "classes": ("collapse",),
                "fields": ("kind_of", "set_by_us", "shared_with", "consent_needed", "position"),
            },
        ),
    )


@admin.register(Website)
class WebsiteAdmin(RecordAdmin):
    list_display = ("__str__", "uses_cookies", "belonging")
    list_filter = ("uses_cookies",)
    search_fields = ("host", "name", "cookies__name")
    inlines = (CookieInline,)
    fieldsets = (
        (None, {"fields": ("host", "name", "uses_cookies")}),
        (_("Samtykke"), {"fields": ("consent_method", "consent_url")}),
        (
            MORE,
            {
                "classes": ("collapse",),
                "fields": (
                    "belonging",
                    "similar_technologies",
                    "control",
                    "blocking_effect",
                    "limits",
                    "duration_stated",
                    "position",
                ),
            },
        ),
    )


@admin.register(Cookie)
class CookieAdmin(RecordAdmin):
    list_display = ("__str__", "category", "website", "consent_needed")
    list_filter = ("category", "consent_needed")
    list_select_related = ("website",)
    search_fields = ("name", "purpose", "provider__name")
    fieldsets = asked_with("website", CookieInline.fieldsets)
