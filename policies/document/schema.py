"""The values of a register. Models carry the same field names (policies/models).

None, an empty text or an empty list means that the company hasn't said: "ikke avklart".
"""

from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field, ValidationInfo, field_validator

from policies.document import terms as t
from policies.document.base import (
    Country,
    Day,
    Duration,
    Email,
    Host,
    Items,
    Key,
    Line,
    Number,
    Phone,
    Ref,
    Refs,
    Rows,
    Text,
    Url,
    Value,
)
from policies.document.numbers import check_number

Checksum = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Seconds = Annotated[int, Field(ge=0, le=400 * 24 * 3600 * 10)]
Days = Annotated[int, Field(ge=1, le=365)]


class SourceDocument(Value):
    """A text that facts were read from, with its own title, date and version."""

    file: Line
    sha256: Checksum
    title: Line = ""
    dated_on: Day | None = None
    version: Line = ""


class Party(Value):
    """A person or organisation beside the controller (art. 13 no. 1 a and b, art. 26, 27)."""

    role: t.PartyRole
    name: Line = ""
    title: Line = ""
    street: Line = ""
    postcode: Line = ""
    city: Line = ""
    country: Country | None = None
    email: Email = ""
    phone: Phone = ""
    responsible_for: Line = ""
    is_shown: bool = False

    @property
    def address(self) -> str:
        """Return the postal address on one line, empty when unknown."""
        return one_line(self.street, self.postcode, self.city)


class Term(Value):
    """A category of data or of people, in the company's own vocabulary."""

    kind_of: t.TermKind
    name: Line
    sensitivity: t.Sensitivity | None = None
    dpv: Annotated[Line, Field(pattern=r"^((dpv|pd):[A-Za-z]+)?$")] = ""


class Recipient(Value):
    """Who gets data, apart from what they are to the company."""

    name: Line
    kind_of: t.RecipientKind
    role: t.RecipientRole | None = None
    country: Country | None = None
    description: Text = ""
    agreement: t.Answer | None = None
    agreement_terms: Text = ""
    agreement_signed_on: Day | None = None
    agreement_expires_on: Day | None = None
    sub_processors: Items[Line] = ()
    ended_on: Day | None = None


class System(Value):
    """A system that holds data."""

    name: Line
    supplier: Ref | None = None
    purpose: Text = ""
    is_shown: bool = False


class Cookie(Value):
    """One cookie or the like, or one use of them whose name is unknown."""

    name: Line = ""
    kind_of: t.CookieKind | None = None
    category: t.CookieCategory | None = None
    purpose: Text = ""
    provider: Ref | None = None
    set_by_us: t.Answer | None = None
    shared_with: Text = ""
    lifetime_seconds: Seconds | None = None
    consent_needed: t.Answer | None = None


class Website(Value):
    """A website, and how it uses cookies (ekomloven § 3-15)."""

    name: Line = ""
    host: Host = ""
    belonging: t.Belonging | None = None
    uses_cookies: t.CookieUse | None = None
    similar_technologies: t.Answer | None = None
    consent_method: Text = ""
    consent_url: Url = ""
    control: Items[Text] = ()
    blocking_effect: Text = ""
    limits: Text = ""
    duration_stated: Text = ""
    cookies: Rows[Cookie] = ()

    @property
    def label(self) -> str:
        """Return what people call the site."""
        return self.host or self.name


class Purpose(Value):
    """Why data is used, and what allows it (art. 13 no. 1 c and d, no. 2 e)."""

    text: Line
    legal_basis: t.LegalBasis | None = None
    special_basis: t.SpecialBasis | None = None
    law_reference: Line = ""
    interest: Text = ""
    contract_with: t.ContractParty | None = None
    provision: t.Provision | None = None
    provision_consequence: Text = ""
    is_marketing: bool = False
    marketing_channels: Items[t.Channel] = ()
    marketing_audience: Line = ""
    marketing_goods: t.Goods | None = None
    marketing_conditions: Items[Text] = ()
    marketing_opt_out: Text = ""


class DataUse(Value):
    """Which data about whom an activity uses (art. 14 no. 1 d)."""

    category: Ref | None = None
    subjects: Refs = ()
    items: Items[Line] = ()
    is_open: bool = False
    purposes: Refs = ()
    legal_basis: t.LegalBasis | None = None


class DataSource(Value):
    """Where an activity's data comes from (art. 14 no. 2 f)."""

    kind_of: t.SourceKind | None = None
    description: Text = ""
    organisation: Line = ""
    data_use: Ref | None = None


class Activity(Value):
    """A processing activity (art. 30)."""

    name: Line
    description: Text = ""
    role: t.ProcessingRole | None = None
    processor_for: Line = ""
    systems: Refs = ()
    owner: Line = ""
    status: t.ActivityStatus = t.ActivityStatus.ACTIVE
    ended_on: Day | None = None
    dpia: t.Dpia | None = None
    automated_decisions: t.Answer | None = None
    automated_decision: Text = ""
    automated_logic: Text = ""
    automated_consequences: Text = ""
    profiling: t.Answer | None = None
    profiling_description: Text = ""
    next_review_on: Day | None = None
    purposes: Rows[Purpose] = ()
    data_uses: Rows[DataUse] = ()
    data_sources: Rows[DataSource] = ()


