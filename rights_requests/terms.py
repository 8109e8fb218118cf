"""The closed vocabularies of rights requests: stable English values, bokmål for people.

Articles are those of the GDPR, which personopplysningsloven § 1 makes Norwegian law.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where the work with a case is. Overdue, paused for how long, days left: computed."""

    UNCONFIRMED = "unconfirmed", _("ubekreftet")
    RECEIVED = "received", _("mottatt")
    AWAITING_IDENTITY = "awaiting-identity", _("avventer identitet")
    AWAITING_CLARIFICATION = "awaiting-clarification", _("avventer presisering")
    IN_PROGRESS = "in-progress", _("under behandling")
    FOR_APPROVAL = "for-approval", _("til godkjenning")
    ANSWERED = "answered", _("besvart")
    CLOSED = "closed", _("lukket")
    WITHDRAWN = "withdrawn", _("trukket")
    DUPLICATE = "duplicate", _("duplikat")
    WRONG_RECIPIENT = "wrong-recipient", _("feil mottaker")


PAUSED = frozenset({State.AWAITING_IDENTITY, State.AWAITING_CLARIFICATION})
ENDS = frozenset({State.CLOSED, State.WITHDRAWN, State.DUPLICATE, State.WRONG_RECIPIENT})
UNANSWERED = frozenset(State) - ENDS - {State.ANSWERED}  # the clock runs, or is paused


class Right(TextChoices):
    """What a person may ask for."""

    ACCESS = "access", _("innsyn (art. 15)")
    RECTIFICATION = "rectification", _("retting (art. 16)")
    ERASURE = "erasure", _("sletting (art. 17)")
    MARKETING = "marketing", _("protest mot direkte markedsføring (art. 21 nr. 2)")
    OBJECTION = "objection", _("protest (art. 21 nr. 1)")
    RESTRICTION = "restriction", _("begrensning (art. 18)")
    PORTABILITY = "portability", _("dataportabilitet (art. 20)")
    WITHDRAWAL = "withdrawal", _("trekke samtykke (art. 7 nr. 3)")
    AUTOMATED = "automated", _("automatisert avgjørelse (art. 22)")
    OTHER = "other", _("klage eller noe annet")


# Carried out at once, without confirmation, balancing or refusal (art. 21 nos. 2–3, art. 7 no. 3).
AT_ONCE = frozenset({Right.MARKETING, Right.WITHDRAWAL})
# Gives a copy of data away: the person must be known (art. 12 no. 6, art. 15 no. 4).
GIVES_DATA = frozenset({Right.ACCESS, Right.PORTABILITY})
# Every recipient is told of these (art. 19).
TELLS_RECIPIENTS = frozenset({Right.RECTIFICATION, Right.ERASURE, Right.RESTRICTION})


class Channel(TextChoices):
    """How a request came. Any way counts (art. 12 no. 2)."""

    FORM = "form", _("skjema")
    EMAIL = "email", _("e-post")
    LETTER = "letter", _("brev")
    PHONE = "phone", _("telefon")
    IN_PERSON = "in-person", _("personlig oppmøte")
    OTHER = "other", _("annen måte")


BY_STAFF = tuple(channel for channel in Channel if channel != Channel.FORM)


class Behalf(TextChoices):
    """Whom a request is about."""

    SELF = "self", _("seg selv")
    CHILD = "child", _("barnet sitt")
    OTHER = "other", _("en annen")


class Representation(TextChoices):
    """Why somebody may ask for another (vergemålsloven, barneloven; personopplysningsloven § 5)."""

    PARENT = "parent", _("foreldreansvar, barnet er for ungt til å bestemme selv")
    PARENT_AGREED = "parent-agreed", _("foreldreansvar, og barnet er enig")
    POWER = "power", _("fullmakt som vi har sett")
    GUARDIAN = "guardian", _("verge, med vergefullmakt som vi har sett")


