"""Writing to the log, in the transaction of what is told of."""

import ipaddress
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacyhub.audit.models import SIGN_IN, TEXT_LENGTH, Event, Kind
from privacyhub.audit.wording import DETAILS

COMMAND_LINE = _("Kommandolinjen")
_MOST_ITEMS = 50
_HOUR = timedelta(hours=1)
Detail = str | int | Iterable[str]


def record(kind: Kind, **about: Any) -> Event:
    """Write what somebody did. `about` is as for `event`."""
    made = event(kind, **about)
    made.save(force_insert=True)
    return made


def record_each(kind: Kind, subjects: Iterable[Any], **about: Any) -> None:
    """Write the same of each of several subjects, in one query."""
    now = timezone.now()
    Event.objects.bulk_create(
        event(kind, now=now, subject=subject, **about) for subject in subjects
    )


def record_reading(subject: Any, *, by: Any, now: datetime | None = None, **about: Any) -> None:
    """Write that somebody read a person's data: once an hour for each subject, to be readable."""
    now = now or timezone.now()
    made = event(Kind.READ, now=now, by=by, subject=subject, **about)
    told = Event.objects.filter(
        kind=Kind.READ,
        subject_ref=made.subject_ref,
        company_key=made.company_key,
        actor_id=made.actor_id,
        at__gt=now - _HOUR,
    )
    if not told.exists():
        made.save(force_insert=True)


def event(  # noqa: PLR0913 - who, what, where: they are what an event is
    kind: Kind,
    *,
    now: datetime | None = None,
    by: Any = None,
    company: Any = None,
    subject: Any = None,
    called: str = "",
    request: HttpRequest | None = None,
    **details: Detail,
) -> Event:
    """Return an event to be written.

    `by` is a user, or the name of what isn't one; without it, the request's user. `company`
    has a key and a name. `subject` is a record or a kind of record, `called` its name where
    its own text isn't it. `details` are names and numbers, never the content itself.
    """
    now = now or timezone.now()
    by = by or getattr(request, "user", None)
    return Event(
        at=now,
        kind=kind,
        keep_until=keep_until(kind, timezone.localdate(now)),
        address=address_of(request) if kind in SIGN_IN else None,
        details={name: _short(name, value) for name, value in details.items() if value} or None,
        **_actor(by),
        **_company(company),
        **_subject(subject, called),
    )


def keep_until(kind: Kind, on: date) -> date:
    """Return the last day that an event of a day is kept."""
    days = settings.AUDIT_SIGN_IN_DAYS if kind in SIGN_IN else settings.AUDIT_DAYS
    return on + timedelta(days=days)


def _actor(by: Any) -> dict[str, Any]:
    if isinstance(by, str):
        return {"actor": _line(by)}
    if by is None or by.pk is None:
        return {}
    email = by.email
    name = getattr(by, "name", "")
    return {"actor_id": by.pk, "actor": _line(name or email), "actor_email": _line(email)}


def _company(company: Any) -> dict[str, str]:
    if company is None:
        return {}
    return {"company_key": company.key, "company_name": _line(company.name)}


def _subject(subject: Any, called: str) -> dict[str, str]:
    if subject is None:
        return {"subject_name": _line(called)}
    options = subject._meta
    if isinstance(subject, type):  # a list of them
        kind, name, ref = options.verbose_name_plural, called, options.label_lower
    else:
        kind, name = options.verbose_name, called or str(subject)
        ref = f"{options.label_lower}/{subject.pk}"
    return {"subject_kind": _line(kind), "subject_name": _line(name), "subject_ref": ref}


def _short(name: str, value: Detail) -> Any:
    """Return a detail in few words; raise KeyError for one that nobody has a word for."""
    if name not in DETAILS:
        raise KeyError(name)
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        return _line(value)
    items = [_line(item) for item in value]
    return [*items[:_MOST_ITEMS], "…"] if len(items) > _MOST_ITEMS else items


def _line(text: Any) -> str:
    line = " ".join(str(text).replace("\0", "").split())
    return line if len(line) <= TEXT_LENGTH else f"{line[: TEXT_LENGTH - 1]}…"


def address_of(request: HttpRequest | None) -> str | None:
    """Return where a request came from; behind a proxy, what the proxy itself saw."""
    if request is None:
        return None
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:  # the proxy is the sole way in: its word is the last
        seen = request.META.get("HTTP_X_FORWARDED_FOR", seen).rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(seen))
    except ValueError:  # a socket has no address
        return None
