"""How a company works with requests, where the law leaves it a choice."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policies.models import Controller
from policies.models.fields import LineField

INTERNAL_DAYS = 14


class Practice(models.Model):
    """A company's own choices. One without a row works by the defaults."""

    controller = models.OneToOneField(
        Controller,
        on_delete=models.CASCADE,
        related_name="rights_practice",
        verbose_name=_("virksomhet"),
    )
    four_eyes = models.BooleanField(
        _("en annen godkjenner svaret"),
        default=True,
        help_text=_("Den som skrev svaret, kan ikke sende det alene."),
    )
    clarification_pauses = models.BooleanField(
        _("fristen står stille mens dere venter på presisering"),
        default=True,
        help_text=_(
            "Bare når dere har store mengder opplysninger om personen (fortalepunkt 63). "
            "Dette er veiledning, ikke lovtekst."
        ),
    )
    internal_days = models.PositiveSmallIntegerField(
        _("eget mål i dager"),
        default=INTERNAL_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_("Loven krever svar uten ugrunnet opphold. Målet vises bare for dere."),
    )
    mail_name = LineField(
        _("navn i e-poster"),
        blank=True,
        help_text=_("I stedet for virksomhetens navn, når navnet i seg selv avslører noe."),
    )

    class Meta:
        verbose_name = _("rutiner for henvendelser")
        verbose_name_plural = _("rutiner for henvendelser")
        constraints = (
            models.CheckConstraint(
                name="practice_internal_days",
                condition=Q(internal_days__gte=1, internal_days__lte=30),
            ),
        )

    def __str__(self) -> str:
        return str(_("Rutiner for henvendelser"))