class Identity(TextChoices):
    """How we know who asks, the weakest first. eID comes later."""

    NONE = "none", _("ikke bekreftet")
    EMAIL = "email", _("bekreftet e-postadresse")
    KNOWN = "known", _("kjent igjen på opplysninger bare personen har")
    IN_PERSON = "in-person", _("møtt personlig")

    @property
    def level(self) -> int:
        """Return how strong it is, to be compared."""
        return list(Identity).index(self)


class Outcome(TextChoices):
    """What became of one thing asked for."""

    GRANTED = "granted", _("imøtekommet")
    PARTIAL = "partial", _("delvis imøtekommet")
    REFUSED = "refused", _("avslått")
    NOT_HELD = "not-held", _("ikke aktuelt, vi har ingenting")
    WITHDRAWN = "withdrawn", _("trukket")
    UNIDENTIFIED = "unidentified", _("kan ikke identifiseres")


# The person must be told why, and where to complain, within a month of receipt (art. 12 no. 4).
REFUSALS = frozenset({Outcome.REFUSED, Outcome.PARTIAL, Outcome.UNIDENTIFIED})


class Ground(TextChoices):
    """Why something is refused. A label names the rule; rights_requests/grounds.py says more."""

    NOT_IDENTIFIABLE = "11", _("vi kan ikke vite hvem det er (art. 11 og 12 nr. 2)")
    UNFOUNDED = "12-5", _("åpenbart grunnløst eller overdrevet (art. 12 nr. 5)")
    RIGHTS_OF_OTHERS = "15-4", _("andres rettigheter og friheter (art. 15 nr. 4)")
    NOT_WRONG = "16", _("opplysningene er riktige (art. 16)")
    ERASURE_NO_GROUND = "17-1", _("ingen av grunnene for sletting er oppfylt (art. 17 nr. 1)")
    EXPRESSION = "17-3-a", _("ytrings- og informasjonsfrihet (art. 17 nr. 3 a)")
    OBLIGATION = "17-3-b", _("rettslig plikt eller oppgave (art. 17 nr. 3 b)")
    PUBLIC_HEALTH = "17-3-c", _("folkehelse (art. 17 nr. 3 c)")
    ARCHIVE = "17-3-d", _("arkiv, forskning eller statistikk (art. 17 nr. 3 d)")
    CLAIMS = "17-3-e", _("rettskrav (art. 17 nr. 3 e)")
    RESTRICTION_NO_GROUND = (
        "18-1",
        _("ingen av grunnene for begrensning er oppfylt (art. 18 nr. 1)"),
    )
    PORTABILITY_SCOPE = "20-1", _("bygger ikke på samtykke eller avtale (art. 20 nr. 1)")
    PORTABILITY_OTHERS = "20-4", _("andres rettigheter og friheter (art. 20 nr. 4)")
    COMPELLING = "21-1", _("tvingende berettigede grunner (art. 21 nr. 1)")
    AUTOMATED_ALLOWED = "22-2", _("avgjørelsen er tillatt (art. 22 nr. 2)")
    NATIONAL_LAW = "popplyl-16", _("unntak i personopplysningsloven § 16")
    NATIONAL_RESEARCH = "popplyl-17", _("arkiv og forskning (personopplysningsloven § 17)")
    CONFIDENTIALITY = "confidentiality", _("taushetsplikt i lov")
    NO_RIGHT = "no-right", _("det som er bedt om, er ikke en rettighet etter loven")


class PauseKind(TextChoices):
    """Why the clock may stand still."""

    IDENTITY = "identity", _("identitet")
    CLARIFICATION = "clarification", _("presisering")


class TaskKind(TextChoices):
    """What must be done beside the answer."""

    SEARCH = "search", _("søk")
    STOP = "stop", _("stans")
    NOTIFY = "notify", _("underretning til mottaker (art. 19)")
    LIFT_NOTICE = "lift-notice", _("beskjed før begrensningen oppheves (art. 18 nr. 3)")


BLOCKS_ANSWER = frozenset({TaskKind.SEARCH, TaskKind.STOP})
BLOCKS_CLOSING = frozenset(TaskKind)


