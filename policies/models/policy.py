"""Privacy policies: what each covers, and what it says of rights beyond the law."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policies.document import terms as t
from policies.document.base import KEY_LENGTH
from policies.document.naming import RESERVED_POLICY_KEYS
from policies.models.company import Controller
from policies.models.cookie import Website
from policies.models.fields import AsValue, ItemsField, LineField, ProseField, TermField
from policies.models.record import Record
from policies.models.register import ProcessingActivity
from policies.models.rules import Rule


def not_reserved_policy(key: str) -> None:
    """Raise ValidationError for an address that a company's other pages use."""
    if key in RESERVED_POLICY_KEYS:
        raise ValidationError(_("Adressen er i bruk av Personvernhub selv. Velg en annen."))


class Policy(Record):
    """A privacy policy. Its key is its address: /flex/personvern/."""

    controller = models.ForeignKey(
        Controller, on_delete=models.CASCADE, related_name="policies", verbose_name=_("virksomhet")
    )
    key = models.SlugField(
        _("adresse"),
        max_length=KEY_LENGTH,
        default="personvern",
        validators=[AsValue("Key"), not_reserved_policy],
        help_text=_("Siste del av nettadressen: «personvern» i /flex/personvern/."),
    )
    title = LineField(_("tittel"))
    scope = ProseField(
        _("hva den gjelder"),
        help_text=_("Hele setninger: «Erklæringen gjelder når du handler hos oss.»"),
    )
    audience = LineField(_("hvem den er for"), blank=True)
    visibility = TermField(
        _("hvem som kan lese den"), vocabulary=t.Visibility, default=t.Visibility.PUBLIC
    )
    language = TermField(_("språk"), vocabulary=t.Language, default=t.Language.BOKMAL)
    websites = models.ManyToManyField(
        Website, blank=True, related_name="policies", verbose_name=_("nettsteder")
    )
    activities = models.ManyToManyField(
        ProcessingActivity,
        blank=True,
        related_name="policies",
        verbose_name=_("behandlinger"),
        help_text=_("Bare behandlingene du velger, kommer med på siden."),
    )
    changes_when = ProseField(_("når den endres"))
    changes_notice = ProseField(_("slik får leseren vite om endringer"))
    review_on = models.DateField(_("gås gjennom igjen"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("personvernerklæring")
        verbose_name_plural = _("personvernerklæringer")

    def __str__(self) -> str:
        return f"{self.title} ({self.controller})"

    def get_absolute_url(self) -> str:
        """Return the address of the policy in force."""
        return reverse("policy-detail", args=[self.controller.key, self.key])


class RightStatement(Record):
    """What a policy says of a right beyond the law; the law's rights stand regardless."""

    controller = models.ForeignKey(
        Controller, on_delete=models.CASCADE, related_name="+", verbose_name=_("virksomhet")
    )
    policy = models.ForeignKey(
        Policy,
        on_delete=models.CASCADE,
        related_name="rights",
        verbose_name=_("personvernerklæring"),
    )
    right = TermField(_("rettighet"), vocabulary=t.Right)
    limits = ItemsField(_("begrensninger"), help_text=_("Én på hver linje."))
    format = ProseField(_("format"))
    channel = ProseField(_("slik ber man om det"))
    identity_check = ProseField(
        _("slik sjekker dere hvem det er"),
        help_text=_("Ekstra legitimasjon kan bare kreves ved rimelig tvil (art. 12 nr. 6)."),
    )
    promised_days = models.PositiveSmallIntegerField(
        _("lovet svartid i dager"),
        null=True,
        blank=True,
        help_text=_("Loven gir én måned (art. 12 nr. 3). Den fristen som kommer først, gjelder."),
    )
    how = ProseField(_("hvordan"))

    class Meta(Record.Meta):
        verbose_name = _("rettighet")
        verbose_name_plural = _("rettigheter")
        constraints = (
            *Record.Meta.constraints,
            Rule(
                name="right_promised_days",
                field="promised_days",
                condition=Q(promised_days__isnull=True)
                | Q(promised_days__gte=1, promised_days__lte=365),
                violation_error_message=_("Skriv et antall dager fra 1 til 365."),
            ),
        )

    def __str__(self) -> str:
        return str(t.Right(self.right).label)
