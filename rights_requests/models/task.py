"""What must be done beside the answer: search, stop, tell recipients, give notice."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policies.models.fields import LineField, ProseField, TermField
from rights_requests import terms as t
from rights_requests.models.case import Case
from rights_requests.models.demand import Demand

_RESULT_FITS = reduce(
    or_, (Q(kind_of=kind, result__in=sorted(results)) for kind, results in t.RESULTS.items())
)


class Task(models.Model):
    """A task. It names a record of the register by key and name, and survives it."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="tasks", verbose_name=_("henvendelse")
    )
    demand = models.ForeignKey(
        Demand,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("krav"),
    )
    kind_of = TermField(_("slag"), vocabulary=t.TaskKind)
    record = models.CharField(_("nøkkel i registeret"), max_length=120, blank=True)
    name = LineField(_("hvor eller hvem"))
    about = LineField(_("hva det gjelder"), blank=True)
    due_on = models.DateField(_("gjøres innen"), null=True, blank=True)
    asked_on = models.DateField(_("spurt"), null=True, blank=True)
    result = TermField(_("resultat"), vocabulary=t.TaskResult, null=True, blank=True)
    answered_on = models.DateField(_("besvart"), null=True, blank=True)
    answered_by = LineField(_("besvart av"), blank=True)
    note = ProseField(_("merknad"))

    class Meta:
        ordering = ("kind_of", "pk")
        verbose_name = _("oppgave")
        verbose_name_plural = _("oppgaver")
        constraints = (
            models.CheckConstraint(
                name="task_answered_with_result",
                condition=Q(result__isnull=True, answered_on__isnull=True)
                | Q(result__isnull=False, answered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="task_result_of_its_kind",
                condition=Q(result__isnull=True) | _RESULT_FITS,
            ),
            models.CheckConstraint(name="task_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="task_impossible_for_a_reason",
                condition=Q(result__isnull=True) | ~Q(result=t.TaskResult.IMPOSSIBLE) | ~Q(note=""),
            ),
            models.UniqueConstraint(
                fields=["case", "kind_of", "record"],
                condition=~Q(record=""),
                name="task_once_for_each_record",
            ),
        )

    def __str__(self) -> str:
        return f"{t.TaskKind(self.kind_of).label}: {self.name}"

    @property
    def is_done(self) -> bool:
        """Tell whether it is answered."""
        return self.result is not None
