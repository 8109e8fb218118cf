"""What the site refuses to start with. `manage.py check` and the server both ask."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.utils.module_loading import import_string

START = "start"
LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})
DEMO_KEYS = ("django-insecure", "only-for-", "changeme", "secret")
SHORTEST_KEY = 32
DEMO_DOMAIN = "@personvernhub.example"  # all of the demo's staff


def is_public() -> bool:
    """Tell whether the site answers to a name that others than this machine use."""
    return bool(set(settings.ALLOWED_HOSTS) - LOCAL)


@register(START, Tags.security)
def check_key(**_options: Any) -> list[CheckMessage]:
    """Refuse a key that others know or could guess."""
    key = settings.SECRET_KEY
    if not is_public() or (len(key) >= SHORTEST_KEY and not key.startswith(DEMO_KEYS)):
        return []
    hint = "Make one: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    return [Error("SECRET_KEY is a demo key or too short.", hint=hint, id="privacyhub.E001")]


@register(START, Tags.security)
def check_debug(**_options: Any) -> list[CheckMessage]:
    """Refuse DEBUG where others reach it: its error pages tell everything."""
    if not (settings.DEBUG and is_public()):
        return []
    hint = "Set DEBUG=false, or let ALLOWED_HOSTS name this machine alone."
    return [Error("DEBUG is on for a public host.", hint=hint, id="privacyhub.E002")]


@register(START, Tags.database)
def check_demo_staff(databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Refuse the demo's staff outside DEBUG: their password is in the README."""
    if settings.DEBUG or not databases:
        return []
    users = get_user_model()._default_manager
    try:
        found = users.filter(email__iendswith=DEMO_DOMAIN, is_active=True)
        emails = sorted(found.values_list("email", flat=True))
    except DatabaseError:  # down, or not migrated yet: nobody can sign in
        return []
    if not emails:
        return []
    hint = "Delete the user, or take away «kan logge inn»."
    return [Error(f"Demo staff can sign in: {', '.join(emails)}.", hint=hint, id="privacyhub.E003")]


@register(START)
def check_invitations(**_options: Any) -> list[CheckMessage]:
    """Refuse a name that nothing answers to: an invitation would end in an error."""
    name = settings.INVITATION_ACCEPTED
    try:
        found = not name or callable(import_string(name))
    except ImportError:
        found = False
    return [] if found else [Error(f"INVITATION_ACCEPTED: no {name}.", id="privacyhub.E004")]


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured with what is wrong, for a server that runs no checks itself."""
    found = run_checks(tags=[START], databases=["default"])
    wrong = [str(message) for message in found if message.is_serious()]
    if wrong:
        raise ImproperlyConfigured("\n".join(wrong))
