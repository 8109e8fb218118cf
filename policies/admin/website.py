"""Websites and their cookies."""

from django.contrib import admin

from policies.admin.base import RecordAdmin, RecordInline
from policies.models import Cookie, Website


class CookieInline(RecordInline):
    model = Cookie
    fk_name = "website"


@admin.register(Website)
class WebsiteAdmin(RecordAdmin):
    list_display = ("__str__", "uses_cookies", "belonging")
    list_filter = ("uses_cookies",)
    search_fields = ("host", "name", "cookies__name")
    inlines = (CookieInline,)


@admin.register(Cookie)
class CookieAdmin(RecordAdmin):
    list_display = ("__str__", "category", "website", "consent_needed")
    list_filter = ("category", "consent_needed")
    list_select_related = ("website",)
    search_fields = ("name", "purpose", "provider__name")
