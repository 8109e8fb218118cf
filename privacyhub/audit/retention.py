"""Clearing the log, and sessions, of what is past its day (docs/decisions/0012)."""

from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from privacyhub.audit.models import Event, Kind
from privacyhub.audit.record import record


@transaction.atomic
def purge(now: datetime | None = None) -> int:
    """Erase events past their last day, write how many, and return it."""
    now = now or timezone.now()
    gone = Event.objects.overdue(timezone.localdate(now)).erase(now=now)
    if gone:
        record(Kind.LOG_PURGED, by="Personvernhub", now=now, count=gone)
    return gone


def clear_sessions(_now: datetime | None = None) -> int:
    """Delete the sessions that have run out."""
    sessions: Any = import_module(settings.SESSION_ENGINE).SessionStore
    before = _stored(sessions)
    sessions.clear_expired()
    return before - _stored(sessions)


def _stored(sessions: Any) -> int:
    """Return how many sessions the database holds; elsewhere nobody counts them."""
    return sessions.get_model_class().objects.count() if hasattr(sessions, "get_model_class") else 0
