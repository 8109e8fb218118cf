"""What every page here answers with: kept nowhere, named to nobody, found by no search."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from policies.models import Controller
from rights_requests.public.limits import Wait

View = Callable[..., HttpResponse]
TOO_MANY = 429


def private(view: View) -> View:
    """Guard a page that holds what somebody typed, or a secret.

    Nothing here leans on Django's CSRF cookie: each form carries a token of its own.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    guarded: View = sensitive_variables()(sensitive_post_parameters()(answered))
    exempt: View = csrf_exempt(guarded)
    return exempt


def page(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Return a page of ours."""
    return render(request, f"rights_requests/{name}.html", context, status=status)


def too_many(wait: Wait, company: Controller | None = None) -> str:
    """Say when to try again, and how else to reach the company."""
    clock = f"{timezone.localtime(wait.until):%H.%M}"
    email = company.email if company else ""
    if email:
        return _("Du har sendt mange ganger på kort tid. Vent til kl. %(time)s, eller skriv til "
                 "%(email)s.") % {"time": clock, "email": email}  # fmt: skip
    return _("Du har sendt mange ganger på kort tid. Vent til kl. %(time)s.") % {"time": clock}
