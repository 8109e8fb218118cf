"""What a text claims, apart from what the company does and what the law says."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policies.document import terms as t
from policies.models.company import Controller
from policies.models.fields import LineField, ProseField, TermField
from policies.models.record import Record
from policies.models.register import ProcessingActivity
from policies.models.rules import Rule


class Assertion(Record):
    """A claim in a text. A doubtful one stays in the register and off the page."""

    controller = models.ForeignKey(
        Controller,
        on_delete=models.CASCADE,
        related_name="assertions",
        verbose_name=_("virksomhet"),
    )
    kind_of = TermField(_("slag"), vocabulary=t.AssertionKind)
    text = ProseField(_("utsagn"), blank=False, help_text=_("Med egne ord, ikke kildens setning."))
    about = LineField(_("gjelder"), blank=True)
    polarity = TermField(_("hva utsagnet sier"), vocabulary=t.Polarity, default=t.Polarity.AFFIRMS)
    standing = TermField(
        _("hvor tydelig det er sagt"), vocabulary=t.Standing, default=t.Standing.STATED
    )
    doubt = TermField(
        _("tvil"),
        vocabulary=t.Doubt,
        null=True,
        blank=True,
        help_text=_("En tvilsom påstand vises aldri på siden."),
    )
    doubt_reason = ProseField(_("hvorfor det er tvil"))
    law_reference = LineField(_("lov"), blank=True)
    is_shown = models.BooleanField(_("vises på siden"), default=False)
    shown_reason = ProseField(_("hvorfor det vises eller ikke vises"))
    activity = models.ForeignKey(
        ProcessingActivity,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="assertions",
        verbose_name=_("behandling"),
    )

    class Meta(Record.Meta):
        verbose_name = _("utsagn")
        verbose_name_plural = _("utsagn")
        constraints = (
            *Record.Meta.constraints,
            Rule(
                name="assertion_doubtful_is_hidden",
                field="is_shown",
                condition=Q(doubt__isnull=True) | Q(is_shown=False),
                violation_error_message=_("En tvilsom påstand kan ikke vises på siden."),
            ),
            Rule(
                name="assertion_hidden_with_reason",
                field="shown_reason",
                condition=Q(is_shown=True) | ~Q(shown_reason=""),
                violation_error_message=_("Skriv hvorfor utsagnet ikke vises på siden."),
            ),
        )

    def __str__(self) -> str:
        return self.text
