"""The closed vocabularies, shared by the values and the models.

The values are stable, lower-case English; the labels are what staff see. A company that
has not stated something holds None, never a member of these (docs/decisions/0001).
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Answer(TextChoices):
    """Yes or no, where None means that nobody has said."""

    NO = "no", _("nei")
    YES = "yes", _("ja")


class Role(TextChoices):
    """What a person is in a company: policies/permissions.py says what each may."""

    READER = "reader", _("leser")
    EDITOR = "editor", _("redaktør")
    CASE_WORKER = "case-worker", _("saksbehandler")
    APPROVER = "approver", _("personvernansvarlig")
    OMBUD = "ombud", _("personvernombud")
    ADMINISTRATOR = "administrator", _("administrator")


class LegalForm(TextChoices):
    """Norwegian legal forms (enhetsregisterets koder); others are written as other."""

    AS = "as", _("aksjeselskap (AS)")
    ASA = "asa", _("allmennaksjeselskap (ASA)")
    ENK = "enk", _("enkeltpersonforetak")
    ANS = "ans", _("ansvarlig selskap (ANS/DA)")
    SA = "sa", _("samvirkeforetak (SA)")
    NUF = "nuf", _("norskregistrert utenlandsk foretak (NUF)")
    ASSOCIATION = "association", _("forening eller lag")
    FOUNDATION = "foundation", _("stiftelse")
    PUBLIC = "public", _("offentlig organ")
    OTHER = "other", _("annen form")


class IdentifierScheme(TextChoices):
    """Which register an organisation's number belongs to."""

    NO_ORGNR = "no-orgnr", _("norsk organisasjonsnummer")
    FI_VAT = "fi-vat", _("finsk mva-nummer")
    SE_ORGNR = "se-orgnr", _("svensk organisasjonsnummer")
    DK_CVR = "dk-cvr", _("dansk CVR-nummer")
    EU_VAT = "eu-vat", _("mva-nummer i EU")
    OTHER = "other", _("annet register")


class Origin(TextChoices):
    """Whether the company keeps this register itself."""

    OWN = "own", _("virksomhetens eget register")
    REPRODUCED = "reproduced", _("gjengitt fra en kildetekst")
    EXAMPLE = "example", _("oppdiktet eksempel")


class PartyRole(TextChoices):
    """What a person or organisation is to the controller."""

    CONTACT = "contact", _("kontaktperson")
    DPO = "dpo", _("personvernombud")
    REPRESENTATIVE = "representative", _("representant i EØS")
    JOINT_CONTROLLER = "joint-controller", _("felles behandlingsansvarlig")


class DpoStatus(TextChoices):
    """Whether a personvernombud is appointed (art. 37)."""

    NONE = "none", _("har ikke personvernombud")
    APPOINTED = "appointed", _("har oppnevnt personvernombud")


class Authority(TextChoices):
    """Which supervisory authority the register names (art. 77)."""

    DATATILSYNET = "datatilsynet", _("Datatilsynet")
    OTHER = "other", _("en annen tilsynsmyndighet")


class Belonging(TextChoices):
    """Whether a website is the company's own."""

    OWN = "own", _("virksomhetens eget nettsted")
    MENTIONED = "mentioned", _("nevnt i kilden, ikke avklart")


class CookieUse(TextChoices):
    """Whether a website uses cookies or the like (ekomloven § 3-15)."""

    NO = "no", _("nei")
    MAY = "may", _("kan bruke")
    YES = "yes", _("ja")


class CookieKind(TextChoices):
    """How something is stored on or read from the visitor's device."""

    HTTP = "http-cookie", _("informasjonskapsel")
    LOCAL_STORAGE = "local-storage", _("lokal lagring i nettleseren")
    SESSION_STORAGE = "session-storage", _("øktlagring i nettleseren")
    PIXEL = "pixel", _("sporingspiksel")
    FINGERPRINT = "fingerprint", _("gjenkjenning av enheten")


class CookieCategory(TextChoices):
    """What a cookie is for; only the necessary ones can do without consent."""

    NECESSARY = "necessary", _("nødvendig")
    FUNCTIONAL = "functional", _("funksjonell")
    STATISTICS = "statistics", _("statistikk")
    MARKETING = "marketing", _("markedsføring")


class TermKind(TextChoices):
    """What a term of the company's vocabulary names."""

    DATA = "data", _("kategori av opplysninger")
    SUBJECT = "subject", _("kategori av personer")


class Sensitivity(TextChoices):
    """How the law protects a category of data."""

    ORDINARY = "ordinary", _("vanlige personopplysninger")
    SPECIAL = "special", _("særlige kategorier (art. 9)")
    CRIMINAL = "criminal", _("straffedommer og lovovertredelser (art. 10)")
    NATIONAL_ID = "national-id", _("fødselsnummer (personopplysningsloven § 12)")


class ProcessingRole(TextChoices):
    """What the company is in an activity (art. 4 nos. 7 and 8, art. 26)."""

    CONTROLLER = "controller", _("behandlingsansvarlig")
    JOINT = "joint", _("felles behandlingsansvarlig")
    PROCESSOR = "processor", _("databehandler for andre")


