"""What the company does with data."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminRadioSelect
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from policies.admin.base import RecordAdmin, RecordForm, RecordFormSet
from policies.admin.cards import MORE, CardInline, asked_with
from policies.admin.ending import EndedNotDeleted
from policies.admin.folding import LONG
from policies.admin.items import FEWER_OFFERED, MOST_OFFERED, OwnItems, Suggestions, suggest
from policies.admin.sharing import SharingForm, share, shared_in_words, show_sharing
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


# What is asked of every rule of retention, wherever it is written.
KEPT = ("period", "starts_from", "criterion", "disposal", "law_reference")


class DataUseFormSet(RecordFormSet):
    """Rows of data that share what is suggested."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Look the suggestions up once for all."""
        super().add_fields(form, index)
        if not hasattr(self, "suggestions"):
            most = FEWER_OFFERED if self.initial_form_count() > LONG else MOST_OFFERED
            self.suggestions = Suggestions(getattr(self.instance, "controller", None), most)
        suggest(form, self.suggestions)


class PartForm(RecordForm):
    """A row of an activity, where words that belong to the person read well before a colon."""

    class Meta:
        labels = {
            "subjects": _("Hvem opplysningene gjelder"),
            "items": _("Hvilke opplysninger"),
            "purposes": _("Bare til disse formålene"),
            "marketing_goods": _("Hva markedsføringen gjelder"),
            "data_use": _("Bare for disse opplysningene"),
        }


class BasesExplained:
    """Shows the bases of a purpose as sentences. A part of its admin classes."""

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Explain the bases where one is chosen."""
        options: Any = super()
        field: Any = options.formfield_for_choice_field(db_field, request, **kwargs)
        if db_field.name == "legal_basis":
            field.widget = AdminRadioSelect()
            field.choices = BASES
        return field


class PurposeInline(BasesExplained, CardInline):
    model = Purpose
    fk_name = "activity"
    form = PartForm
    starts_with_one = True
    fieldsets = (
        (None, {"fields": ("text", "legal_basis", "law_reference", "interest", "contract_with")}),
        (
            _("Må personen gi opplysningene?"),
            {"classes": ("collapse",), "fields": ("provision", "provision_consequence")},
        ),
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
        (MORE, {"classes": ("collapse",), "fields": ("special_basis", "position")}),
    )


class DataUseInline(OwnItems, CardInline):
    model = DataUse
    fk_name = "activity"
    form = PartForm
    formset = DataUseFormSet
    starts_with_one = True
    fieldsets = (
        (None, {"fields": ("items", "subjects", "category")}),
        (
            MORE,
            {
                "classes": ("collapse",),
                "fields": ("is_open", "purposes", "legal_basis", "position"),
            },
        ),
    )


class RetentionFormSet(RecordFormSet):
    """Rules of an activity, which knows those of its parts too."""

    @cached_property
    def beside(self) -> list[tuple[str, str]]:
        """Return the rules for one purpose or some of the data alone: what each says, and where."""
        if self.instance.pk is None:
            return []
        of_parts = Q(purpose__activity=self.instance) | Q(data_use__activity=self.instance)
        rules = RetentionRule.objects.filter(of_parts, activity=None)
        return [
            (
                f"{rule.purpose or rule.data_use}: {rule}",
                reverse("admin:policies_retentionrule_change", args=[rule.pk]),
            )
            for rule in rules.select_related("purpose", "data_use__category")
        ]


class RetentionInline(CardInline):
    model = RetentionRule
    fk_name = "activity"
    form = PartForm
    formset = RetentionFormSet
    starts_with_one = True
    verbose_name_plural = _("Hvor lenge?")
    fieldsets = (
        (None, {"fields": KEPT}),
        (
            MORE,
            {
                "classes": ("collapse",),
                "fields": ("kind_of", "purpose", "data_use", "recipient", "position"),
            },
        ),
    )


class DataSourceInline(CardInline):
    model = DataSource
    fk_name = "activity"
    form = PartForm
    fieldsets = (
        (None, {"fields": ("kind_of", "description")}),
        (MORE, {"classes": ("collapse",), "fields": ("organisation", "data_use", "position")}),
    )


class ActivityForm(SharingForm, RecordForm):
    """An activity with its card «Hvem får opplysningene?»."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show_sharing(self)


@admin.register(ProcessingActivity)
class ActivityAdmin(EndedNotDeleted, RecordAdmin):
    form = ActivityForm
    in_words = {"shared_with": shared_in_words, "new_recipient": None}
    change_form_template = "admin/policies/activity_form.html"
    list_display = ("name", "role", "standing", "next_review_on")
    list_filter = ("status", "role", "purposes__legal_basis")
    search_fields = ("name", "description", "purposes__text", "purposes__law_reference")
    inlines = (DataUseInline, PurposeInline, RetentionInline, DataSourceInline)
    after_end = _(
        "Behandlingen forsvinner fra siden neste gang dere publiserer. Den blir stående i "
        "registeret, for protokollen skal kunne vise hva dere gjorde før."
    )
    fieldsets = (
        (None, {"fields": ("name", "description")}),
        (_("Hvem får opplysningene?"), {"fields": ("shared_with", "new_recipient")}),
        (
            _("Rolle og systemer"),
            {"classes": ("collapse",), "fields": ("role", "processor_for", "systems")},
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

    @admin.display(description=_("status"), ordering="status")
    def standing(self, record: Any) -> str:
        """Tell when it ended, else whether it is in use yet."""
        ended: str = super().standing(record)
        return ended if record.ended_on else str(record.get_status_display())

    def save_related(self, request: Any, form: Any, formsets: Any, change: Any) -> None:
        """Write who gets the data, when the activity and its rows are there."""
        super().save_related(request, form, formsets, change)
        share(form.instance, form)


@admin.register(Term)
class TermAdmin(RecordAdmin):
    list_display = ("name", "kind_of", "sensitivity")
    list_filter = ("kind_of", "sensitivity")


@admin.register(RetentionRule)
class RetentionRuleAdmin(RecordAdmin):
    form = PartForm
    fieldsets = (
        (None, {"fields": KEPT}),
        (_("Hva regelen gjelder"), {"fields": ("activity", "purpose", "data_use", "recipient")}),
        (MORE, {"classes": ("collapse",), "fields": ("kind_of", "position")}),
    )
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
class PurposeAdmin(BasesExplained, RecordAdmin):
    form = PartForm
    fieldsets = asked_with("activity", PurposeInline.fieldsets)
    list_display = ("text", "legal_basis", "activity", "is_marketing")
    list_filter = ("legal_basis", "is_marketing")
    list_select_related = ("activity",)
    search_fields = ("text", "law_reference", "interest", "activity__name")


@admin.register(DataUse)
class DataUseAdmin(OwnItems, RecordAdmin):
    form = PartForm
    fieldsets = asked_with("activity", DataUseInline.fieldsets)
    list_display = ("__str__", "category", "activity")
    list_filter = ("category__sensitivity",)
    list_select_related = ("category", "activity")
    search_fields = ("category__name", "items", "activity__name")


@admin.register(DataSource)
class DataSourceAdmin(RecordAdmin):
    form = PartForm
    fieldsets = asked_with("activity", DataSourceInline.fieldsets)
    list_display = ("__str__", "kind_of", "activity")
    list_filter = ("kind_of",)
    list_select_related = ("activity",)
    search_fields = ("description", "organisation", "activity__name")
