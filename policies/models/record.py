"""What every record of a register has in common."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.document.base import KEY_LENGTH
from policies.models.fields import AsValue

MAX_POSITION = 1_000_000


class Record(models.Model):
    """A record with a stable key, a place among its kind, and where it was read.

    `sources` holds the spans (document.base.Span) as JSON on the record itself, so that
    they go where it goes (docs/decisions/0004).
    """

    controller_id: int
    key = models.SlugField(
        _("nøkkel"), max_length=KEY_LENGTH, editable=False, validators=[AsValue("Key")]
    )
    position = models.PositiveIntegerField(
        _("rekkefølge"), default=0, validators=[MaxValueValidator(MAX_POSITION)]
    )
    sources = models.JSONField(_("kildehenvisninger"), default=list, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ("position", "id")
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(
                fields=["controller", "key"],
                name="%(class)s_key_unique",
                violation_error_message=_("Nøkkelen er i bruk. Velg en annen."),
            ),
        )
