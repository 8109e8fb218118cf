"""Mail on its way: written with what it tells of, sent after the commit, tried again."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policies.models.fields import LineField, TermField
from rights_requests import terms as t
from rights_requests.models.case import Case


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    """Which mails."""

    def waiting(self) -> Self:
        """Return those that haven't gone out, and still should."""
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True)

    def due(self, now: datetime | None = None) -> Self:
        """Return those to try now, the longest waiting first."""
        due = self.waiting().filter(next_try_at__lte=now or timezone.now())
        return due.order_by("next_try_at", "pk")

    def failing(self) -> Self:
        """Return those that a mail server has refused at least once."""
        return self.waiting().filter(attempts__gt=0).exclude(last_error="")


class Outgoing(models.Model):
    """A mail to be sent. It holds no text and no secret: the body is made from the kind."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="mails", verbose_name=_("henvendelse")
    )
    kind_of = TermField(_("slag"), vocabulary=t.MailKind)
    email = LineField(_("til"), kind="Email")
    created_at = models.DateTimeField(_("skrevet"))
    attempts = models.PositiveSmallIntegerField(_("forsøk"), default=0)
    next_try_at = models.DateTimeField(_("prøves igjen"))
    sent_at = models.DateTimeField(_("sendt"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("ikke lenger aktuell"), null=True, blank=True)
    last_error = models.CharField(_("siste feil"), max_length=300, blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        verbose_name = _("e-post på vei")
        verbose_name_plural = _("e-poster på vei")
        constraints = (
            models.CheckConstraint(
                name="mail_sent_or_dropped",
                condition=Q(sent_at__isnull=True) | Q(dropped_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind_of=t.MailKind.CONFIRM_AGAIN),
                name="mail_confirm_reminder_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True),
                name="mail_to_send",
            ),
            models.Index(fields=["email", "kind_of", "created_at"], name="mail_of_address"),
        )

    def __str__(self) -> str:
        return str(t.MailKind(self.kind_of).label)
