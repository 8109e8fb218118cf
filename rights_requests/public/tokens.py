"""What a page carries to be sent back, signed: forms, and the calendar file's address.

A form's token stands in for the CSRF cookie. It is bound to the company and to the answers
that were reviewed, and the database lets it be used once (SentForm).
"""

import hashlib
import json
import secrets
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.core import signing
from django.http import HttpRequest

from rights_requests.actions import Asked

FORM_LASTS = timedelta(hours=24)
_FORM, _CALENDAR = "rights_requests.form", "rights_requests.calendar"
_LONGEST = 2000
_ELSEWHERE = "cross-site"


def digest(asked: Asked) -> str:
    """Return a checksum of the answers, so that what was reviewed is what is sent."""
    said = json.dumps(asdict(asked), sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def new_form_token(company: int, answers: str = "") -> str:
    """Return a token for one sending of a company's form."""
    return signing.dumps([company, answers, secrets.token_urlsafe(16)], salt=_FORM)


def read_form_token(token: str, company: int, answers: str = "") -> str | None:
    """Return the hash of the token's own number, None when it isn't for this, or too old."""
    held = _read(token, _FORM, FORM_LASTS)
    if not (isinstance(held, list) and held[:2] == [company, answers]):
        return None
    return hashlib.sha256(str(held[2]).encode()).hexdigest()


class Appointment(NamedTuple):
    """What the calendar file tells of."""

    reference: str
    due_on: date
    company: str


def new_calendar_token(about: Appointment) -> str:
    """Return the last part of the calendar file's address."""
    said = [about.reference, about.due_on.isoformat(), about.company]
    return signing.dumps(said, salt=_CALENDAR, compress=True)


def read_calendar_token(token: str) -> Appointment | None:
    """Return what a calendar file is to tell of; None when we didn't sign it."""
    held = _read(token, _CALENDAR, None)
    if held is None:
        return None
    reference, due_on, company = held
    return Appointment(reference, date.fromisoformat(due_on), company)


def _read(token: str, salt: str, lasts: timedelta | None) -> list[Any] | None:
    if len(token) > _LONGEST or not token.isascii():
        return None
    try:
        held: list[Any] = signing.loads(token, salt=salt, max_age=lasts)
    except signing.BadSignature:
        return None
    return held


def is_from_here(request: HttpRequest) -> bool:
    """Tell whether a form was sent from one of our pages, as far as the browser says.

    Sites can't set the header; browsers without it send none, and are let through.
    """
    return request.headers.get("Sec-Fetch-Site", "") != _ELSEWHERE
