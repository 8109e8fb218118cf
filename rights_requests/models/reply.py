"""The answer: a draft that is worked on, and the replies that were sent."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policies.models.fields import LineField
from privacyhub.sealed import Sealed
from rights_requests.models.case import Case

DRAFT_LENGTH = 50_000


class Draft(models.Model):
    """The answer as it is being written, with placeholders; at most one for each case."""

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, related_name="draft", verbose_name=_("henvendelse")
    )
    text = models.TextField(_("svar"), max_length=DRAFT_LENGTH)
    written_at = models.DateTimeField(_("skrevet"))
    # Whoever wrote in it last; a number and a name, so that it outlives the user.
    written_by = models.PositiveBigIntegerField(_("skrevet av nummer"), null=True)
    written_by_name = LineField(_("skrevet av"), blank=True)
    comment = models.TextField(_("kommentar fra den som godkjenner"), blank=True)

    class Meta:
        verbose_name = _("utkast til svar")
        verbose_name_plural = _("utkast til svar")
        constraints = (models.CheckConstraint(name="draft_says_something", condition=~Q(text="")),)

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Which replies."""

    def erase(self, *, now: datetime | None = None) -> int:
        """Empty and delete them: the seal lets nothing go that isn't emptied first."""
        emptied: dict[str, Any] = dict.fromkeys(REPLY_TEXTS, "")
        self.filter(erased_at__isnull=True).update(
            erased_at=now or timezone.now(), pdf=b"", **emptied
        )
        return self.filter(erased_at__isnull=False).delete()[0]

    def newest_first(self) -> Self:
        """Order them with the one that goes for now first."""
        return self.order_by("-number")


REPLY_TEXTS = ("text", "drafted_by_name", "approved_by_name", "recipient")


class Reply(models.Model):
    """An answer as it was sent: text and PDF with checksums. The database refuses to change it."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="replies", verbose_name=_("henvendelse")
    )
    number = models.PositiveIntegerField(_("versjon"))
    text = models.TextField(_("svar"))
    pdf = models.BinaryField(_("PDF"))
    text_sha256 = models.CharField(_("tekstens kontrollsum"), max_length=64)
    pdf_sha256 = models.CharField(_("PDF-ens kontrollsum"), max_length=64)
    recipient = models.TextField(_("sendt til"))
    drafted_by = models.PositiveBigIntegerField(_("skrevet av nummer"), null=True)
    drafted_by_name = LineField(_("skrevet av"), blank=True)
    approved_by = models.PositiveBigIntegerField(_("godkjent av nummer"), null=True)
    approved_by_name = LineField(_("godkjent av"), blank=True)
    four_eyes = models.BooleanField(_("en annen måtte godkjenne"))
    sent_at = models.DateTimeField(_("sendt"))
    erased_at = models.DateTimeField(_("slettet"), null=True, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        verbose_name = _("svar")
        verbose_name_plural = _("svar")
        constraints = (
            models.UniqueConstraint(fields=["case", "number"], name="reply_number_unique"),
            models.CheckConstraint(name="reply_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="reply_approved_by_another",
                condition=Q(four_eyes=False)
                | Q(drafted_by__isnull=False, approved_by__isnull=False)
                & ~Q(drafted_by=models.F("approved_by")),
            ),
            models.CheckConstraint(
                name="reply_erased_is_empty",
                condition=Q(erased_at__isnull=True) | Q(**dict.fromkeys(REPLY_TEXTS, "")),
            ),
            Sealed(
                name="reply_sealed",
                identity=["case_id", "number"],
                kept=["text_sha256", "pdf_sha256", "sent_at"],
            ),
        )

    def __str__(self) -> str:
        return str(_("Svar %(number)d") % {"number": self.number})