class ActivityStatus(TextChoices):
    """Where an activity is in the company's own work."""

    DRAFT = "draft", _("utkast")
    ACTIVE = "active", _("i bruk")
    ENDED = "ended", _("avsluttet")


class Dpia(TextChoices):
    """Whether the consequences were assessed (art. 35)."""

    NOT_NEEDED = "not-needed", _("vurdert som ikke nødvendig")
    NEEDED = "needed", _("nødvendig, ikke gjort")
    DONE = "done", _("gjort")


class LegalBasis(TextChoices):
    """Art. 6 no. 1 letters a to f, by Datatilsynet's names."""

    CONSENT = "6-1-a", _("samtykke (art. 6 nr. 1 a)")
    CONTRACT = "6-1-b", _("avtale (art. 6 nr. 1 b)")
    OBLIGATION = "6-1-c", _("rettslig plikt (art. 6 nr. 1 c)")
    VITAL = "6-1-d", _("vitale interesser (art. 6 nr. 1 d)")
    TASK = "6-1-e", _("offentlig oppgave (art. 6 nr. 1 e)")
    INTEREST = "6-1-f", _("berettiget interesse (art. 6 nr. 1 f)")


class SpecialBasis(TextChoices):
    """Art. 9 no. 2 letters a to j, and art. 10."""

    EXPLICIT_CONSENT = "9-2-a", _("uttrykkelig samtykke (art. 9 nr. 2 a)")
    EMPLOYMENT = "9-2-b", _("arbeidsrett, trygderett og sosialrett (art. 9 nr. 2 b)")
    VITAL = "9-2-c", _("vitale interesser (art. 9 nr. 2 c)")
    ORGANISATION = "9-2-d", _("stiftelse eller forening (art. 9 nr. 2 d)")
    PUBLISHED = "9-2-e", _("åpenbart offentliggjort av personen selv (art. 9 nr. 2 e)")
    CLAIMS = "9-2-f", _("rettskrav (art. 9 nr. 2 f)")
    PUBLIC_INTEREST = "9-2-g", _("viktige allmenne interesser (art. 9 nr. 2 g)")
    HEALTH = "9-2-h", _("helse- og sosialtjenester (art. 9 nr. 2 h)")
    PUBLIC_HEALTH = "9-2-i", _("folkehelse (art. 9 nr. 2 i)")
    RESEARCH = "9-2-j", _("arkiv, forskning eller statistikk (art. 9 nr. 2 j)")
    CRIMINAL = "10", _("straffedommer og lovovertredelser (art. 10)")


class ContractParty(TextChoices):
    """Whose contract a purpose under art. 6 no. 1 b serves."""

    PERSON = "person", _("personen selv")
    EMPLOYER = "employer", _("firmaet personen arbeider i")


class Provision(TextChoices):
    """Whether the person must give the data (art. 13 no. 2 e)."""

    STATUTORY = "statutory", _("lovpålagt")
    CONTRACT = "contract", _("nødvendig for avtalen")
    VOLUNTARY = "voluntary", _("frivillig")


class Channel(TextChoices):
    """How marketing reaches people."""

    EMAIL = "email", _("e-post")
    SMS = "sms", _("SMS")
    PHONE = "phone", _("telefon")
    POST = "post", _("vanlig post")
    DIGITAL = "digital", _("andre digitale kanaler")
    ADS = "ads", _("annonser på nett")


class Goods(TextChoices):
    """Whose goods are marketed (markedsføringsloven § 15)."""

    OWN = "own", _("egne varer og tjenester")
    PARTNERS = "partners", _("samarbeidspartneres varer og tjenester")
    BOTH = "both", _("egne og samarbeidspartneres varer og tjenester")


class SourceKind(TextChoices):
    """Where data comes from (art. 13 and 14)."""

    PERSON = "person", _("personen selv")
    AUTOMATIC = "automatic", _("innhentet automatisk")
    OTHER = "other", _("fra andre")
    PUBLIC = "public", _("offentlig tilgjengelig kilde")


class RecipientKind(TextChoices):
    """Whether a recipient is named or only described."""

    ORGANISATION = "organisation", _("navngitt organisasjon")
    CATEGORY = "category", _("kategori av mottakere")


class RecipientRole(TextChoices):
    """What a recipient is to the company (art. 4 nos. 7 to 9, art. 26, art. 28)."""

    PROCESSOR = "processor", _("databehandler")
    CONTROLLER = "controller", _("selvstendig behandlingsansvarlig")
    JOINT = "joint", _("felles behandlingsansvarlig")
    AUTHORITY = "authority", _("offentlig myndighet")


class TransferMechanism(TextChoices):
    """What a transfer out of the EEA rests on (chapter V)."""

    ADEQUACY = "45", _("adekvansbeslutning (art. 45)")
    STANDARD_CLAUSES = "46-2-c", _("EUs standardvilkår (art. 46 nr. 2 c)")
    BINDING_RULES = "46-2-b", _("bindende virksomhetsregler (art. 46 nr. 2 b)")
    OTHER_SAFEGUARD = "46", _("andre nødvendige garantier (art. 46)")
    DEROGATION = "49", _("unntak (art. 49)")


