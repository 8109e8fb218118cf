"""The log: one row for each thing that somebody did, as text that survives what it tells of."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacyhub.sealed import Sealed

TEXT_LENGTH = 300


class Kind(models.TextChoices):
    """Everything that is told of."""

    ADDED = "added", _("lagt til")
    CHANGED = "changed", _("endret")
    DELETED = "deleted", _("slettet")
    UNDONE = "undone", _("angret")
    LOADED = "loaded", _("lastet inn fra fil")
    PUBLISHED = "published", _("publisert")
    EXPORTED = "exported", _("eksportert")
    READ = "read", _("lest")
    SIGNED_IN = "signed_in", _("logget inn")
    SIGN_IN_FAILED = "sign_in_failed", _("innlogging mislyktes")
    LOCKED_OUT = "locked_out", _("stengt ute")
    SIGNED_OUT = "signed_out", _("logget ut")
    PASSWORD_CHANGED = "password_changed", _("passord endret")
    FACTOR_CHANGED = "factor_changed", _("andre faktor endret")
    SESSION_ENDED = "session_ended", _("økt avsluttet")
    INVITED = "invited", _("invitert")
    ROLE_CHANGED = "role_changed", _("rolle endret")
    ERASURE_ASKED = "erasure_asked", _("sletting foreslått")
    ERASURE_WITHDRAWN = "erasure_withdrawn", _("forslag om sletting trukket")
    COMPANY_ERASED = "company_erased", _("virksomhet slettet")
    LOG_EXPORTED = "log_exported", _("logg eksportert")
    LOG_PURGED = "log_purged", _("logg slettet etter frist")


# Kept for a shorter time, and the only ones with an address.
SIGN_IN = frozenset({Kind.SIGNED_IN, Kind.SIGN_IN_FAILED, Kind.LOCKED_OUT, Kind.SIGNED_OUT})
# What people do with their own accounts, in no company.
ACCOUNT = SIGN_IN | {Kind.PASSWORD_CHANGED, Kind.FACTOR_CHANGED, Kind.SESSION_ENDED}


class EventQuerySet(models.QuerySet["Event"]):
    """Which events."""

    def about(self, *companies: str) -> Self:
        """Return those about companies, by key; the empty key means about none."""
        return self.filter(company_key__in=companies)

    def of_accounts(self, people: Any) -> Self:
        """Return how some people signed in, and what they did with their accounts."""
        return self.filter(company_key="", kind__in=ACCOUNT, actor_id__in=people)

    def overdue(self, on: date) -> Self:
        """Return those that are kept no longer."""
        return self.filter(keep_until__lt=on)

    def newest_first(self) -> Self:
        """Order them as people read them."""
        return self.order_by("-at", "-pk")

    def erase(self, *, now: datetime | None = None) -> int:
        """Empty and delete them: the seal lets nothing go that isn't emptied first."""
        emptied: dict[str, Any] = dict.fromkeys(TEXTS, "")
        emptied |= {"actor_id": None, "details": None, "address": None}
        self.filter(erased_at__isnull=True).update(erased_at=now or timezone.now(), **emptied)
        return self.delete_emptied()

    def delete_emptied(self) -> int:
        """Delete what is emptied, and return how many."""
        return Event.objects.filter(erased_at__isnull=False).delete()[0]


TEXTS = (
    "actor",
    "actor_email",
    "company_key",
    "company_name",
    "subject_kind",
    "subject_name",
    "subject_ref",
)


class Event(models.Model):
    """Somebody did something. There are no references: names stand here as they were.

    The database refuses to change or delete it, save by emptying it first.
    """

    at = models.DateTimeField(_("tidspunkt"))
    kind = models.CharField(_("hva"), max_length=20, choices=Kind)
    actor_id = models.BigIntegerField(_("brukerens nummer"), null=True)
    actor = models.CharField(_("hvem"), max_length=TEXT_LENGTH, blank=True)
    actor_email = models.CharField(_("e-postadresse"), max_length=TEXT_LENGTH, blank=True)
    company_key = models.CharField(_("virksomhetens adresse"), max_length=TEXT_LENGTH, blank=True)
    company_name = models.CharField(_("virksomhet"), max_length=TEXT_LENGTH, blank=True)
    subject_kind = models.CharField(_("slag"), max_length=TEXT_LENGTH, blank=True)
    subject_name = models.CharField(_("gjelder"), max_length=TEXT_LENGTH, blank=True)
    subject_ref = models.CharField(_("referanse"), max_length=TEXT_LENGTH, blank=True)
    details = models.JSONField(_("detaljer"), null=True)
    address = models.GenericIPAddressField(_("IP-adresse"), null=True)
    keep_until = models.DateField(_("beholdes til og med"))
    erased_at = models.DateTimeField(_("slettet"), null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("hendelse")
        verbose_name_plural = _("hendelser")
        constraints = (
            models.CheckConstraint(name="event_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="event_address_of_sign_in_alone",
                condition=Q(address__isnull=True) | Q(kind__in=sorted(SIGN_IN)),
            ),
            models.CheckConstraint(
                name="event_erased_is_empty",
                condition=Q(erased_at__isnull=True)
                | Q(
                    actor_id__isnull=True,
                    details__isnull=True,
                    address__isnull=True,
                    **dict.fromkeys(TEXTS, ""),
                ),
            ),
            Sealed(name="event_sealed", identity=[], kept=["at", "kind", "keep_until"]),
        )
        indexes = (
            models.Index(fields=["company_key", "-at", "-id"], name="event_of_company"),
            models.Index(fields=["subject_ref", "actor_id", "at"], name="event_of_subject"),
            models.Index(fields=["keep_until"], name="event_keep_until"),
        )

    def __str__(self) -> str:
        return f"{self.at:%d.%m.%Y %H.%M} {self.get_kind_display()}"
