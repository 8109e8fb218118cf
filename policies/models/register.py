"""What the company does with data: activities, purposes, data, retention, security."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policies.document import terms as t
from policies.document.periods import period_in_words
from policies.models.company import Controller
from policies.models.fields import ItemsField, LineField, ProseField, TermField
from policies.models.recipient import Recipient, System
from policies.models.record import Record
from policies.models.rules import Rule


class Term(Record):
    """A category of data or of people, in the company's own vocabulary."""

    controller = models.ForeignKey(
        Controller, on_delete=models.CASCADE, related_name="terms", verbose_name=_("virksomhet")
    )
    kind_of = TermField(_("slag"), vocabulary=t.TermKind, default=t.TermKind.DATA)
    name = LineField(_("navn"), help_text=_("For eksempel «kontaktopplysninger» eller «kunder»."))
    sensitivity = TermField(
        _("vern"),
        vocabulary=t.Sensitivity,
        null=True,
        blank=True,
        help_text=_("Helse, religion, fagforening og lignende er særlige kategorier (art. 9)."),
    )
    dpv = LineField(
        _("begrep i W3Cs ordliste (DPV)"),
        blank=True,
        kind="Term.dpv",
        help_text=_("For eksempel pd:EmailAddress."),
    )

    class Meta(Record.Meta):
        verbose_name = _("kategori")
        verbose_name_plural = _("kategorier")

    def __str__(self) -> str:
        return self.name


