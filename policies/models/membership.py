"""Who works for which company, and as what (docs/decisions/0011)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policies.document import terms as t
from policies.models.company import Controller
from policies.models.fields import TermField


class Membership(models.Model):
    """One role that a person has in a company; one who does several things has several.

    A person who still belongs to a company isn't deleted: the last administrator would go
    unseen. What is known of who let them in is text, so that it outlives that person.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("bruker"),
    )
    company = models.ForeignKey(
        Controller,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("virksomhet"),
    )
    role = TermField(_("rolle"), vocabulary=t.Role)
    added_at = models.DateTimeField(_("lagt til"), default=timezone.now)
    added_by = models.CharField(_("lagt til av"), max_length=254, blank=True)

    class Meta:
        ordering = ("company__name", "user__email", "id")
        verbose_name = _("medlemskap")
        verbose_name_plural = _("medlemskap")
        constraints = (
            models.UniqueConstraint(fields=["user", "company", "role"], name="membership_once"),
        )

    def __str__(self) -> str:
        return f"{self.user}, {t.Role(self.role).label}, {self.company}"
