"""What staff do while they work on a case."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from policies.permissions import may_handle_cases
from policies.workplace.active import access_in
from rights_requests import codes
from rights_requests import terms as t
from rights_requests.actions.person import end_demands
from rights_requests.errors import RefusedError
from rights_requests.mail import outbox
from rights_requests.models import Case, Message, Note, Pause
from rights_requests.moving import Move, forget_codes, moving
from rights_requests.terms import Event, MailKind, MessageKind
from rights_requests.workflow import Actor


@dataclass(frozen=True)
class Question:
    """What the person must answer, why it must be asked, and when it was sent."""

    ground: str
    question: str
    asked_on: date | None = None


def accept(case: Case, by: Actor, reason: str, *, now: datetime | None = None) -> None:
    """Take a request whose address was never confirmed: a typing error costs no right."""
    needed(reason, "reason", _("Skriv hvordan dere vet at henvendelsen er ekte."))
    with moving(case, Event.ACCEPT, by, reason=reason, now=now):
        pass


def assign(case: Case, by: Actor, user: Any, *, now: datetime | None = None) -> None:
    """Let somebody answer for a case: one who may work with cases, and can sign in."""
    works = may_handle_cases(access_in(user, case.controller.key))
    if not works:
        raise RefusedError(_("Velg en saksbehandler som kan logge inn."), "assigned_to")
    with moving(case, Event.ASSIGN, by, reason=str(user), now=now) as move:
        move.case.assigned_to = user


def start(case: Case, by: Actor, *, now: datetime | None = None) -> None:
    """Begin the work. Whoever begins answers for it, if nobody does."""
    with moving(case, Event.START, by, now=now) as move:
        if move.case.assigned_to_id is None:
            move.case.assigned_to_id = by.number


def ask_identity(case: Case, by: Actor, about: Question, *, now: datetime | None = None) -> None:
    """Ask who it is, for a reason that is written down, and stop the clock (art. 12 no. 6)."""
    _ask(case, Event.ASK_IDENTITY, by, about, now)


def ask_clarification(
    case: Case, by: Actor, about: Question, *, large: bool, now: datetime | None = None
) -> None:
    """Ask what is meant. Only where there is very much data does the clock stop (recital 63)."""
    if large:
        _ask(case, Event.ASK_CLARIFICATION, by, about, now)
    else:
        write(case, by, about.question, now=now)


_KINDS = {
    Event.ASK_IDENTITY: (t.PauseKind.IDENTITY, MessageKind.IDENTITY),
    Event.ASK_CLARIFICATION: (t.PauseKind.CLARIFICATION, MessageKind.CLARIFICATION),
}


def _ask(case: Case, event: Event, by: Actor, about: Question, now: datetime | None) -> None:
    needed(about.ground, "ground", _("Skriv hvorfor dere må spørre."))
    needed(about.question, "question", _("Skriv hva dere spør om."))
    pause_kind, message_kind = _KINDS[event]
    with moving(case, event, by, reason=about.ground, now=now) as move:
        asked_on = about.asked_on or move.today
        _demand_day(asked_on, move, "asked_on")
        Pause.objects.create(
            case=move.case,
            kind_of=pause_kind,
            asked_on=asked_on,
            ground=about.ground,
            question=about.question,
            asked_by=by.name[:300],
        )
        _say(move, about.question, message_kind)
        outbox.queue(move.case, MailKind.MESSAGE, now=move.now)


def _demand_day(day: date, move: Move, field: str) -> None:
    """Go on only with a day from receipt until now, after every earlier pause."""
    if day > move.today:
        raise RefusedError(_("Datoen er ikke kommet ennå."), field)
    if day < move.case.received_on:
        raise RefusedError(_("Datoen er før henvendelsen kom."), field)
    if Pause.objects.filter(case=move.case, answered_on__gt=day).exists():
        raise RefusedError(_("Datoen ligger i en pause som alt er registrert."), field)


def resume(
    case: Case,
    by: Actor,
    *,
    answered_on: date | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> None:
    """End the pause: the answer came, on this day."""
    with moving(case, Event.RESUME, by, reason=reason, now=now) as move:
        pause = Pause.objects.get(case=move.case, answered_on=None)
        day = answered_on or move.today
        if day > move.today:
            raise RefusedError(_("Datoen er ikke kommet ennå."), "answered_on")
        if day < pause.asked_on:
            raise RefusedError(_("Datoen er før dere spurte."), "answered_on")
        pause.answered_on = day
        pause.save(update_fields=["answered_on"])


def extend(
    case: Case, by: Actor, reason: str, *, by_post: bool = False, now: datetime | None = None
) -> None:
    """Take two more months, once and in time, and tell the person in the same act.

    It counts from the day that the notice goes out: at once for a letter that is posted
    today, else when the mail is delivered.
    """
    needed(reason, "reason", _("Skriv hvorfor det tar lengre tid. Personen får se det."))
    with moving(case, Event.EXTEND, by, reason=reason, now=now) as move:
        held = move.case
        if not held.email and not by_post:
            problem = _("Personen har ingen e-postadresse. Send brevet i dag, og kryss av for det.")
            raise RefusedError(problem, "by_post")
        held.extension_on, held.extension_reason = move.today, reason
        if by_post:
            held.extension_sent_on = move.today
        _say(move, reason, MessageKind.EXTENSION)
        outbox.queue(held, MailKind.EXTENSION, now=move.now)


def write(case: Case, by: Actor, text: str, *, now: datetime | None = None) -> None:
    """Write to the person."""
    needed(text, "text", _("Skriv meldingen."))
    with moving(case, Event.WRITE, by, now=now) as move:
        _say(move, text, MessageKind.MESSAGE)
        outbox.queue(move.case, MailKind.MESSAGE, now=move.now)


def hear(case: Case, by: Actor, text: str, *, now: datetime | None = None) -> None:
    """Write down what the person said in another way than here."""
    needed(text, "text", _("Skriv hva personen sa."))
    with moving(case, Event.HEAR, by, now=now) as move:
        _store(move, text, MessageKind.MESSAGE, from_person=True)


def note(case: Case, by: Actor, text: str, *, now: datetime | None = None) -> None:
    """Write a note to colleagues."""
    needed(text, "text", _("Skriv notatet."))
    with moving(case, Event.NOTE, by, now=now) as move:
        made = Note(case=move.case, text=text, written_at=move.now, written_by=by.name[:300])
        made.clean_fields(exclude=["case"])
        made.save(force_insert=True)


def identify(
    case: Case, by: Actor, level: t.Identity, how: str, *, now: datetime | None = None
) -> None:
    """Say how we know who it is. Copies of proof aren't kept: the words are enough."""
    needed(how, "how", _("Skriv hvordan dere vet hvem det er."))
    if level not in {t.Identity.KNOWN, t.Identity.IN_PERSON}:
        raise RefusedError(_("Velg hvordan dere vet hvem det er."), "level")
    with moving(case, Event.IDENTIFY, by, reason=f"{level.label}: {how}", now=now) as move:
        move.case.identity = level


