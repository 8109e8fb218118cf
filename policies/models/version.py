"""Published versions: sealed facts that visitors read."""

import hashlib
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policies.document import terms as t
from policies.models.fields import LineField, ProseField, TermField
from policies.models.policy import Policy
from privacyhub.sealed import Sealed


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    """Which versions."""

    def kept(self) -> Self:
        """Return those that aren't erased."""
        return self.filter(erased_at__isnull=True)

    def effective(self, at: datetime | None = None) -> Self:
        """Return those whose moment has come, the newest first.

        The newest is in force unless it is erased: what it replaced stays replaced.
        """
        return self.filter(effective_at__lte=at or timezone.now()).order_by(
            "-effective_at", "-number"
        )

    def of(self, company: str, policy: str) -> Self:
        """Return those of the policy at /company/policy/."""
        return self.filter(policy__controller__key=company, policy__key=policy)

    def erase(self, *, by: str, reason: str) -> int:
        """Empty those that aren't yet, by the one door that the seal has; return how many."""
        emptied: dict[str, Any] = dict.fromkeys(TEXTS, "")
        about = {"erased_at": timezone.now(), "erased_by": by, "erased_reason": reason}
        return self.kept().update(pdf=b"", **emptied, **about)


# What a version holds beside its PDF; the tombstone keeps none of it.
TEXTS = ("document", "article", "title", "company", "change_note", "published_by")


class PolicyVersion(models.Model):
    """One published wording: document (JSON), article (HTML) and PDF, with checksums.

    In force, waiting and replaced are found from `effective_at`; nothing on the row changes.
    """

    policy = models.ForeignKey(
        Policy,
        on_delete=models.PROTECT,
        related_name="versions",
        verbose_name=_("personvernerklæring"),
    )
    number = models.PositiveIntegerField(_("versjon"))
    title = LineField(_("tittel"))
    company = LineField(_("virksomhet"))
    visibility = TermField(_("hvem som kan lese den"), vocabulary=t.Visibility)
    is_indexed = models.BooleanField(_("kan finnes i søkemotorer"))
    effective_at = models.DateTimeField(_("gjelder fra"))
    published_at = models.DateTimeField(_("publisert"))
    published_by = LineField(_("publisert av"))
    change_note = ProseField(_("hva er nytt"))
    document = models.TextField(_("dokument (JSON)"))
    article = models.TextField(_("artikkel (HTML)"))
    pdf = models.BinaryField(_("PDF"))
    document_sha256 = models.CharField(_("dokumentets kontrollsum"), max_length=64)
    pdf_sha256 = models.CharField(_("PDF-ens kontrollsum"), max_length=64)
    erased_at = models.DateTimeField(_("slettet"), null=True, blank=True)
    erased_by = LineField(_("slettet av"), blank=True)
    erased_reason = ProseField(_("hvorfor slettet"))

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        ordering = ("policy", "-number")
        verbose_name = _("publisert versjon")
        verbose_name_plural = _("publiserte versjoner")
        constraints = (
            models.UniqueConstraint(fields=["policy", "number"], name="version_number_unique"),
            models.CheckConstraint(name="version_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="version_erased_by_someone_for_a_reason",
                condition=Q(erased_at__isnull=True, erased_by="", erased_reason="")
                | Q(erased_at__isnull=False) & ~Q(erased_by="") & ~Q(erased_reason=""),
            ),
            models.CheckConstraint(
                name="version_erased_is_empty",
                condition=Q(erased_at__isnull=True)
                | Q(
                    document="",
                    article="",
                    title="",
                    company="",
                    pdf=b"",
                    change_note="",
                    published_by="",
                ),
            ),
            Sealed(
                name="version_sealed",
                identity=["policy_id", "number"],
                kept=[
                    "visibility",
                    "is_indexed",
                    "effective_at",
                    "published_at",
                    "document_sha256",
                    "pdf_sha256",
                ],
            ),
        )
        indexes = (models.Index(fields=["policy", "-effective_at"], name="version_in_force"),)

    def __str__(self) -> str:
        return f"{self.title} – {_('versjon')} {self.number}"

    @property
    def is_intact(self) -> bool:
        """Tell whether document and PDF still have the checksums they were stored with."""
        return (
            sha256(self.document.encode()) == self.document_sha256
            and sha256(bytes(self.pdf)) == self.pdf_sha256
        )


def sha256(content: bytes) -> str:
    """Return the checksum as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
