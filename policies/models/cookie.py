"""Websites and what they store on visitors' devices (ekomloven § 3-15)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.document import terms as t
from policies.models.company import Controller
from policies.models.fields import AsValue, ItemsField, LineField, ProseField, TermField
from policies.models.recipient import Recipient
from policies.models.record import Record


class Website(Record):
    """A website, and how it uses cookies."""

    controller = models.ForeignKey(
        Controller, on_delete=models.CASCADE, related_name="websites", verbose_name=_("virksomhet")
    )
    name = LineField(_("navn"), blank=True, help_text=_("For eksempel «nettbutikken»."))
    host = LineField(_("adresse"), blank=True, kind="Host", help_text=_("For eksempel flex.no."))
    belonging = TermField(_("tilhører"), vocabulary=t.Belonging, null=True, blank=True)
    uses_cookies = TermField(
        _("bruker informasjonskapsler"), vocabulary=t.CookieUse, null=True, blank=True
    )
    similar_technologies = TermField(
        _("bruker lignende teknologi"), vocabulary=t.Answer, null=True, blank=True
    )
    consent_method = ProseField(
        _("slik spør dere om samtykke"),
        help_text=_("Loven krever et aktivt ja før noe lagres, utenom det strengt nødvendige."),
    )
    consent_url = LineField(_("her endrer man valget"), blank=True, kind="Url")
    control = ItemsField(
        _("andre måter å styre dem på"),
        help_text=_("Én på hver linje. Nettleserinnstillinger er ikke et samtykke."),
    )
    blocking_effect = ProseField(_("hva som skjer når man blokkerer dem"))
    limits = ProseField(_("hva de ikke brukes til"))
    duration_stated = ProseField(_("varighet slik den er oppgitt"))

    class Meta(Record.Meta):
        verbose_name = _("nettsted")
        verbose_name_plural = _("nettsteder")

    def __str__(self) -> str:
        return self.host or self.name or str(_("nettsted uten adresse"))


class Cookie(Record):
    """One cookie or the like, or one use of them whose name is unknown."""

    controller = models.ForeignKey(
        Controller, on_delete=models.CASCADE, related_name="+", verbose_name=_("virksomhet")
    )
    website = models.ForeignKey(
        Website, on_delete=models.CASCADE, related_name="cookies", verbose_name=_("nettsted")
    )
    name = LineField(_("navn"), blank=True, help_text=_("Navnet i nettleseren, for eksempel _ga."))
    kind_of = TermField(_("type"), vocabulary=t.CookieKind, null=True, blank=True)
    category = TermField(_("kategori"), vocabulary=t.CookieCategory, null=True, blank=True)
    purpose = ProseField(_("hva den gjør"))
    provider = models.ForeignKey(
        Recipient,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="cookies",
        verbose_name=_("leverandør"),
    )
    set_by_us = TermField(_("settes av dere selv"), vocabulary=t.Answer, null=True, blank=True)
    shared_with = ProseField(_("deles med"))
    lifetime_seconds = models.PositiveIntegerField(
        _("varighet i sekunder"),
        null=True,
        blank=True,
        help_text=_("0 betyr til nettleseren lukkes. Et år er 31 536 000."),
    )
    consent_needed = TermField(
        _("krever samtykke"),
        vocabulary=t.Answer,
        null=True,
        blank=True,
        help_text=_("Nei bare når den er strengt nødvendig for det brukeren ber om."),
    )

    class Meta(Record.Meta):
        verbose_name = _("informasjonskapsel")
        verbose_name_plural = _("informasjonskapsler")

    def __str__(self) -> str:
        return self.name or self.purpose or str(_("informasjonskapsel"))

    def clean(self) -> None:
        """Hold the lifetime to the rule of the value, which isn't in the database."""
        try:
            AsValue("Cookie.lifetime_seconds")(self.lifetime_seconds)
        except ValidationError as error:
            raise ValidationError({"lifetime_seconds": error.messages}) from error
