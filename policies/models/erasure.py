"""Erasing a whole company: what was proposed, and what is left when it is done."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policies.models.company import Controller
from policies.models.fields import LineField, ProseField
from privacyhub.sealed import Sealed

STANDS_FOR = timedelta(days=14)


class ErasureRequest(models.Model):
    """One person's proposal to erase a company; it waits for another person, and runs out."""

    controller = models.OneToOneField(
        Controller,
        on_delete=models.CASCADE,
        related_name="erasure_request",
        verbose_name=_("virksomhet"),
        error_messages={"unique": _("Noen har alt foreslått å slette virksomheten.")},
    )
    asked_at = models.DateTimeField(_("foreslått"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("foreslått av"),
    )
    reason = ProseField(_("hvorfor"), blank=False)

    class Meta:
        verbose_name = _("forslag om sletting")
        verbose_name_plural = _("forslag om sletting")

    def __str__(self) -> str:
        return str(_("Forslag om sletting"))

    @property
    def stands_until(self) -> datetime:
        """Return when it runs out."""
        return self.asked_at + STANDS_FOR

    def stands(self, now: datetime | None = None) -> bool:
        """Tell whether it can still be confirmed."""
        return (now or timezone.now()) < self.stands_until


class CompanyErasure(models.Model):
    """The tombstone of an erased company: when, by whom, why, how much. Not its name.

    It is sealed. By the seal's door the two people's names may be emptied later.
    """

    company_number = models.PositiveBigIntegerField(_("virksomhetens tidligere nummer"))
    asked_at = models.DateTimeField(_("foreslått"))
    asked_by = models.PositiveBigIntegerField(_("foreslått av nummer"))
    asked_by_name = LineField(_("foreslått av"), blank=True)
    confirmed_at = models.DateTimeField(_("bekreftet og slettet"))
    confirmed_by = models.PositiveBigIntegerField(_("bekreftet av nummer"))
    confirmed_by_name = LineField(_("bekreftet av"), blank=True)
    reason = ProseField(_("hvorfor"))
    counts: Any = models.JSONField(_("antall"), default=list)
    erased_at = models.DateTimeField(_("navnene slettet"), null=True, blank=True)

    class Meta:
        ordering = ("-confirmed_at", "-pk")
        verbose_name = _("slettet virksomhet")
        verbose_name_plural = _("slettede virksomheter")
        constraints = (
            models.UniqueConstraint(fields=["company_number"], name="company_erased_once"),
            models.CheckConstraint(
                name="erasure_confirmed_by_another", condition=~Q(confirmed_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="erasure_confirmed_after_asked",
                condition=Q(confirmed_at__gte=F("asked_at")),
            ),
            models.CheckConstraint(
                name="erasure_erased_is_empty",
                condition=Q(erased_at__isnull=True)
                | Q(asked_by_name="", confirmed_by_name="", reason=""),
            ),
            Sealed(
                name="erasure_sealed",
                identity=["company_number"],
                kept=["asked_at", "asked_by", "confirmed_at", "confirmed_by"],
            ),
        )

    def __str__(self) -> str:
        return str(_("Slettet virksomhet nr. %(number)d") % {"number": self.company_number})

    def get_absolute_url(self) -> str:
        """Return where the tombstone is shown."""
        return reverse("admin:company-erased", args=[self.company_number])
