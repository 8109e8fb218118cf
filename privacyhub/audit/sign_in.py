"""Signing in and out. Django's own signals are what every way of signing in shares."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from privacyhub.audit.models import Kind
from privacyhub.audit.record import record


def listen() -> None:
    """Be told of every sign-in, failed sign-in and sign-out."""
    user_logged_in.connect(signed_in, dispatch_uid="audit")
    user_login_failed.connect(sign_in_failed, dispatch_uid="audit")
    user_logged_out.connect(signed_out, dispatch_uid="audit")


def signed_in(user: Any, request: Any = None, **_signal: Any) -> None:
    """Write that somebody signed in."""
    record(Kind.SIGNED_IN, by=user, request=request)


def signed_out(user: Any, request: Any = None, **_signal: Any) -> None:
    """Write that somebody signed out; a session that had ended has nobody to tell of."""
    if user is not None:
        record(Kind.SIGNED_OUT, by=user, request=request)


def sign_in_failed(credentials: dict[str, Any], request: Any = None, **_signal: Any) -> None:
    """Write that a sign-in failed, and as whom.

    What was typed is written only when it is a user's address: people type their password
    in the wrong field.
    """
    typed = str(credentials.get("username") or credentials.get("email") or "")
    record(Kind.SIGN_IN_FAILED, by=_user(typed), request=request)


def _user(typed: str) -> Any:
    return get_user_model()._default_manager.filter(email__iexact=typed).first() if typed else None
