"""What is kept of a register as it stood, and files that take a while to make."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policies.models.company import Controller
from policies.models.fields import LineField


class RegisterSnapshot(models.Model):
    """A whole register as JSON, compressed; the same register is kept once."""

    controller = models.ForeignKey(
        Controller,
        on_delete=models.CASCADE,
        related_name="snapshots",
        verbose_name=_("virksomhet"),
    )
    sha256 = models.CharField(_("kontrollsum"), max_length=64)
    content = models.BinaryField(_("register, komprimert JSON"))

    class Meta:
        verbose_name = _("register slik det sto")
        verbose_name_plural = _("registre slik de sto")
        constraints = (
            models.UniqueConstraint(fields=["controller", "sha256"], name="snapshot_kept_once"),
        )

    def __str__(self) -> str:
        return self.sha256[:16]


class RegisterDayQuerySet(models.QuerySet["RegisterDay"]):
    """Which days."""

    def newest(self, company: Controller, until: date | None = None) -> "RegisterDay | None":
        """Return the newest day of a company, up to one if given."""
        found = self.filter(controller=company)
        if until is not None:
            found = found.filter(day__lte=until)
        return found.order_by("-day").first()


class RegisterDay(models.Model):
    """How a company's register stood after the last change of a day (docs/decisions/0017).

    `changes` is how many changes the register had had then: it tells for which later days it
    still stood so.
    """

    controller = models.ForeignKey(
        Controller,
        on_delete=models.CASCADE,
        related_name="register_days",
        verbose_name=_("virksomhet"),
    )
    day = models.DateField(_("dagen det sist ble endret"))
    changes = models.PositiveBigIntegerField(_("antall endringer til da"))
    snapshot = models.ForeignKey(
        RegisterSnapshot,
        on_delete=models.CASCADE,
        related_name="days",
        verbose_name=_("register slik det sto"),
    )

    objects = RegisterDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("dag i registeret")
        verbose_name_plural = _("dager i registeret")
        constraints = (
            models.UniqueConstraint(fields=["controller", "day"], name="register_day_unique"),
        )

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}"


class JobState(models.TextChoices):
    """Where the work on a file is."""

    WAITING = "waiting", _("venter")
    RUNNING = "running", _("lages")
    DONE = "done", _("klar")
    FAILED = "failed", _("mislyktes")


class ExportJobQuerySet(models.QuerySet["ExportJob"]):
    """Which jobs."""

    def of(self, company: Controller, user: Any) -> Self:
        """Return those that a person ordered in a company."""
        return self.filter(controller=company, ordered_by=user)


class ExportJob(models.Model):
    """A file that somebody ordered, how far it has come, and the file itself for a day."""

    controller = models.ForeignKey(
        Controller,
        on_delete=models.CASCADE,
        related_name="export_jobs",
        verbose_name=_("virksomhet"),
    )
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("bestilt av"),
    )
    ordered_at = models.DateTimeField(_("bestilt"))
    form = models.CharField(_("format"), max_length=20)
    variant = models.CharField(_("felt"), max_length=20)
    scope = models.CharField(_("behandlinger"), max_length=20)
    day = models.DateField(_("dag"))
    state = models.CharField(_("status"), max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(_("deler ferdig"), default=0)
    parts = models.PositiveIntegerField(_("deler i alt"), default=0)
    told_at = models.DateTimeField(_("sist meldt"))
    tries = models.PositiveSmallIntegerField(_("forsøk"), default=0)
    file = models.BinaryField(_("filen"), default=b"")
    file_name = LineField(_("filnavn"), blank=True)
    sha256 = models.CharField(_("kontrollsum"), max_length=64, blank=True)

    objects = ExportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("bestilt fil")
        verbose_name_plural = _("bestilte filer")
        constraints = (
            models.CheckConstraint(name="job_state_known", condition=Q(state__in=JobState.values)),
        )
        indexes = (models.Index(fields=["state", "told_at"], name="job_by_state"),)

    def __str__(self) -> str:
        return self.file_name or str(self._meta.verbose_name)
