"""Who gets data, which systems hold it, and on what grounds it goes out."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from policies.document import terms as t
from policies.models.company import Controller
from policies.models.fields import ItemsField, LineField, ProseField, TermField, country_field
from policies.models.record import Record
from policies.models.rules import Rule


class Recipient(Record):
    """Who gets data, apart from what they are to the company (art. 4 no. 9).

    One that no longer gets any is ended, not deleted: the record tells what was done.
    """

    controller = models.ForeignKey(
        Controller,
        on_delete=models.CASCADE,
        related_name="recipients",
        verbose_name=_("virksomhet"),
    )
    name = LineField(_("navn"), help_text=_("Et navn er best. Ellers en presis kategori."))
    kind_of = TermField(_("slag mottaker"), vocabulary=t.RecipientKind, default="organisation")
    role = TermField(
        _("rolle"),
        vocabulary=t.RecipientRole,
        null=True,
        blank=True,
        help_text=_(
            "Gjør de bare det dere ber om? Databehandler. Bestemmer de selv hva de bruker "
            "opplysningene til? Selvstendig behandlingsansvarlig."
        ),
    )
    country = country_field(_("land"))
    description = ProseField(
        _("hva de gjør for dere"),
        help_text=_("Begynn med et verb: «drifter IT-systemene». Leseren ser dette."),
    )
    agreement = TermField(
        _("databehandleravtale"),
        vocabulary=t.Answer,
        null=True,
        blank=True,
        help_text=_("En databehandler må ha avtale med dere (art. 28 nr. 3)."),
    )
    agreement_terms = ProseField(_("hva avtalen krever"))
    agreement_signed_on = models.DateField(_("avtalen inngått"), null=True, blank=True)
    agreement_expires_on = models.DateField(_("avtalen går ut"), null=True, blank=True)
    sub_processors = ItemsField(_("underleverandører"), help_text=_("Én på hver linje."))
    ended_on = models.DateField(_("avsluttet"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("mottaker")
        verbose_name_plural = _("mottakere")
        constraints = (
            *Record.Meta.constraints,
            Rule(
                name="recipient_agreement_in_order",
                field="agreement_expires_on",
                condition=Q(agreement_expires_on__gte=F("agreement_signed_on"))
                | Q(agreement_expires_on__isnull=True)
                | Q(agreement_signed_on__isnull=True),
                violation_error_message=_("Avtalen går ut før den er inngått."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def end(self, on: date) -> None:
        """Let it get no more data from this day."""
        self.ended_on = on

    def resume(self) -> None:
        """Let it get data again."""
        self.ended_on = None


class System(Record):
    """A system that holds data."""

    controller = models.ForeignKey(
        Controller, on_delete=models.CASCADE, related_name="systems", verbose_name=_("virksomhet")
    )
    name = LineField(_("navn"))
    supplier = models.ForeignKey(
        Recipient,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="systems",
        verbose_name=_("leverandør"),
    )
    purpose = ProseField(_("brukes til"))
    is_shown = models.BooleanField(
        _("vises på siden"),
        default=False,
        help_text=_(
            "Navn på systemer kan hjelpe en angriper. Vis dem bare når leseren trenger det."
        ),
    )

    class Meta(Record.Meta):
        verbose_name = _("system")
        verbose_name_plural = _("systemer")

    def __str__(self) -> str:
        return self.name


class Disclosure(Record):
    """Data that goes to a recipient, and out of the EEA or not (art. 13 no. 1 e and f)."""

    controller = models.ForeignKey(
        Controller,
        on_delete=models.CASCADE,
        related_name="disclosures",
        verbose_name=_("virksomhet"),
    )
    recipient = models.ForeignKey(
        Recipient,
        on_delete=models.RESTRICT,
        related_name="disclosures",
        verbose_name=_("mottaker"),
    )
    activities = models.ManyToManyField(
        "policies.ProcessingActivity",
        blank=True,
        related_name="disclosures",
        verbose_name=_("behandlinger"),
        help_text=_("Ingen valgt betyr at utleveringen gjelder alle."),
    )
    what = ProseField(_("hvilke opplysninger"))
    why = ProseField(_("hvorfor"))
    transfer = TermField(
        _("ut av EØS"),
        vocabulary=t.Answer,
        null=True,
        blank=True,
        help_text=_("Blir opplysningene lagret eller lest utenfor EØS? (art. 44)"),
    )
    transfer_country = country_field(_("til hvilket land"))
    transfer_mechanism = TermField(
        _("overføringsgrunnlag"), vocabulary=t.TransferMechanism, null=True, blank=True
    )
    transfer_certified = TermField(
        _("mottakeren er sertifisert"),
        vocabulary=t.Answer,
        null=True,
        blank=True,
        help_text=_("Til USA gjelder adekvansbeslutningen bare sertifiserte mottakere."),
    )
    transfer_safeguard = ProseField(_("hva som verner opplysningene"))
    transfer_copy_from = ProseField(
        _("slik får man kopi"), help_text=_("Art. 13 nr. 1 f: hvor garantiene kan fås.")
    )

    class Meta(Record.Meta):
        verbose_name = _("utlevering")
        verbose_name_plural = _("utleveringer")
        constraints = (
            *Record.Meta.constraints,
            Rule(
                name="disclosure_transfer_details",
                field="transfer",
                # NULL = 'yes' is NULL, which a check lets pass.
                condition=Q(transfer__isnull=False, transfer=t.Answer.YES)
                | Q(
                    transfer_country__isnull=True,
                    transfer_mechanism__isnull=True,
                    transfer_certified__isnull=True,
                    transfer_safeguard="",
                    transfer_copy_from="",
                ),
                violation_error_message=_("Svar ja på overføring før du skriver land og grunnlag."),
            ),
        )

    def __str__(self) -> str:
        return self.why or self.what or str(_("utlevering"))


class DisclosureCondition(Record):
    """A ground on which data may be given out, with no named recipient."""

    controller = models.ForeignKey(
        Controller,
        on_delete=models.CASCADE,
        related_name="disclosure_conditions",
        verbose_name=_("virksomhet"),
    )
    kind_of = TermField(_("grunn"), vocabulary=t.ConditionKind)
    text = ProseField(
        _("når"), blank=False, help_text=_("Begynn med «når»: «når en domstol pålegger oss det».")
    )

    class Meta(Record.Meta):
        verbose_name = _("vilkår for utlevering")
        verbose_name_plural = _("vilkår for utlevering")

    def __str__(self) -> str:
        return self.text
