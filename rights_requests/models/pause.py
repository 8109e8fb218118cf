"""When the clock stood still, and why."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from policies.models.fields import LineField, ProseField, TermField
from rights_requests import terms as t
from rights_requests.models.case import Case


class Pause(models.Model):
    """A question that the person must answer before we can go on (art. 12 no. 6, recital 63).

    The days from the question is sent to the answer comes are added to the deadline.
    """

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="pauses", verbose_name=_("henvendelse")
    )
    kind_of = TermField(_("venter på"), vocabulary=t.PauseKind)
    asked_on = models.DateField(_("spurt"))
    answered_on = models.DateField(_("besvart"), null=True, blank=True)
    ground = ProseField(_("hvorfor dere må spørre"), blank=False)
    question = ProseField(_("hva dere spør om"), blank=False)
    asked_by = LineField(_("spurt av"), blank=True)

    class Meta:
        ordering = ("asked_on", "pk")
        verbose_name = _("pause")
        verbose_name_plural = _("pauser")
        constraints = (
            models.CheckConstraint(
                name="pause_answered_after_asked",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("asked_on")),
            ),
            models.CheckConstraint(
                name="pause_for_a_reason", condition=~Q(ground="") & ~Q(question="")
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_on__isnull=True), name="pause_open_once"
            ),
        )

    def __str__(self) -> str:
        return str(t.PauseKind(self.kind_of).label)
