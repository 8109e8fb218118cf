"""The public pages that aren't served from memory."""

from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from policies.document.terms import Visibility
from policies.models import PolicyVersion
from policies.permissions import may_read
from policies.publishing.listing import in_force
from policies.publishing.page import make_answer, respond
from policies.workplace.active import access_in
from privacyhub.accounts.second_factor import ask_for_second_factor
from privacyhub.audit.models import Kind
from privacyhub.audit.record import record

_SENT = HttpResponse.status_code

# Kept by whoever likes, and asked for again each time: a version may have been replaced.
fresh = cache_control(public=True, max_age=0, must_revalidate=True)


@require_safe
@fresh
def index(request: HttpRequest) -> HttpResponse:
    """Show the companies with a published policy."""
    return render(request, "policies/index.html", {"policies": in_force()})


@require_safe
@fresh
def company_detail(request: HttpRequest, company: str) -> HttpResponse:
    """Show one company's published policies."""
    found = in_force(company)
    if not found:
        raise Http404
    return render(request, "policies/company_detail.html", {"policies": found})


@require_safe
@never_cache
def policy_detail(request: HttpRequest, company: str, policy: str, form: str = "/") -> HttpResponse:
    """Show a policy that only staff may read; the public ones never come here."""
    version = PolicyVersion.objects.of(company, policy).effective().first()
    if version is None or version.erased_at:
        raise Http404
    if version.visibility == Visibility.STAFF and not may_read(access_in(request.user, company)):
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path(), "admin:login")
    if version.visibility == Visibility.STAFF and (led := ask_for_second_factor(request)):
        return led
    response = respond(request, make_answer((company, policy, form), vars(version)))
    if version.visibility == Visibility.STAFF:
        if form != "/" and request.method == "GET" and response.status_code == _SENT:
            _record_download(request, version, form)
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _record_download(request: HttpRequest, version: PolicyVersion, form: str) -> None:
    """Tell the log that a file that isn't public was fetched."""
    about = {"company": version.policy.controller, "subject": version.policy}
    details = {"format": form.removeprefix(".").upper(), "version": version.number}
    record(Kind.EXPORTED, request=request, called=version.title, **about, **details)


@require_safe
@never_cache
def health(_request: HttpRequest) -> HttpResponse:
    """Answer «ok» when the database answers, for whatever watches the service."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
