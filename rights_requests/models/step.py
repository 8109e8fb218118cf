"""The case's own log: each step, and each change of its deadline, written once."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policies.models.fields import LineField, TermField
from privacyhub.sealed import Sealed
from rights_requests import terms as t
from rights_requests.models.case import Case


class StepQuerySet(models.QuerySet["Step"]):
    """Which steps."""

    def erase(self, *, now: datetime | None = None) -> int:
        """Empty and delete them: the seal lets nothing go that isn't emptied first."""
        emptied: dict[str, Any] = dict.fromkeys(STEP_TEXTS, "")
        emptied |= {"by": None, "old_due_on": None, "new_due_on": None}
        self.filter(erased_at__isnull=True).update(erased_at=now or timezone.now(), **emptied)
        return self.filter(erased_at__isnull=False).delete()[0]

    def in_order(self) -> Self:
        """Order them as they happened."""
        return self.order_by("at", "pk")


STEP_TEXTS = ("by_name", "reason")


class Step(models.Model):
    """Something happened to a case. The database refuses to change or delete it.

    `reason` says why, in staff's words; it never holds a code, a token or a secret.
    """

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="steps", verbose_name=_("henvendelse")
    )
    event = TermField(_("hva"), vocabulary=t.Event)
    at = models.DateTimeField(_("tidspunkt"))
    # A user's number and name; without a number it was the person, or the program.
    by = models.PositiveBigIntegerField(_("hvem, nummer"), null=True)
    by_name = LineField(_("hvem"), blank=True)
    old_state = TermField(_("fra"), vocabulary=t.State, null=True)
    new_state = TermField(_("til"), vocabulary=t.State)
    old_due_on = models.DateField(_("frist før"), null=True)
    new_due_on = models.DateField(_("frist etter"), null=True)
    reason = models.TextField(_("hvorfor"), blank=True)
    erased_at = models.DateTimeField(_("slettet"), null=True, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("steg")
        verbose_name_plural = _("steg")
        constraints = (
            models.CheckConstraint(
                name="step_erased_is_empty",
                condition=Q(erased_at__isnull=True)
                | Q(
                    by__isnull=True,
                    old_due_on__isnull=True,
                    new_due_on__isnull=True,
                    **dict.fromkeys(STEP_TEXTS, ""),
                ),
            ),
            Sealed(name="step_sealed", identity=[], kept=["case_id", "event", "at", "new_state"]),
        )

    def __str__(self) -> str:
        return str(t.Event(self.event).label)
