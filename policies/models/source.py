"""Texts that facts were read from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.company import Controller
from policies.models.fields import LineField
from policies.models.record import Record


class SourceDocument(Record):
    """A source text with its own title, date and version; the text itself stays outside."""

    controller = models.ForeignKey(
        Controller,
        on_delete=models.CASCADE,
        related_name="documents",
        verbose_name=_("virksomhet"),
    )
    file = LineField(_("filnavn"))
    sha256 = LineField(_("kontrollsum (SHA-256)"), max_length=64, kind="SourceDocument.sha256")
    title = LineField(_("tittel"), blank=True)
    dated_on = models.DateField(_("datert"), null=True, blank=True)
    version = LineField(_("versjon"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("kildedokument")
        verbose_name_plural = _("kildedokumenter")

    def __str__(self) -> str:
        return self.title or self.file
