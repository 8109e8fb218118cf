"""One thing that a request asks for, with what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policies.models.fields import LineField, ProseField, TermField
from rights_requests import terms as t
from rights_requests.models.case import Case


class Demand(models.Model):
    """A right asked for (krav). `reason` is what the person is told."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="demands", verbose_name=_("henvendelse")
    )
    right = TermField(_("rettighet"), vocabulary=t.Right)
    outcome = TermField(_("utfall"), vocabulary=t.Outcome, null=True, blank=True)
    ground = TermField(_("rettslig grunn"), vocabulary=t.Ground, null=True, blank=True)
    reason = ProseField(_("begrunnelse"))
    decided_at = models.DateTimeField(_("avgjort"), null=True, blank=True)
    decided_by = LineField(_("avgjort av"), blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("krav")
        verbose_name_plural = _("krav")
        constraints = (
            models.UniqueConstraint(fields=["case", "right"], name="demand_once"),
            models.CheckConstraint(
                name="demand_refused_for_a_reason",
                condition=Q(outcome__isnull=True)
                | ~Q(outcome__in=sorted(t.REFUSALS))
                | Q(ground__isnull=False) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="demand_ground_of_refusal",
                condition=Q(ground__isnull=True)
                | Q(outcome__isnull=False, outcome__in=sorted(t.REFUSALS)),
            ),
            # Absolute: art. 21 no. 3 and art. 7 no. 3 leave nothing to weigh.
            models.CheckConstraint(
                name="demand_absolute_never_refused",
                condition=~Q(right__in=sorted(t.AT_ONCE))
                | Q(outcome__isnull=True)
                | ~Q(outcome__in=[t.Outcome.REFUSED, t.Outcome.PARTIAL]),
            ),
            models.CheckConstraint(
                name="demand_decided_at_some_time",
                condition=Q(outcome__isnull=True, decided_at__isnull=True)
                | Q(outcome__isnull=False, decided_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(t.Right(self.right).label)

    @property
    def is_refused(self) -> bool:
        """Tell whether the person must be told of complaint (art. 12 no. 4)."""
        return self.outcome in t.REFUSALS
