"""What the person does: confirm the address, write, withdraw, and get in with a code."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from rights_requests import codes
from rights_requests import terms as t
from rights_requests.errors import RefusedError
from rights_requests.mail import outbox
from rights_requests.models import Case, Message, Pause
from rights_requests.moving import moving
from rights_requests.terms import Event, Identity, MailKind
from rights_requests.workflow import PERSON

MOST_ATTEMPTS = 5


def find_confirmation(token: str, *, now: datetime | None = None) -> Case | None:
    """Return the case whose address a link confirms. It changes nothing: GET may ask."""
    if not token:
        return None
    found = Case.objects.select_related("controller").filter(
        confirm_hash=codes.hash_token(token), confirm_expires_at__gt=now or timezone.now()
    )
    return found.first()


def confirm_email(token: str, *, now: datetime | None = None) -> Case | None:
    """Confirm the address that the link was sent to, once; None when the link is dead.

    It moves a case on only from «ubekreftet»; elsewhere the address alone is confirmed.
    """
    now = now or timezone.now()
    case = find_confirmation(token, now=now)
    if case is None:
        return None
    try:
        with moving(case, Event.CONFIRM, PERSON, now=now) as move:
            held = move.case
            _demand_alike(held.confirm_hash, codes.hash_token(token))
            held.confirm_hash, held.confirm_expires_at = "", None
            held.confirmed_email, held.confirmed_at = held.email, now
            if Identity(held.identity).level < Identity.EMAIL.level:
                held.identity = Identity.EMAIL
    except RefusedError:
        return None
    return case


def _demand_alike(kept: str, given: str) -> None:
    """Go on only if nobody used the link meanwhile."""
    if not codes.alike(kept, given):
        raise RefusedError("")


def open_with_secret(reference: str, secret: str) -> Case | None:
    """Return the case that a reference and its long code open; None alike for every fault."""
    case = _by_reference(reference)
    kept = (case.secret_hash if case else "") or codes.NOTHING
    is_right = codes.alike(codes.hash_secret(secret), kept)
    return case if case and is_right else None


def send_code(reference: str, *, now: datetime | None = None) -> None:
    """Send a one-time code to the confirmed address of a case, if there is one.

    Also when the case has ended: the answer is still to be read. It says nothing of whether
    there is: the answer and its time are the same.
    """
    with transaction.atomic():
        case = _by_reference(reference)
        if case and case.confirmed_at:
            outbox.queue(case, MailKind.CODE, now=now)


def open_with_code(reference: str, digits: str, *, now: datetime | None = None) -> Case | None:
    """Return the case that a reference and its one-time code open, once.

    A code dies when it is used, when a new one is sent, after ten minutes, and after five
    tries: they are counted in the database before the code is looked at.
    """
    now = now or timezone.now()
    case = _by_reference(reference)
    number = case.pk if case else 0
    hashed = codes.hash_digits(digits, number)
    live = Case.objects.filter(
        pk=number, code_expires_at__gt=now, code_attempts__lt=MOST_ATTEMPTS
    ).exclude(code_hash="")
    if not live.update(code_attempts=F("code_attempts") + 1):
        codes.alike(hashed, codes.NOTHING)
        return None
    kept = Case.objects.values_list("code_hash", flat=True).get(pk=number) or codes.NOTHING
    if not codes.alike(hashed, kept):
        return None
    used = Case.objects.filter(pk=number, code_hash=kept)
    done = used.update(code_hash="", code_expires_at=None, code_attempts=0)
    return Case.objects.select_related("controller").get(pk=number) if done else None


def _by_reference(reference: str) -> Case | None:
    wanted = codes.read_reference(reference)
    return Case.objects.select_related("controller").filter(reference=wanted).first()


def write_message(case: Case, text: str, *, now: datetime | None = None) -> Message:
    """Let the person write. If we waited for them, the clock goes on from this day."""
    now = now or timezone.now()
    paused = case.is_paused
    with transaction.atomic():
        with moving(case, Event.HEAR, PERSON, now=now):
            message = Message(case=case, is_from_person=True, text=text, written_at=now)
            message.clean_fields(exclude=["case"])
            message.save(force_insert=True)
        if paused:
            resume_now(case, now)
    return message


def resume_now(case: Case, now: datetime) -> None:
    """End the pause because the person answered."""
    with moving(case, Event.RESUME, PERSON, now=now) as move:
        pause = Pause.objects.get(case=move.case, answered_on=None)
        pause.answered_on = max(move.today, pause.asked_on)
        pause.save(update_fields=["answered_on"])


def withdraw(case: Case, *, now: datetime | None = None) -> None:
    """Let the person take the request back. What is asked for and not decided ends with it."""
    with moving(case, Event.WITHDRAW, PERSON, now=now) as move:
        end_demands(move.case, move.now)
        if _is_known(move.case):
            outbox.queue(move.case, MailKind.CLOSED, now=now)


def _is_known(case: Case) -> bool:
    """Tell whether anybody but the form says whose address it is.

    Else a form in another's name, withdrawn by its code, could fill their mailbox.
    """
    return bool(case.confirmed_at) or case.steps.exclude(by=None).exists()


def end_demands(case: Case, now: datetime) -> None:
    """Call what isn't decided withdrawn."""
    left = case.demands.filter(outcome=None)
    left.update(outcome=t.Outcome.WITHDRAWN, decided_at=now)
