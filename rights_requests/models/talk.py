"""What is written: to the person, by the person, and among staff."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.fields import LineField, ProseField, TermField
from rights_requests import terms as t
from rights_requests.models.case import Case


class Message(models.Model):
    """A message between the person and the company; both see it."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="messages", verbose_name=_("henvendelse")
    )
    kind_of = TermField(_("slag"), vocabulary=t.MessageKind, default=t.MessageKind.MESSAGE)
    is_from_person = models.BooleanField(_("fra personen"))
    text = ProseField(_("tekst"), blank=False)
    written_at = models.DateTimeField(_("skrevet"))
    written_by = LineField(_("skrevet av"), blank=True)

    class Meta:
        ordering = ("written_at", "pk")
        verbose_name = _("melding")
        verbose_name_plural = _("meldinger")
        constraints = (
            models.CheckConstraint(name="message_says_something", condition=~models.Q(text="")),
        )

    def __str__(self) -> str:
        return str(t.MessageKind(self.kind_of).label)


class Note(models.Model):
    """A note among staff; the person has access to it only as to other data (art. 15)."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="notes", verbose_name=_("henvendelse")
    )
    text = ProseField(_("tekst"), blank=False)
    written_at = models.DateTimeField(_("skrevet"))
    written_by = LineField(_("skrevet av"), blank=True)

    class Meta:
        ordering = ("written_at", "pk")
        verbose_name = _("notat")
        verbose_name_plural = _("notater")
        constraints = (
            models.CheckConstraint(name="note_says_something", condition=~models.Q(text="")),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
