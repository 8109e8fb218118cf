"""The company that is responsible, and the people and organisations beside it."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policies.document import terms as t
from policies.document.base import KEY_LENGTH
from policies.document.naming import RESERVED_KEYS
from policies.document.numbers import check_number, shown_number
from policies.document.schema import one_line
from policies.models.fields import AsValue, ItemsField, LineField, TermField, country_field
from policies.models.record import Record
from policies.models.rules import Rule


def not_reserved(key: str) -> None:
    """Raise ValidationError for an address that the application itself uses."""
    if key in RESERVED_KEYS:
        raise ValidationError(_("Adressen er i bruk av Personvernhub selv. Velg en annen."))


class Controller(models.Model):
    """A company that decides why and how data is used (art. 4 no. 7)."""

    key = models.SlugField(
        _("adresse"),
        max_length=KEY_LENGTH,
        unique=True,
        validators=[AsValue("Key"), not_reserved],
        help_text=_("Virksomhetens del av nettadressen, for eksempel «flex» i /flex/personvern/."),
        error_messages={"unique": _("En annen virksomhet har denne adressen.")},
    )
    sources = models.JSONField(_("kildehenvisninger"), default=list, blank=True, editable=False)
    name = LineField(
        _("navn"),
        help_text=_("Det registrerte navnet. Leseren skal vite hvem som er ansvarlig (art. 13)."),
    )
    other_names = ItemsField(
        _("andre skrivemåter"), help_text=_("Én på hver linje. De vises ikke på siden.")
    )
    origin = TermField(
        _("opphav"),
        vocabulary=t.Origin,
        default=t.Origin.OWN,
        help_text=_("Gjengitte og oppdiktede virksomheter merkes som eksempel på siden."),
    )
    legal_form = TermField(_("organisasjonsform"), vocabulary=t.LegalForm, null=True, blank=True)
    identifier_scheme = TermField(
        _("slag nummer"), vocabulary=t.IdentifierScheme, null=True, blank=True
    )
    identifier_number = LineField(
        _("organisasjonsnummer"),
        kind="Number",
        blank=True,
        help_text=_("Norske nummer har ni sifre. Foretaksregisterloven § 10-2 krever det på nett."),
    )
    country = country_field(_("land"))
    calendar_country = country_field(
        _("land for helligdager"),
        blank_label=_("Som landet over"),
        help_text=_("Svarfrister regnes med helligdagene i dette landet (forordning 1182/71)."),
    )
    street = LineField(_("gateadresse"), blank=True)
    postcode = LineField(_("postnummer"), blank=True)
    city = LineField(_("poststed"), blank=True)
    email = LineField(
        _("e-post"),
        blank=True,
        kind="Email",
        help_text=_("Bruk en felles adresse som noen leser også i ferier."),
    )
    phone = LineField(_("telefon"), blank=True, kind="Phone")
    dpo_status = TermField(
        _("personvernombud"),
        vocabulary=t.DpoStatus,
        null=True,
        blank=True,
        help_text=_("De fleste små virksomheter trenger ikke personvernombud (art. 37)."),
    )
    has_recipients = TermField(
        _("gir opplysninger til andre"),
        vocabulary=t.Answer,
        null=True,
        blank=True,
        help_text=_("Svar nei bare når ingen andre får opplysningene, heller ikke leverandører."),
    )
    transfers_outside_eea = TermField(
        _("overfører opplysninger ut av EØS"),
        vocabulary=t.Answer,
        null=True,
        blank=True,
        help_text=_("Art. 13 nr. 1 f krever svar. Også leverandørers servere teller."),
    )
    authority = TermField(
        _("tilsynsmyndighet"),
        vocabulary=t.Authority,
        null=True,
        blank=True,
        help_text=_("Hvem leseren kan klage til (art. 77). I Norge: Datatilsynet."),
    )
    authority_name = LineField(_("navn på en annen tilsynsmyndighet"), blank=True)
    authority_email = LineField(_("tilsynsmyndighetens e-post"), blank=True, kind="Email")
    authority_phone = LineField(_("tilsynsmyndighetens telefon"), blank=True, kind="Phone")
    authority_url = LineField(_("tilsynsmyndighetens nettsted"), blank=True, kind="Url")

    class Meta:
        ordering = ("name",)
        verbose_name = _("virksomhet")
        verbose_name_plural = _("virksomheter")
        constraints = (
            Rule(
                name="controller_number_with_scheme",
                field="identifier_number",
                condition=Q(identifier_scheme__isnull=True, identifier_number="")
                | Q(identifier_scheme__isnull=False) & ~Q(identifier_number=""),
                violation_error_message=_("Skriv både nummeret og hvilket register det hører til."),
            ),
            models.CheckConstraint(name="controller_named", condition=~Q(name="") & ~Q(key="")),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return where the company's policies are listed."""
        return reverse("company-detail", args=[self.key])

    def clean(self) -> None:
        """Hold the number to the rules of its register, and a Norwegian postcode to four digits."""
        norwegian = self.country == "NO" or self.identifier_scheme == t.IdentifierScheme.NO_ORGNR
        if norwegian and self.postcode and not re.fullmatch(r"\d{4}", self.postcode):
            raise ValidationError({"postcode": _("Et norsk postnummer har fire sifre.")})
        if self.identifier_scheme and self.identifier_number:
            try:
                check_number(self.identifier_scheme, self.identifier_number)
            except ValueError as error:
                raise ValidationError({"identifier_number": str(error)}) from error

    @property
    def address(self) -> str:
        """Return the postal address on one line, empty when unknown."""
        return one_line(self.street, self.postcode, self.city)

    @property
    def shown_number(self) -> str:
        """Return the organisation number as people write it."""
        return shown_number(self.identifier_scheme or "other", self.identifier_number)


class Party(Record):
    """A person or organisation beside the controller (art. 13 no. 1 a and b, 26, 27, 37)."""

    controller = models.ForeignKey(
        Controller, on_delete=models.CASCADE, related_name="parties", verbose_name=_("virksomhet")
    )
    role = TermField(_("rolle"), vocabulary=t.PartyRole)
    name = LineField(_("navn"), blank=True)
    title = LineField(_("stilling"), blank=True, help_text=_("For eksempel daglig leder."))
    street = LineField(_("gateadresse"), blank=True)
    postcode = LineField(_("postnummer"), blank=True)
    city = LineField(_("poststed"), blank=True)
    country = country_field(_("land"))
    email = LineField(_("e-post"), blank=True, kind="Email")
    phone = LineField(_("telefon"), blank=True, kind="Phone")
    responsible_for = LineField(
        _("har ansvar for"),
        blank=True,
        help_text=_("Ved felles ansvar: hvem gjør hva (art. 26)."),
    )
    is_shown = models.BooleanField(
        _("vises på siden"),
        default=False,
        help_text=_(
            "Ombud, representant og felles ansvarlige vises alltid. En adresse for alle "
            "er oftest bedre enn et navn, som blir gammelt."
        ),
    )

    class Meta(Record.Meta):
        verbose_name = _("person eller part")
        verbose_name_plural = _("personer og parter")

    def __str__(self) -> str:
        return self.name or str(t.PartyRole(self.role).label)

    @property
    def address(self) -> str:
        """Return the postal address on one line, empty when unknown."""
        return one_line(self.street, self.postcode, self.city)
