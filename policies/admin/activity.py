"""What the company does with data."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminRadioSelect
from django.utils.translation import gettext_lazy as _

from policies.admin.base import RecordAdmin, RecordInline
from policies.document import terms as t
from policies.models import (
    DataSource,
    DataUse,
    ProcessingActivity,
    Purpose,
    RetentionRule,
    Term,
)

# The bases in plain words (standard sentences Ba–Bf), to choose between.
BASES = (
    ("", _("Ikke avklart")),
    (t.LegalBasis.CONSENT, _("Samtykke. Dere gjør dette bare hvis personen har sagt ja.")),
    (
        t.LegalBasis.CONTRACT,
        _("Avtale. Dere trenger opplysningene for å oppfylle avtalen med personen selv."),
    ),
    (t.LegalBasis.OBLIGATION, _("Rettslig plikt. En lov pålegger dere dette.")),
    (t.LegalBasis.VITAL, _("Vitale interesser. Det gjelder noens liv eller helse.")),
    (t.LegalBasis.TASK, _("Offentlig oppgave. En lov gir dere oppgaven eller myndigheten.")),
    (
        t.LegalBasis.INTEREST,
        _("Berettiget interesse. Dere har en god grunn som veier tyngre enn ulempen."),
    ),
)


class PurposeInline(RecordInline):
    model = Purpose
    fk_name = "activity"

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Explain the bases where one is chosen."""
        field: Any = super().formfield_for_choice_field(db_field, request, **kwargs)
        if db_field.name == "legal_basis":
            field.widget = AdminRadioSelect()
            field.choices = BASES
        return field

    fieldsets = (
        (None, {"fields": ("text", "legal_basis", "law_reference", "interest", "contract_with")}),
        (None, {"fields": ("provision", "provision_consequence", "special_basis")}),
        (
            _("Markedsføring"),
            {
                "classes": ("collapse",),
                "fields": (
                    "is_marketing",
                    "marketing_channels",
                    "marketing_audience",
                    "marketing_goods",
                    "marketing_conditions",
                    "marketing_opt_out",
                ),
            },
        ),
        (_("Rekkefølge"), {"classes": ("collapse",), "fields": ("position",)}),
    )


class DataUseInline(RecordInline):
    model = DataUse
    fk_name = "activity"


class DataSourceInline(RecordInline):
    model = DataSource
    fk_name = "activity"


@admin.register(ProcessingActivity)
class ActivityAdmin(RecordAdmin):
    list_display = ("name", "role", "status", "next_review_on")
    list_filter = ("status", "role", "purposes__legal_basis")
    search_fields = ("name", "description", "purposes__text", "purposes__law_reference")
    inlines = (PurposeInline, DataUseInline, DataSourceInline)
    fieldsets = (
        (
            None,
            {"fields": ("name", "description", "role", "processor_for", "systems")},
        ),
        (
            _("Automatiserte avgjørelser og profilering"),
            {
                "classes": ("collapse",),
                "fields": (
                    "automated_decisions",
                    "automated_decision",
                    "automated_logic",
                    "automated_consequences",
                    "profiling",
                    "profiling_description",
                ),
            },
        ),
        (
            _("Internt arbeid"),
            {
                "classes": ("collapse",),
                "fields": ("owner", "status", "ended_on", "dpia", "next_review_on", "position"),
            },
        ),
    )


@admin.register(Term)
class TermAdmin(RecordAdmin):
    list_display = ("name", "kind_of", "sensitivity")
    list_filter = ("kind_of", "sensitivity")


@admin.register(RetentionRule)
class RetentionRuleAdmin(RecordAdmin):
    list_display = ("__str__", "kind_of", "activity", "purpose", "law_reference")
    list_filter = ("kind_of", "disposal")
    list_select_related = ("activity", "purpose")
    search_fields = (
        "criterion",
        "starts_from",
        "law_reference",
        "activity__name",
        "purpose__text",
        "purpose__activity__name",
        "recipient__name",
    )


@admin.register(Purpose)
class PurposeAdmin(RecordAdmin):
    list_display = ("text", "legal_basis", "activity", "is_marketing")
    list_filter = ("legal_basis", "is_marketing")
    list_select_related = ("activity",)
    search_fields = ("text", "law_reference", "interest", "activity__name")


@admin.register(DataUse)
class DataUseAdmin(RecordAdmin):
    list_display = ("__str__", "category", "activity")
    list_filter = ("category__sensitivity",)
    list_select_related = ("category", "activity")
    search_fields = ("category__name", "items", "activity__name")


@admin.register(DataSource)
class DataSourceAdmin(RecordAdmin):
    list_display = ("__str__", "kind_of", "activity")
    list_filter = ("kind_of",)
    list_select_related = ("activity",)
    search_fields = ("description", "organisation", "activity__name")