def represent(
    case: Case, by: Actor, kind: t.Representation, how: str, *, now: datetime | None = None
) -> None:
    """Say why somebody may ask for another."""
    needed(how, "how", _("Skriv hva dere har sett."))
    is_parent = kind in {t.Representation.PARENT, t.Representation.PARENT_AGREED}
    if is_parent != (case.on_behalf == t.Behalf.CHILD):
        raise RefusedError(_("Det passer ikke med hvem henvendelsen gjelder."), "kind")
    with moving(case, Event.REPRESENT, by, reason=f"{kind.label}: {how}", now=now) as move:
        move.case.representation = kind


CONTACT_FIELDS = ("name", "email", "phone", "address")


def change_contact(
    case: Case, by: Actor, changed: dict[str, str], reason: str, *, now: datetime | None = None
) -> None:
    """Change how the person is reached. A new address must be confirmed anew (misuse 28)."""
    needed(reason, "reason", _("Skriv hvorfor."))
    with moving(case, Event.CONTACT, by, reason=reason, now=now) as move:
        held = move.case
        moved = "email" in changed and changed["email"] != held.email
        for name in CONTACT_FIELDS:
            setattr(held, name, changed.get(name, getattr(held, name)))
        if not any((held.name, held.email, held.phone, held.address, held.known_as)):
            raise RefusedError(_("Skriv minst én måte å nå personen på."), "email")
        held.clean_fields(exclude=["controller", "version", "duplicate_of", "assigned_to"])
        if moved:
            _distrust(held)
            outbox.queue(held, MailKind.CONFIRM, now=move.now)


def _distrust(case: Case) -> None:
    """Forget what an earlier address proved, and the codes that went to it."""
    case.confirmed_email, case.confirmed_at = "", None
    forget_codes(case)
    if case.identity == t.Identity.EMAIL:
        case.identity = t.Identity.NONE


def issue_code(case: Case, by: Actor, reason: str, *, now: datetime | None = None) -> str:
    """Return a new long code to hand over; the old one opens nothing any more."""
    needed(reason, "reason", _("Skriv hvem som får koden, og hvordan."))
    secret = codes.new_secret()
    with moving(case, Event.CODE, by, reason=reason, now=now) as move:
        move.case.secret_hash = codes.hash_secret(secret)
    return secret


def withdraw_for(case: Case, by: Actor, reason: str, *, now: datetime | None = None) -> None:
    """End a request because the person said so in another way."""
    needed(reason, "reason", _("Skriv hvordan personen trakk henvendelsen."))
    with moving(case, Event.WITHDRAW, by, reason=reason, now=now) as move:
        end_demands(move.case, move.now)
        outbox.queue(move.case, MailKind.CLOSED, now=move.now)


def needed(text: str, field: str, problem: str) -> None:
    """Go on only with something written."""
    if not text.strip():
        raise RefusedError(problem, field)


def _say(move: Move, text: str, kind: MessageKind) -> None:
    _store(move, text, kind, from_person=False)


def _store(move: Move, text: str, kind: MessageKind, *, from_person: bool) -> None:
    message = Message(
        case=move.case,
        kind_of=kind,
        is_from_person=from_person,
        text=text,
        written_at=move.now,
        written_by=move.by.name[:300],
    )
    message.clean_fields(exclude=["case"])
    message.save(force_insert=True)


def tell(move: Move, text: str) -> None:
    """Tell the person how it ended, and that there is something to read."""
    _say(move, text, MessageKind.ENDING)
    outbox.queue(move.case, MailKind.MESSAGE, now=move.now)
