"""How often a visitor may do something: by network address, by what it is about, overall.

Counted by the sign-in library, in the cache that all processes share (settings.CACHES). What
is counted is kept as a keyed hash: no address of a visitor lies readable in the database. When
the cache is down nothing fails open: forms are then counted in the database, the rest refused.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from rights_requests.models import SentForm

_APP = "rights_requests"
_SHORTEST = timedelta(minutes=1)
logger = logging.getLogger(__name__)


class Action(StrEnum):
    """What is counted. The numbers are in settings.RIGHTS_RATE_LIMITS."""

    SEND = "send"  # a request through the form
    CODE = "code"  # a one-time code by mail
    OPEN = "open"  # a try at a code
    CONFIRM = "confirm"  # a link of a confirmation
    WRITE = "write"  # a message in a case


@dataclass(frozen=True)
class Wait:
    """Too many: from when it is worth trying again."""

    until: datetime

    @property
    def seconds(self) -> int:
        """Return how long that is, for Retry-After."""
        return max(1, round((self.until - timezone.now()).total_seconds()))


def consume(request: HttpRequest, action: Action, **about: str) -> Wait | None:
    """Count one, and return how long to wait if that is one too many.

    `about` names what it is about: email="…", reference="…". Each has its own limit, and so
    have the visitor's address and all visitors together.
    """
    keys = {"address": ratelimit.get_ip(request), **about, "overall": ""}
    try:
        for what, key in keys.items():
            if wait := _consume(request, f"{action}:{what}", key):
                return wait
    except Exception:  # whatever a cache may raise
        logger.exception("The limits' cache doesn't answer")
        return _without_cache(action)
    return None


def _consume(request: HttpRequest, name: str, key: str) -> Wait | None:
    about: dict[str, Any] = {
        "app": _APP,
        "action": name,
        "config": settings.RIGHTS_RATE_LIMITS,
        "key": _fingerprint(name, key),
    }
    if ratelimit.consume(request, limit_get=True, **about):
        return None
    ends = [_ends(request, rate, about) for rate in ratelimit.get_rates(**_rates(about))]
    return Wait(max(ends, default=timezone.now() + _SHORTEST))


def _rates(about: dict[str, Any]) -> dict[str, Any]:
    return {name: about[name] for name in ("app", "action", "config")}


def _ends(request: HttpRequest, rate: ratelimit.Rate, about: dict[str, Any]) -> datetime:
    """Return when a limit that is used up lets one more through."""
    named = {name: about[name] for name in ("app", "action", "key")}
    history = cache.get(ratelimit.get_cache_key(request, rate=rate, **named), [])
    soonest = timezone.now() + _SHORTEST
    if len(history) < rate.amount:  # somebody else was counting just then
        return soonest
    return max(soonest, datetime.fromtimestamp(history[-1] + rate.duration, tz=UTC))


def _fingerprint(name: str, key: str) -> str:
    return salted_hmac(f"{_APP}.limits.{name}", key.strip().lower(), algorithm="sha256").hexdigest()


def _without_cache(action: Action) -> Wait | None:
    """Let a request through while few come: no right is lost because a cache is down."""
    now = timezone.now()
    rates = ratelimit.get_rates(
        app=_APP, action=f"{Action.SEND}:overall", config=settings.RIGHTS_RATE_LIMITS
    )
    if action == Action.SEND and all(_is_below(rate, now) for rate in rates):
        return None
    return Wait(now + _SHORTEST)


def _is_below(rate: ratelimit.Rate, now: datetime) -> bool:
    since = now - timedelta(seconds=rate.duration)
    amount: int = rate.amount
    return SentForm.objects.filter(sent_at__gt=since).count() < amount
