"""Staff need a second factor before any page of theirs answers.

A session has proven one when it was signed in to with a code or a key, or when the code or
key was made in it. A passkey that checked who holds it (fingerprint, face, PIN) is both.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

# In the session: the page that a member of staff asked for.
WANTED_PAGE = "wanted_page"
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_vouched_for(request: HttpRequest, user: Any) -> bool:
    """Tell whether a directory signed the user in whose second factor the settings trust."""
    if not settings.OIDC_SECOND_FACTOR_TRUSTED:
        return False
    records = get_authentication_records(request, user)
    return any(record.get("method") == "socialaccount" for record in records)


def is_proven(request: HttpRequest) -> bool:
    """Tell whether this session's user has shown a second factor that still stands."""
    if is_vouched_for(request, request.user):
        return True
    records = get_authentication_records(request, request.user)
    if not any(record.get("method") == "mfa" for record in records):
        return False
    return bool(Authenticator.objects.filter(user_id=request.user.pk, type__in=KINDS).exists())


def ask_for_second_factor(request: HttpRequest) -> HttpResponseRedirect | None:
    """Return the way to the page where one is set up, if this session lacks it."""
    if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
        return None
    if is_proven(request):
        return None
    if request.method == "GET":
        request.session[WANTED_PAGE] = request.get_full_path()
    return HttpResponseRedirect(reverse("mfa_index"))


class SecondFactor:
    """Stands before every page of the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Lead to the set-up, or go on."""
        path = request.path
        open_pages = (reverse("admin:login"), reverse("admin:logout"))
        if path.startswith(reverse("admin:index")) and path not in open_pages:
            return ask_for_second_factor(request) or self.get_response(request)
        return self.get_response(request)


class SecondFactorStage(AuthenticateStage):
    """Asks for a code or a key after the first step, unless a trusted directory did."""

    def handle(self) -> tuple[HttpResponseBase | None, bool]:
        """Go on, or ask."""
        if self.login.user and is_vouched_for(self.request, self.login.user):
            return None, True
        answer: tuple[HttpResponseBase | None, bool] = super().handle()
        return answer
