"""A session ends after a while without use, and after a working day whatever the use.

Django ends an unused session by its stored time; what is used is stored again at most every
few minutes, so that a page costs no write.
"""

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
_STORED_EVERY = 5 * 60  # seconds


def begin(request: HttpRequest) -> None:
    """Note when the session's user signed in."""
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = time.time()


def is_fresh(request: HttpRequest, seconds: int) -> bool:
    """Tell whether the user signed in within the last so many seconds."""
    signed_in_at: float = request.session.get(SIGNED_IN_AT, 0)
    return time.time() - signed_in_at < seconds


def within_limits(request: HttpRequest, user: Any) -> Any:
    """Return the user of the request, or nobody when the session has lasted its time."""
    session = request.session
    if not user.is_authenticated or SIGNED_IN_AT not in session:
        return user
    now = time.time()
    if now - session[SIGNED_IN_AT] >= settings.SESSION_ABSOLUTE_SECONDS:
        request.user = user
        logout(request)
        return request.user
    if now - session[SEEN_AT] >= min(_STORED_EVERY, settings.SESSION_COOKIE_AGE / 10):
        session[SEEN_AT] = now
        UserSession.objects.filter(session_key=session.session_key).update(
            last_seen_at=timezone.now()
        )
    return user


class SessionLimits:
    """Looks at the limits when somebody first asks who the user is, and not before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put the check between the request and its user."""
        user = request.user
        request.user = SimpleLazyObject(lambda: within_limits(request, user))  # type: ignore[assignment]
        return self.get_response(request)