class ConditionKind(TextChoices):
    """On which ground data may be given out."""

    CONSENT = "consent", _("samtykke")
    LAW = "law", _("lov eller forskrift")
    ORDER = "order", _("pålegg fra domstol eller myndighet")
    DEBT = "debt", _("innkreving av betaling")
    OTHER = "other", _("annet")


class RetentionKind(TextChoices):
    """What a retention rule does."""

    RULE = "rule", _("hovedregel")
    EXCEPTION = "exception", _("unntak: lagres lenger")
    DISPOSAL = "disposal", _("slettes hos andre, eller på en bestemt måte")
    SUPPRESSION = "suppression", _("sperreliste mot markedsføring")


class Disposal(TextChoices):
    """What happens when the time is up."""

    ERASE = "erase", _("slettes")
    ANONYMISE = "anonymise", _("anonymiseres")


class MeasureKind(TextChoices):
    """Kinds of security measure (art. 32 no. 1)."""

    ENCRYPTION = "encryption", _("pseudonymisering og kryptering")
    ACCESS = "access", _("tilgangsstyring")
    CONFIDENTIALITY = "confidentiality", _("konfidensialitet og taushetsplikt")
    TECHNICAL = "technical", _("tekniske tiltak")
    PHYSICAL = "physical", _("fysiske tiltak")
    ORGANISATIONAL = "organisational", _("organisatoriske tiltak")
    RESILIENCE = "resilience", _("robusthet og gjenoppretting")
    TESTING = "testing", _("jevnlig testing og vurdering")


class Right(TextChoices):
    """The rights of the person (chapter III, art. 7 no. 3, art. 77)."""

    INFORMATION = "information", _("informasjon (art. 13 og 14)")
    ACCESS = "access", _("innsyn (art. 15)")
    RECTIFICATION = "rectification", _("retting (art. 16)")
    ERASURE = "erasure", _("sletting (art. 17)")
    RESTRICTION = "restriction", _("begrensning (art. 18)")
    PORTABILITY = "portability", _("dataportabilitet (art. 20)")
    OBJECTION = "objection", _("protest (art. 21)")
    MARKETING = "marketing", _("protest mot direkte markedsføring (art. 21 nr. 2)")
    AUTOMATED = "automated", _("automatiserte avgjørelser (art. 22)")
    WITHDRAWAL = "withdrawal", _("trekke samtykke (art. 7 nr. 3)")
    COMPLAINT = "complaint", _("klage (art. 77)")


class AssertionKind(TextChoices):
    """What sort of thing a text claims."""

    CLAIM = "claim", _("påstand om det som gjøres")
    RESPONSIBILITY = "responsibility", _("utsagn om ansvar")
    PRINCIPLE = "principle", _("prinsipp")
    DEFINITION = "definition", _("definisjon")
    CONDITION = "condition", _("vilkår")
    CONSENT = "consent", _("påstand om samtykke")
    LEGAL_BASIS = "legal-basis", _("påstand om behandlingsgrunnlag")
    SHARING = "sharing", _("utsagn om deling")
    PROCESSOR_TERMS = "processor-terms", _("krav til leverandører")
    CONFIDENTIALITY = "confidentiality", _("taushetsplikt")
    SECURITY = "security", _("utsagn om sikkerhet")
    DISCLAIMER = "disclaimer", _("forbehold")
    BREACH = "breach", _("brudd på sikkerheten")
    CHILDREN = "children", _("barn")
    ANONYMISATION = "anonymisation", _("anonymisering")
    FURTHER_PROCESSING = "further-processing", _("viderebehandling")
    CHANGES = "changes", _("endringer")
    RIGHTS = "rights", _("utsagn om rettigheter")
    REFERENCE = "reference", _("henvisning til lov eller kilde")
    LINK = "link", _("lenke til andre")


class Polarity(TextChoices):
    """Whether a text says that something is or is not so."""

    AFFIRMS = "affirms", _("sier at det er slik")
    DENIES = "denies", _("sier at det ikke er slik")


class Standing(TextChoices):
    """How plainly a text says something."""

    STATED = "stated", _("sagt rett ut")
    DERIVED = "derived", _("utledet av det som er sagt")
    IMPLIED = "implied", _("underforstått")


class Doubt(TextChoices):
    """Why a claim must not be taken as a fact."""

    DOUBTFUL = "doubtful", _("tvilsom")
    WRONG = "wrong", _("feil etter loven")
    FOREIGN = "foreign", _("gjelder en annen virksomhet")
    CONTRADICTED = "contradicted", _("motsagt et annet sted")


class Visibility(TextChoices):
    """Who may read a policy."""

    PUBLIC = "public", _("alle")
    STAFF = "staff", _("bare innloggede ansatte")


class Language(TextChoices):
    """The language of a policy (bokmål first; nynorsk and English follow)."""

    BOKMAL = "nb", _("bokmål")
