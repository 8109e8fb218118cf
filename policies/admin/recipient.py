"""Who gets data, and the systems that hold it."""

from django.contrib import admin

from policies.admin.base import RecordAdmin, RecordInline
from policies.models import Disclosure, DisclosureCondition, Recipient, System


class DisclosureInline(RecordInline):
    model = Disclosure
    fk_name = "recipient"


@admin.register(Recipient)
class RecipientAdmin(RecordAdmin):
    list_display = ("name", "role", "country", "agreement")
    list_filter = ("role", "agreement")
    search_fields = ("name", "description", "agreement_terms")
    inlines = (DisclosureInline,)


@admin.register(System)
class SystemAdmin(RecordAdmin):
    list_display = ("name", "supplier", "is_shown")
    list_select_related = ("supplier",)
    search_fields = ("name", "purpose", "supplier__name")


@admin.register(Disclosure)
class DisclosureAdmin(RecordAdmin):
    list_display = ("recipient", "why", "transfer", "transfer_country")
    list_filter = ("transfer", "transfer_mechanism")
    list_select_related = ("recipient",)
    search_fields = ("recipient__name", "what", "why")


@admin.register(DisclosureCondition)
class DisclosureConditionAdmin(RecordAdmin):
    list_display = ("text", "kind_of")
    search_fields = ("text",)