class TaskResult(TextChoices):
    """How a task ended."""

    FOUND = "found", _("fant noe")
    NOTHING = "nothing", _("fant ingenting")
    DONE = "done", _("gjort")
    IMPOSSIBLE = "impossible", _("umulig eller uforholdsmessig")


# What can be said of each kind; art. 19 alone lets something be left out, and asks why.
RESULTS = {
    TaskKind.SEARCH: (TaskResult.FOUND, TaskResult.NOTHING),
    TaskKind.STOP: (TaskResult.DONE, TaskResult.NOTHING),
    TaskKind.NOTIFY: (TaskResult.DONE, TaskResult.IMPOSSIBLE),
    TaskKind.LIFT_NOTICE: (TaskResult.DONE,),
}


class MessageKind(TextChoices):
    """What a message between the person and the company is."""

    MESSAGE = "message", _("melding")
    IDENTITY = "identity", _("spørsmål om identitet")
    CLARIFICATION = "clarification", _("spørsmål om presisering")
    EXTENSION = "extension", _("ny svarfrist")
    ENDING = "ending", _("avslutning")


class MailKind(TextChoices):
    """The mails that we send. Each is built from its kind when it goes out."""

    CONFIRM = "confirm", _("bekreft e-postadressen")
    CONFIRM_AGAIN = "confirm-again", _("påminnelse om å bekrefte")
    CODE = "code", _("engangskode")
    MESSAGE = "message", _("du har en melding")
    MESSAGE_AGAIN = "message-again", _("påminnelse om melding")
    EXTENSION = "extension", _("ny svarfrist")
    REPLY = "reply", _("svaret er klart")
    CLOSED = "closed", _("avsluttet")


class Event(TextChoices):
    """What can happen to a case: a step in its log, and a row of the workflow's table."""

    RECEIVE = "receive", _("henvendelsen kom")
    REGISTER = "register", _("henvendelsen ble registrert")
    CONFIRM = "confirm", _("e-postadressen ble bekreftet")
    ACCEPT = "accept", _("godtatt uten bekreftet e-postadresse")
    ASSIGN = "assign", _("ansvarlig valgt")
    START = "start", _("arbeidet startet")
    ASK_IDENTITY = "ask-identity", _("spurt hvem det er")
    ASK_CLARIFICATION = "ask-clarification", _("bedt om presisering")
    RESUME = "resume", _("svar kom, klokka går igjen")
    GIVE_UP = "give-up", _("avsluttet fordi vi ikke kan vite hvem det er")
    EXTEND = "extend", _("fristen forlenget")
    EXTENSION_SENT = "extension-sent", _("varselet om forlengelse er sendt")
    SUBMIT = "submit", _("svaret sendt til godkjenning")
    RETURN = "return", _("svaret sendt tilbake")
    SEND = "send", _("svaret sendt")
    CLOSE = "close", _("lukket")
    REOPEN = "reopen", _("gjenåpnet")
    WITHDRAW = "withdraw", _("trukket")
    MERGE = "merge", _("slått sammen med en annen")
    ABSORB = "absorb", _("en annen ble slått sammen med denne")
    REDIRECT = "redirect", _("feil mottaker")
    IDENTIFY = "identify", _("identiteten bekreftet")
    REPRESENT = "represent", _("retten til å handle for en annen registrert")
    CONTACT = "contact", _("kontaktopplysningene endret")
    WRITE = "write", _("melding skrevet")
    HEAR = "hear", _("melding fra personen")
    NOTE = "note", _("notat skrevet")
    DEMAND = "demand", _("krav lagt til")
    DECIDE = "decide", _("krav avgjort")
    DRAFT = "draft", _("svaret skrevet")
    PROPOSE = "propose", _("oppgaver foreslått")
    ADD_TASK = "add-task", _("oppgave lagt til")
    DO_TASK = "do-task", _("oppgave besvart")
    DROP_TASK = "drop-task", _("oppgave fjernet")
    RECOUNT = "recount", _("fristen regnet på nytt")
    CODE = "code", _("ny kode laget")
