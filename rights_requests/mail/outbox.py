"""The mails on their way: queued in the transaction, sent after it, tried again by run_due.

One mechanism does it all (docs/decisions/0015). Codes and tokens are made when a mail goes
out, so that none lies readable in the database, and a second try kills the first one's.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import cache, partial
from smtplib import SMTPException, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connections, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policies.publishing.article.words import day
from rights_requests import codes
from rights_requests.addresses import confirm_url
from rights_requests.mail.wording import Letter, wording
from rights_requests.models import Case, Outgoing
from rights_requests.moving import moving
from rights_requests.terms import Event, MailKind
from rights_requests.workflow import PROGRAM

CONFIRM_LASTS = timedelta(days=14)
CODE_LASTS = timedelta(minutes=10)
MOST_ATTEMPTS = 30
MOST_AT_ONCE = 500
_LEASE = timedelta(minutes=10)  # longer than a mail server may take
_DAY = timedelta(days=1)
_WAITS = (5, 15, 60, 4 * 60, 12 * 60, 24 * 60)  # minutes between tries; the last one repeats
_CONFIRMS = (MailKind.CONFIRM, MailKind.CONFIRM_AGAIN)
_LATE = _("E-posten med spørsmålet gikk ut senere enn det ble skrevet.")
logger = logging.getLogger(__name__)


def queue(case: Case, kind: MailKind, *, now: datetime | None = None) -> Outgoing | None:
    """Queue a mail to the person, sent when the transaction is committed; None without address.

    A second confirmation or reminder to the same address within a day isn't sent: nobody's
    mailbox is filled through our form.
    """
    now = now or timezone.now()
    if not case.email:
        return None
    is_bombing = kind in _CONFIRMS and _told_lately(case, kind, now)
    mail = Outgoing.objects.create(
        case=case,
        kind_of=kind,
        email=case.email,
        created_at=now,
        next_try_at=now,
        dropped_at=now if is_bombing else None,
    )
    if not is_bombing:
        transaction.on_commit(partial(start, mail.pk), robust=True)
    return mail


def _told_lately(case: Case, kind: MailKind, now: datetime) -> bool:
    told = Outgoing.objects.filter(email__iexact=case.email, kind_of=kind, dropped_at=None)
    return told.filter(created_at__gt=now - _DAY).exists()


def start(pk: int) -> None:
    """Send a mail now, beside the request when there are threads for it."""
    if settings.MAIL_THREADS:
        _threads().submit(_deliver_beside, pk)
    else:
        deliver(pk)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(settings.MAIL_THREADS, thread_name_prefix="mail")


def _deliver_beside(pk: int) -> None:
    try:
        deliver(pk)
    except Exception:
        logger.exception("Mail %s", pk)
    finally:
        connections.close_all()


def deliver(pk: int, *, now: datetime | None = None) -> bool:
    """Send one mail, and tell whether it went out. Nobody else sends it meanwhile."""
    now = now or timezone.now()
    claimed = Outgoing.objects.due(now).filter(pk=pk)
    if not claimed.update(attempts=F("attempts") + 1, next_try_at=now + _LEASE):
        return False
    mail = Outgoing.objects.select_related("case__controller").get(pk=pk)
    if not _is_wanted(mail, now):
        Outgoing.objects.filter(pk=pk).update(dropped_at=now)
        return False
    letter = _letter(mail, now)
    try:
        EmailMessage(
            letter.subject,
            letter.body,
            to=[mail.email],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
    except (SMTPException, OSError) as error:
        logger.warning("Mail %s not sent: %s", pk, _short(error))
        _failed(mail, error, now)
        return False
    Outgoing.objects.filter(pk=pk).update(sent_at=now, last_error="")
    if mail.kind_of == MailKind.EXTENSION:
        extension_went_out(mail.case, now=now)
    if mail.kind_of == MailKind.MESSAGE:
        question_went_out(mail, now=now)
    return True


def _is_wanted(mail: Outgoing, now: datetime) -> bool:
    """Tell whether a mail still says something true to the right person."""
    case = mail.case
    if mail.email != case.email:
        return False
    if mail.kind_of in _CONFIRMS:
        return not case.is_ended and case.confirmed_at is None
    if mail.kind_of == MailKind.CODE:
        return now < mail.created_at + CODE_LASTS
    if mail.kind_of == MailKind.MESSAGE_AGAIN:
        return case.is_paused
    return True


def _letter(mail: Outgoing, now: datetime) -> Letter:
    kind, case = MailKind(mail.kind_of), mail.case
    if kind in _CONFIRMS:
        token, until = codes.new_token(), now + CONFIRM_LASTS
        _keep(case, confirm_hash=codes.hash_token(token), confirm_expires_at=until)
        return wording(case, kind, link=confirm_url(token), expires=day(until))
    if kind == MailKind.CODE:
        digits, until = codes.new_digits(), now + CODE_LASTS
        hashed = codes.hash_digits(digits, case.pk)
        _keep(case, code_hash=hashed, code_expires_at=until, code_attempts=0)
        return wording(case, kind, code=digits)
    return wording(case, kind)


def _keep(case: Case, **columns: object) -> None:
    """Keep the hash of what the mail holds; what an earlier mail held is dead from here."""
    Case.objects.filter(pk=case.pk).update(**columns)


def _failed(mail: Outgoing, error: Exception, now: datetime) -> None:
    wait = timedelta(minutes=_WAITS[min(mail.attempts, len(_WAITS)) - 1])
    gives_up = mail.attempts >= MOST_ATTEMPTS
    Outgoing.objects.filter(pk=mail.pk).update(
        last_error=_short(error),
        next_try_at=now + (365 * _DAY if gives_up else wait),
    )


def _short(error: Exception) -> str:
    """Return what went wrong without the address or text that servers repeat."""
    code = f" {error.smtp_code}" if isinstance(error, SMTPResponseException) else ""
    return f"{type(error).__name__}{code}"


def extension_went_out(case: Case, *, now: datetime) -> None:
    """Let an extension count from the day that its notice went out."""
    decided = case.extension_on
    if case.is_ended or not decided or case.extension_sent_on:
        return
    with moving(case, Event.EXTENSION_SENT, PROGRAM, now=now) as move:
        move.case.extension_sent_on = max(move.today, decided)


def question_went_out(mail: Outgoing, *, now: datetime) -> None:
    """Let the clock stand still from the day that the question went out, not the day before."""
    case, today = mail.case, timezone.localdate(now)
    pause = case.pauses.filter(answered_on=None, asked_on__lt=today).first()
    if pause is None or timezone.localdate(mail.created_at) != pause.asked_on:
        return
    with moving(case, Event.RECOUNT, PROGRAM, reason=str(_LATE), now=now):
        case.pauses.filter(pk=pause.pk, answered_on=None).update(asked_on=today)


def send_waiting(now: datetime | None = None) -> int:
    """Send what waits, the longest waiting first, and return how many went out."""
    now = now or timezone.now()
    waiting = Outgoing.objects.due(now).values_list("pk", flat=True)[:MOST_AT_ONCE]
    return sum(deliver(pk, now=now) for pk in list(waiting))
