"""What people do with their own accounts, told to the log.

The sign-in library's signals are what all its pages share, so that no way to a change is missed.
"""

from datetime import timedelta
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from privacyhub.accounts.models import User
from privacyhub.audit.models import Event, Kind
from privacyhub.audit.record import record


def listen() -> None:
    """Be told of new passwords and addresses, second factors made and gone, and wrong codes."""
    for signal in (account.password_set, account.password_changed, account.password_reset):
        signal.connect(password_changed, dispatch_uid="audit")
    account.email_changed.connect(address_changed, dispatch_uid="audit")
    mfa.authenticator_added.connect(factor_added, dispatch_uid="audit")
    mfa.authenticator_removed.connect(factor_removed, dispatch_uid="audit")
    mfa.authenticator_reset.connect(factor_renewed, dispatch_uid="audit")
    mfa.authentication_failed.connect(code_failed, dispatch_uid="audit")


def password_changed(user: User, **_signal: Any) -> None:
    """Write that somebody has a new password."""
    record(Kind.PASSWORD_CHANGED, by=user, subject=user)


def address_changed(user: User, **_signal: Any) -> None:
    """Write that somebody signs in with another address."""
    record(Kind.CHANGED, by=user, subject=user, fields=[_("e-postadresse")])


def factor_added(user: User, authenticator: Authenticator, **_signal: Any) -> None:
    """Write which second factor somebody made."""
    record(Kind.FACTOR_CHANGED, by=user, subject=user, added=[called(authenticator)])


def factor_removed(user: User, authenticator: Authenticator, **_signal: Any) -> None:
    """Write which second factor somebody took away."""
    record(Kind.FACTOR_CHANGED, by=user, subject=user, removed=[called(authenticator)])


def factor_renewed(user: User, authenticator: Authenticator, **_signal: Any) -> None:
    """Write which second factor somebody made anew."""
    record(Kind.FACTOR_CHANGED, by=user, subject=user, changed=[called(authenticator)])


def code_failed(user: User, request: Any, **_signal: Any) -> None:
    """Write that the second step failed."""
    record(Kind.SIGN_IN_FAILED, by=user, request=request)


def locked_out(email: str, request: Any) -> None:
    """Write that an address is locked: once for each lock, not for each try."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    since = timezone.now() - timedelta(seconds=settings.LOGIN_LOCK_SECONDS)
    told = Event.objects.filter(kind=Kind.LOCKED_OUT, at__gt=since)
    if user and not told.filter(actor_id=user.pk).exists():
        record(Kind.LOCKED_OUT, by=user, request=request)


def called(authenticator: Authenticator) -> str:
    """Return what people call a kind of second factor."""
    kinds = {
        Authenticator.Type.TOTP: _("kodeapp"),
        Authenticator.Type.WEBAUTHN: _("nøkkel"),
        Authenticator.Type.RECOVERY_CODES: _("reservekoder"),
    }
    return kinds[authenticator.type]
