"""The pass that one gets by a code: a cookie that opens one case for an hour (decision 0016)."""

import hashlib
import secrets
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from rights_requests.models import Case

LASTS = timedelta(hours=1)
PATH = "/henvendelse/"
_SALT = "rights_requests.pass"


class Pass(NamedTuple):
    """Which case is open, and whether its whole content is."""

    case: Case
    is_full: bool
    form_token: str
    held: str = ""  # what the cookie holds, of a pass that is new


def cookie_name() -> str:
    """Return the cookie's name; its prefix makes browsers hold it to https."""
    return "henvendelse" if settings.DEBUG else "__Secure-henvendelse"


def grant(case: Case, *, by_mail: bool) -> Pass:
    """Return a pass to one case. Who comes by mail has shown that the address is theirs."""
    number = secrets.token_urlsafe(12)
    held = signing.dumps([case.pk, _seal(case), by_mail, number], salt=_SALT)
    return _pass(case, number, by_mail=by_mail)._replace(held=held)


def keep(response: HttpResponse, given: Pass) -> None:
    """Give a new pass to the visitor's browser, for the addresses of cases alone."""
    response.set_cookie(
        cookie_name(),
        given.held,
        max_age=LASTS,
        path=PATH,
        secure=not settings.DEBUG,
        httponly=True,
        samesite="Strict",
    )


def forget(response: HttpResponse) -> None:
    """Take the pass back."""
    response.delete_cookie(cookie_name(), path=PATH, samesite="Strict")


def read(request: HttpRequest) -> Pass | None:
    """Return the pass that a request carries, None when it has none that holds."""
    try:
        held = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    number_of_case, seal, by_mail, number = held
    case = Case.objects.select_related("controller", "duplicate_of").filter(pk=number_of_case)
    found = case.first()
    if found is None or not constant_time_compare(seal, _seal(found)):
        return None
    return _pass(found, number, by_mail=by_mail)


def is_theirs(given: Pass, token: str) -> bool:
    """Tell whether a form comes from a page that was made for this pass."""
    return constant_time_compare(given.form_token, token)


def _pass(case: Case, number: str, *, by_mail: bool) -> Pass:
    # The long code may be in the hands of whoever sent the form in another's name. Once an
    # address is confirmed, what is written and answered is for who can read mail there.
    is_full = by_mail or case.confirmed_at is None
    token = salted_hmac(_SALT, f"{case.pk}:{number}", algorithm="sha256").hexdigest()
    return Pass(case, is_full, token)


def _seal(case: Case) -> str:
    """Return what a pass is bound to: a new code or another address ends it."""
    held = f"{case.secret_hash}:{case.email}"
    return hashlib.sha256(held.encode()).hexdigest()[:16]