class ProcessingActivity(Record):
    """A processing activity (art. 30). It is ended, not deleted."""

    controller = models.ForeignKey(
        Controller,
        on_delete=models.CASCADE,
        related_name="activities",
        verbose_name=_("virksomhet"),
    )
    name = LineField(_("navn"), help_text=_("Leserens ord: «Bestilling, levering og faktura»."))
    description = ProseField(_("beskrivelse"))
    role = TermField(
        _("deres rolle"),
        vocabulary=t.ProcessingRole,
        null=True,
        blank=True,
        help_text=_("Bestemmer dere hvorfor og hvordan? Da er dere behandlingsansvarlig."),
    )
    processor_for = LineField(
        _("databehandler for"),
        blank=True,
        help_text=_(
            "Navn og kontaktopplysninger, og representanten deres om de har en. "
            "Skriv semikolon mellom flere."
        ),
    )
    systems = models.ManyToManyField(
        System, blank=True, related_name="activities", verbose_name=_("systemer")
    )
    owner = LineField(_("ansvarlig hos dere"), blank=True)
    status = TermField(_("status"), vocabulary=t.ActivityStatus, default=t.ActivityStatus.ACTIVE)
    ended_on = models.DateField(_("avsluttet"), null=True, blank=True)
    dpia = TermField(
        _("vurdering av personvernkonsekvenser (DPIA)"),
        vocabulary=t.Dpia,
        null=True,
        blank=True,
        help_text=_("Kreves når risikoen for personene er høy (art. 35)."),
    )
    automated_decisions = TermField(
        _("helt automatiserte avgjørelser"),
        vocabulary=t.Answer,
        null=True,
        blank=True,
        help_text=_("Avgjørelser uten menneske som betyr mye for personen (art. 22)."),
    )
    automated_decision = ProseField(_("hva som avgjøres automatisk"))
    automated_logic = ProseField(_("hvordan det avgjøres"))
    automated_consequences = ProseField(_("hva det betyr for personen"))
    profiling = TermField(_("profilering"), vocabulary=t.Answer, null=True, blank=True)
    profiling_description = ProseField(_("hva profileringen går ut på"))
    next_review_on = models.DateField(_("gås gjennom igjen"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("behandling")
        verbose_name_plural = _("behandlinger")
        constraints = (
            *Record.Meta.constraints,
            Rule(
                name="activity_ended_with_date",
                field="ended_on",
                condition=Q(status=t.ActivityStatus.ENDED, ended_on__isnull=False)
                | ~Q(status=t.ActivityStatus.ENDED) & Q(ended_on__isnull=True),
                violation_error_message=_("En avsluttet behandling har en sluttdato, og bare den."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def end(self, on: date) -> None:
        """Let it be something that was done until this day."""
        self.status, self.ended_on = t.ActivityStatus.ENDED, on

    def resume(self) -> None:
        """Let it be done again."""
        self.status, self.ended_on = t.ActivityStatus.ACTIVE, None


class Part(Record):
    """A record that belongs to one activity."""

    controller = models.ForeignKey(
        Controller, on_delete=models.CASCADE, related_name="+", verbose_name=_("virksomhet")
    )

    class Meta(Record.Meta):
        abstract = True


class Purpose(Part):
    """Why data is used, and what allows it (art. 13 no. 1 c and d, no. 2 e)."""

    activity = models.ForeignKey(
        ProcessingActivity,
        on_delete=models.CASCADE,
        related_name="purposes",
        verbose_name=_("behandling"),
    )
    text = LineField(
        _("formål"),
        help_text=_(
            "Skriv hva dere gjør for den det gjelder: «sende varene du har bestilt». "
            "Unngå «for eksempel» og «kan»."
        ),
    )
    legal_basis = TermField(
        _("behandlingsgrunnlag"),
        vocabulary=t.LegalBasis,
        null=True,
        blank=True,
        help_text=_(
            "Hvorfor har dere lov til dette? Velg én. Er kunden et firma, passer oftest "
            "berettiget interesse for kontaktpersonen."
        ),
    )
    special_basis = TermField(
        _("unntak for særlige kategorier"), vocabulary=t.SpecialBasis, null=True, blank=True
    )
    law_reference = LineField(
        _("lov"),
        blank=True,
        help_text=_("Loven som pålegger dere dette, for eksempel bokføringsloven § 13."),
    )
    interest = ProseField(
        _("interesse"), help_text=_("Fullfør: Vi gjør dette for å … (art. 13 nr. 1 d)")
    )
    contract_with = TermField(
        _("avtalen er med"), vocabulary=t.ContractParty, null=True, blank=True
    )
    provision = TermField(
        _("må personen gi opplysningene"),
        vocabulary=t.Provision,
        null=True,
        blank=True,
        help_text=_("Art. 13 nr. 2 e."),
    )
    provision_consequence = ProseField(_("hva som skjer om de ikke gis"))
    is_marketing = models.BooleanField(_("dette er markedsføring"), default=False)
    marketing_channels = ItemsField(_("kanaler"), vocabulary=t.Channel)
    marketing_audience = LineField(_("hvem som får den"), blank=True)
    marketing_goods = TermField(_("gjelder"), vocabulary=t.Goods, null=True, blank=True)
    marketing_conditions = ItemsField(
        _("vilkår"),
        help_text=_("Én på hver linje, som hele setninger. Markedsføringsloven § 15."),
    )
    marketing_opt_out = ProseField(_("slik sier man nei"))

    class Meta(Part.Meta):
        verbose_name = _("formål")
        verbose_name_plural = _("formål")

    def __str__(self) -> str:
        return self.text


class DataUse(Part):
    """Which data about whom an activity uses (art. 14 no. 1 d)."""

    activity = models.ForeignKey(
        ProcessingActivity,
        on_delete=models.CASCADE,
        related_name="data_uses",
        verbose_name=_("behandling"),
    )
    category = models.ForeignKey(
        Term,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="data_uses",
        limit_choices_to={"kind_of": t.TermKind.DATA},
        verbose_name=_("kategori av opplysninger"),
    )
    subjects = models.ManyToManyField(
        Term,
        blank=True,
        related_name="subject_uses",
        limit_choices_to={"kind_of": t.TermKind.SUBJECT},
        verbose_name=_("gjelder"),
    )
    items = ItemsField(_("opplysninger"), help_text=_("Én på hver linje: navn, e-postadresse …"))
    is_open = models.BooleanField(
        _("listen er ikke fullstendig"),
        default=False,
        help_text=_("Leseren har krav på å vite hvilke opplysninger det gjelder (art. 12 og 14)."),
    )
    purposes = models.ManyToManyField(
        Purpose, blank=True, related_name="data_uses", verbose_name=_("brukes til formålene")
    )
    legal_basis = TermField(
        _("eget behandlingsgrunnlag"), vocabulary=t.LegalBasis, null=True, blank=True
    )

    class Meta(Part.Meta):
        verbose_name = _("opplysninger")
        verbose_name_plural = _("opplysninger")

    def __str__(self) -> str:
        return ", ".join(self.items) or str(self.category or _("opplysninger"))


class DataSource(Part):
    """Where an activity's data comes from (art. 14 no. 2 f)."""

    activity = models.ForeignKey(
        ProcessingActivity,
        on_delete=models.CASCADE,
        related_name="data_sources",
        verbose_name=_("behandling"),
    )
    kind_of = TermField(_("kilde"), vocabulary=t.SourceKind, null=True, blank=True)
    description = ProseField(
        _("hvordan"), help_text=_("For eksempel «når du registrerer deg». Leseren ser dette.")
    )
    organisation = LineField(_("hvem de kommer fra"), blank=True)
    data_use = models.ForeignKey(
        DataUse,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="data_sources",
        verbose_name=_("gjelder bare"),
    )

    class Meta(Part.Meta):
        verbose_name = _("kilde")
        verbose_name_plural = _("kilder")

    def __str__(self) -> str:
        label = t.SourceKind(self.kind_of).label if self.kind_of else ""
        return self.description or str(label or _("kilde"))


class RetentionRule(Record):
    """How long data is kept (art. 13 no. 2 a); with no subject it goes for everything."""

    controller = models.ForeignKey(
        Controller,
        on_delete=models.CASCADE,
        related_name="retention_rules",
        verbose_name=_("virksomhet"),
    )
    kind_of = TermField(_("slag"), vocabulary=t.RetentionKind, default=t.RetentionKind.RULE)
    activity = models.ForeignKey(
        ProcessingActivity,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="retention_rules",
        verbose_name=_("behandling"),
        help_text=_("Er ingenting valgt her eller under, gjelder regelen alt."),
    )
    purpose = models.ForeignKey(
        Purpose,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="retention_rules",
        verbose_name=_("formål"),
    )
    data_use = models.ForeignKey(
        DataUse,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="retention_rules",
        verbose_name=_("opplysninger"),
    )
    recipient = models.ForeignKey(
        Recipient,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="retention_rules",
        verbose_name=_("mottaker"),
    )
    period = LineField(
        _("tid"),
        blank=True,
        kind="Duration",
        help_text=_("Skriv tall og enhet: «5 år», «3 år og 6 måneder», «30 dager»."),
    )
    starts_from = LineField(
        _("regnes fra"), blank=True, help_text=_("Hendelsen: «regnskapsårets slutt».")
    )
    criterion = ProseField(
        _("hva som avgjør"),
        help_text=_(
            "Kan dere ikke sette et tall, skriv hva som avgjør: «kundeforholdet er slutt». "
            "«Så lenge det er nødvendig» er ikke nok."
        ),
    )
    law_reference = LineField(_("lov"), blank=True)
    disposal = TermField(_("deretter"), vocabulary=t.Disposal, null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("lagringsregel")
        verbose_name_plural = _("lagringsregler")

    def __str__(self) -> str:
        return (
            self.criterion
            or f"{self.period_in_words} {self.starts_from}".strip()
            or str(_("ikke avklart"))
        )

    @property
    def period_in_words(self) -> str:
        """Return the time as people say it, with «etter» before the event."""
        if not self.period:
            return ""
        try:
            words = period_in_words(self.period)
        except ValueError:  # being written: the form says what is wrong with it
            words = self.period
        return words + (_(" etter") if self.starts_from else "")


class SecurityMeasure(Record):
    """What protects the data (art. 32)."""

    controller = models.ForeignKey(
        Controller,
        on_delete=models.CASCADE,
        related_name="security_measures",
        verbose_name=_("virksomhet"),
    )
    kind_of = TermField(_("slag"), vocabulary=t.MeasureKind, null=True, blank=True)
    text = ProseField(
        _("tiltak"),
        blank=False,
        help_text=_("Kort og konkret, uten detaljer som hjelper en angriper."),
    )
    activity = models.ForeignKey(
        ProcessingActivity,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="security_measures",
        verbose_name=_("gjelder bare"),
    )

    class Meta(Record.Meta):
        verbose_name = _("sikkerhetstiltak")
        verbose_name_plural = _("sikkerhetstiltak")

    def __str__(self) -> str:
        return self.text
