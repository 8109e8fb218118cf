"""How the sign-in library meets this installation: closed, in our words, and safe."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacyhub.accounts import audited, encryption, sessions, wording
from privacyhub.accounts.models import Invitation, User

_FRESH = 5 * 60  # seconds
logger = logging.getLogger(__name__)


def directory_name() -> str:
    """Return what the company calls its directory, or the empty text when there is none."""
    providers: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS
    apps = providers["openid_connect"]["APPS"]
    return str(apps[0]["name"]) if apps else ""


def own_address(user: User) -> None:
    """Make the account's address the only confirmed one, and nobody else's.

    An administrator or an invitation vouched for it; the library keeps rows of its own.
    """
    email = user.email.lower()
    confirmed = EmailAddress.objects.filter(verified=True)
    confirmed.filter(user=user).exclude(email=email).delete()
    confirmed.filter(email=email).exclude(user=user).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )


class AccountAdapter(DefaultAccountAdapter):
    """Accounts: no sign-up, limits for each address, mail that may fail."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        ours = "privacyhub.accounts.second_factor.SecondFactorStage"
        return ["allauth.account.stages.EmailVerificationStage", ours]

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session."""
        own_address(user)
        super().login(request, user)
        sessions.begin(request)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask nobody for the password again who has just typed it."""
        if sessions.is_fresh(self.request, _FRESH):
            return False
        return bool(super().is_reauthentication_required(app=app))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead staff to their front page, others to their own."""
        if admin.site.has_permission(request):
            return reverse("admin:index")
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        return reverse("account_profile")

    def get_email_verification_redirect_url(self, _email_address: EmailAddress) -> str:
        return reverse("account_profile")

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Take the new address, unless somebody else has it by now."""
        others = User.objects.exclude(pk=email_address.user_id)
        if others.filter(email__iexact=email_address.email).exists():
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False
        return bool(super().confirm_email(request, email_address))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Tell the log when an address is locked."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            audited.locked_out(credentials.get("email", ""), request)
            raise

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Say how long an address is locked."""
        if code == "too_many_login_attempts":
            wait = wording.shown_wait(settings.LOGIN_LOCK_SECONDS)
            message = _("For mange forsøk. Prøv igjen om %(wait)s, eller velg et nytt passord.")
            return ValidationError(message % {"wait": wait}, code=code)
        error: ValidationError = super().validation_error(code, *args)
        return error

    def _get_login_attempts_cache_key(self, _request: HttpRequest, **credentials: Any) -> str:
        """Count for the address alone: another host name gives no new tries."""
        return f"login:{credentials.get('email', '').strip().lower()}"

    def add_message(  # noqa: PLR0913, PLR0917 - the library's signature
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words."""
        text = message
        if text is None and message_template:
            text = str(wording.MESSAGES.get(message_template, "")) % (message_context or {})
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell whoever owns the account of a change to it, in our words."""
        what = str(wording.NOTICES.get(template_prefix, "")) % (context or {})
        ours = {**(context or {}), "what": what}
        super().send_notification_mail("account/email/notice", user, ours, email or user.email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send, or say that it can't be sent: alike whether the address has an account."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError):
            logger.exception("Mail not sent: %s", template_prefix)
            messages.error(self.request, _("Vi fikk ikke sendt e-posten. Prøv igjen om litt."))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: seeds encrypted, names in Norwegian."""

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - the library's
        """Name a key by its number."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Nøkkel %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Show the service's name when a key asks whether to sign in."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """A company's own directory lets in whoever has an account or an invitation here."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "invalid_token": gettext_lazy("Innloggingen kunne ikke bekreftes. Prøv igjen."),
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Tie the directory's person to the account with the address that it has confirmed."""
        if sociallogin.is_existing:
            return
        email = confirmed_address(sociallogin)
        user = User.objects.filter(email__iexact=email).first() if email else None
        if user is not None:
            sociallogin.connect(request, user)
        elif not email or not Invitation.objects.open().filter(email__iexact=email).exists():
            page = render(request, "account/signup_closed.html", status=403)
            raise ImmediateHttpResponse(page)

    def is_open_for_signup(self, _request: HttpRequest, _sociallogin: Any) -> bool:
        """Let in: pre_social_login has turned away whoever isn't invited."""
        return True

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Take the name and the address, and nothing that gives access."""
        user = super().populate_user(request, sociallogin, data)
        user.name = (data.get("name") or "")[: User._meta.get_field("name").max_length]
        user.email = user.email.lower()
        return user


def confirmed_address(sociallogin: Any) -> str:
    """Return the address that the directory says is confirmed, or the empty text."""
    for address in sociallogin.email_addresses:
        if address.verified is True:
            return str(address.email).lower()
    return ""
