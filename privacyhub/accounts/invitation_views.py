"""The page that an invitation's link opens."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from privacyhub.accounts.adapters import directory_name
from privacyhub.accounts.forms import InvitedForm
from privacyhub.accounts.invitations import NotOpenError, accept, find, has_account
from privacyhub.accounts.models import Invitation, User

PAGE = "account/invitation.html"


@sensitive_post_parameters("password1")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what one is invited to; on POST, accept it."""
    limited: HttpResponse | None = ratelimit.consume_or_429(request, action="signup")
    if limited:
        return limited
    found = find(token)
    if found is None:
        return gone(request)
    try:
        return for_visitor(request, found)
    except (NotOpenError, ObjectDoesNotExist):  # the company itself may be gone
        return gone(request)
    except ValidationError as error:  # the role doesn't go with what one is already
        context = {"invitation": found, "state": "refused", "faults": error.messages}
        return render(request, PAGE, context, status=409)


def for_visitor(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Answer by who asks: signed in, with an account, or new."""
    if request.user.is_authenticated:
        return as_signed_in(request, request.user, found)
    if has_account(found):
        return render(request, PAGE, {"invitation": found, "state": "sign-in"})
    return as_new(request, found)


def gone(request: HttpRequest) -> HttpResponse:
    """Say the same of a link that is used, withdrawn, too old or unknown."""
    return render(request, PAGE, {"state": "gone"}, status=410)


def as_signed_in(request: HttpRequest, user: User, found: Invitation) -> HttpResponse:
    """Let the one who is invited say yes, and tell another to sign out first."""
    if user.email.lower() != found.email:
        return render(request, PAGE, {"invitation": found, "state": "other"}, status=403)
    if request.method != "POST":
        return render(request, PAGE, {"invitation": found, "state": "accept"})
    accept(found, user)
    messages.success(request, _("Velkommen til %(company)s.") % {"company": found.company_name})
    return redirect(get_adapter().get_login_redirect_url(request))


def as_new(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Let somebody without an account choose a name and a password."""
    form = InvitedForm(request.POST or None, email=found.email)
    if request.method != "POST" or not form.is_valid():
        context = {"invitation": found, "state": "new", "form": form}
        return render(request, PAGE, {**context, "directory": directory_name()})
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            user = User.objects.create_user(found.email, typed["password1"], name=typed["name"])
            accept(found, user)
    except IntegrityError as error:  # sent twice at once
        raise NotOpenError from error
    record_authentication(request, user, "password", email=user.email)
    answer: HttpResponse = perform_login(request, Login(user=user, email=user.email))
    return answer
