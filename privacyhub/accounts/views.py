"""The pages under /konto/: the library's, where they are ours in part, and our own."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView, PasswordResetFromKeyView
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.socialaccount.adapter import get_adapter as get_directory_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import AuthProcess
from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from privacyhub.accounts.adapters import directory_name
from privacyhub.accounts.forms import ProfileForm
from privacyhub.accounts.second_factor import KINDS, WANTED_PAGE, is_proven
from privacyhub.audit.models import Kind
from privacyhub.audit.record import record

_FORM = require_http_methods(["GET", "HEAD", "POST"])


class SignInView(LoginView):
    """Signing in: password, passkey, or the company's directory."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the directory, when there is one."""
        return {**super().get_context_data(**kwargs), "directory": directory_name()}


class ReplacePasswordView(PasswordResetFromKeyView):
    """A new password by the link in a mail."""

    reset_url_key = "velg"


@login_required
@never_cache
@_FORM
def profile(request: HttpRequest) -> HttpResponse:
    """Show who is signed in and how; on POST, change the name."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Navnet er lagret."))
        return redirect("account_profile")
    kinds = Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True)
    found = list(kinds)
    context = {
        "form": form,
        "has_app": Authenticator.Type.TOTP in found,
        "keys": found.count(Authenticator.Type.WEBAUTHN),
        "sessions": len(UserSession.objects.purge_and_list(request.user)),
    }
    return render(request, "account/profile.html", context)


@login_required
@never_cache
@_FORM
def sessions(request: HttpRequest) -> HttpResponse:
    """List where the user is signed in; on POST, end one session or all others."""
    user = request.user  # nobody, once this session is ended
    found = UserSession.objects.purge_and_list(user)
    if request.method == "POST":
        chosen = request.POST.get("session")
        if chosen:
            ended = [each for each in found if str(each.pk) == chosen]
            end_sessions(request, ended)
            messages.success(request, _("Økten er logget ut."))
        else:
            ended = [each for each in found if not each.is_current()]
            end_other_sessions(request, user)
            messages.success(request, _("De andre øktene er logget ut."))
        if ended:
            count = len(ended)
            record(Kind.SESSION_ENDED, by=user, subject=user, count=count)
        return redirect("usersessions_list")
    found.sort(key=lambda each: (not each.is_current(), -each.last_seen_at.timestamp()))
    return render(request, "usersessions/usersession_list.html", {"sessions": found})


class SecondFactorView(IndexView):
    """The second factors that the user has, and the ways to another."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether staff pages still wait for one."""
        waits = settings.SECOND_FACTOR_REQUIRED and not is_proven(self.request)
        keys = Authenticator.objects.filter(
            user_id=self.request.user.pk, type=Authenticator.Type.WEBAUTHN
        ).order_by("created_at")
        return {**super().get_context_data(**kwargs), "waits": waits, "keys": keys}


class RecoveryCodesView(ViewRecoveryCodesView):
    """The codes for a day without the telephone."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lead on to the page that waited for the second factor."""
        wanted = self.request.session.pop(WANTED_PAGE, "")
        return {**super().get_context_data(**kwargs), "wanted": wanted}


class _Proof:
    """Whoever makes a code or key has shown it in this session."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        """Note what was shown."""
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        user = self.request.user
        made = Authenticator.objects.filter(user_id=user.pk, type__in=KINDS)
        newest = made.latest("created_at")
        record_authentication(self.request, user, "mfa", id=newest.pk, type=newest.type)
        return answer


class AppView(_Proof, ActivateTOTPView):
    """Set up an app for codes."""


class KeyView(_Proof, AddWebAuthnView):
    """Set up a key."""


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the company's own directory.

    By a link, not by a form: browsers hold the whole way there to form-action in our
    Content-Security-Policy, and only the directory knows which hosts it passes.
    """
    if not directory_name():
        raise Http404
    provider = get_directory_adapter().get_provider(request, "katalog")
    try:
        answer: HttpResponse = provider.redirect(
            request, process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request)
        )
    except (RequestException, KeyError) as error:
        answer = render_authentication_error(request, provider, exception=error)
    return answer


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Say that one is invited, and can't sign up."""
    return render(request, "account/signup_closed.html", status=403)