class Disclosure(Value):
    """Data that goes to a recipient, and out of the EEA or not; no activities means all."""

    recipient: Ref
    activities: Refs = ()
    what: Text = ""
    why: Text = ""
    transfer: t.Answer | None = None
    transfer_country: Country | None = None
    transfer_mechanism: t.TransferMechanism | None = None
    transfer_certified: t.Answer | None = None
    transfer_safeguard: Text = ""
    transfer_copy_from: Text = ""


class DisclosureCondition(Value):
    """A ground on which data may be given out, with no named recipient."""

    kind_of: t.ConditionKind
    text: Text


class RetentionRule(Value):
    """How long data is kept (art. 13 no. 2 a); with no subject it goes for everything."""

    kind_of: t.RetentionKind = t.RetentionKind.RULE
    activity: Ref | None = None
    purpose: Ref | None = None
    data_use: Ref | None = None
    recipient: Ref | None = None
    period: Duration = ""
    starts_from: Line = ""
    criterion: Text = ""
    law_reference: Line = ""
    disposal: t.Disposal | None = None


class SecurityMeasure(Value):
    """What protects the data (art. 32)."""

    kind_of: t.MeasureKind | None = None
    text: Text
    activity: Ref | None = None


class Assertion(Value):
    """What a text claims, apart from what is done. A doubtful one is never shown."""

    kind_of: t.AssertionKind
    text: Text
    about: Line = ""
    polarity: t.Polarity = t.Polarity.AFFIRMS
    standing: t.Standing = t.Standing.STATED
    doubt: t.Doubt | None = None
    doubt_reason: Text = ""
    law_reference: Line = ""
    is_shown: bool = False
    shown_reason: Text = ""
    activity: Ref | None = None


class RightStatement(Value):
    """What a policy says of a right beyond the law; the law's rights stand regardless."""

    right: t.Right
    limits: Items[Text] = ()
    format: Text = ""
    channel: Text = ""
    identity_check: Text = ""
    promised_days: Days | None = None
    how: Text = ""


class Policy(Value):
    """A privacy policy: what it covers and for whom. Its key is its address."""

    title: Line
    scope: Text = ""
    audience: Line = ""
    visibility: t.Visibility = t.Visibility.PUBLIC
    language: t.Language = t.Language.BOKMAL
    websites: Refs = ()
    activities: Refs = ()
    changes_when: Text = ""
    changes_notice: Text = ""
    review_on: Day | None = None
    rights: Rows[RightStatement] = ()


class Register(Value):
    """A company's whole register (art. 4 no. 7, art. 30)."""

    name: Line
    other_names: Items[Line] = ()
    origin: t.Origin = t.Origin.OWN
    legal_form: t.LegalForm | None = None
    identifier_scheme: t.IdentifierScheme | None = None
    identifier_number: Number = Field(default="", validate_default=True)
    country: Country | None = None
    calendar_country: Country | None = None
    street: Line = ""
    postcode: Line = ""
    city: Line = ""
    email: Email = ""
    phone: Phone = ""
    dpo_status: t.DpoStatus | None = None
    has_recipients: t.Answer | None = None
    transfers_outside_eea: t.Answer | None = None
    authority: t.Authority | None = None
    authority_name: Line = ""
    authority_email: Email = ""
    authority_phone: Phone = ""
    authority_url: Url = ""
    documents: Rows[SourceDocument] = ()
    parties: Rows[Party] = ()
    terms: Rows[Term] = ()
    recipients: Rows[Recipient] = ()
    systems: Rows[System] = ()
    websites: Rows[Website] = ()
    activities: Rows[Activity] = ()
    disclosures: Rows[Disclosure] = ()
    disclosure_conditions: Rows[DisclosureCondition] = ()
    retention_rules: Rows[RetentionRule] = ()
    security_measures: Rows[SecurityMeasure] = ()
    assertions: Rows[Assertion] = ()
    policies: Rows[Policy] = ()

    @property
    def address(self) -> str:
        """Return the postal address on one line, empty when unknown."""
        return one_line(self.street, self.postcode, self.city)

    @field_validator("identifier_number")
    @classmethod
    def number_belongs_to_its_register(cls, number: str, info: ValidationInfo) -> str:
        """Raise ValueError unless number and scheme come together and agree."""
        if "identifier_scheme" not in info.data:  # it has a fault of its own
            return number
        scheme = info.data["identifier_scheme"]
        if bool(number) != bool(scheme):
            raise ValueError(_("Skriv både nummeret og hvilket register det hører til."))
        if scheme:
            check_number(scheme, number)
        return number


def one_line(street: str, postcode: str, city: str) -> str:
    """Return «Storgata 1, 0155 Oslo» from its parts, leaving out what is unknown."""
    return ", ".join(part for part in (street, f"{postcode} {city}".strip()) if part)


__all__ = ["Activity", "Key", "Policy", "Register", "Value"]
