"""The log's page: who did what in the active company, and the same as a file."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from policies.models import Membership
from policies.permissions import may_export, may_install, may_read_log
from policies.workplace.active import active_company, demand, desk_of
from privacyhub.audit.export import lines
from privacyhub.audit.filters import EventFilter
from privacyhub.audit.models import Event, EventQuerySet, Kind
from privacyhub.audit.record import record
from privacyhub.audit.wording import details, moment, sentence

PAGE = 50
_DIGITS = 7  # nobody turns so many pages


def log_urls(site: Any) -> list[Any]:
    """Return the addresses of the log, within an admin site."""

    def shown(request: HttpRequest) -> HttpResponse:
        return log(request, site)

    view = site.admin_view
    return [
        path("logg/", view(shown), name="log"),
        path("logg/eksport/", view(export), name="log-export"),
    ]


def events_for(request: HttpRequest) -> EventQuerySet:
    """Return the events of the active company, and how its members signed in.

    What else no company owns (users, settings) is for who installs.
    """
    desk = desk_of(request)
    keys = [desk.company.key] if desk.company else []
    if may_install(desk.access):
        return Event.objects.about(*keys, "").newest_first()
    members = Membership.objects.filter(company=desk.company).values("user_id")
    found = Event.objects.about(*keys) | Event.objects.of_accounts(members)
    return found.newest_first()


def log(request: HttpRequest, site: Any) -> HttpResponse:
    """Show the events that were asked for, newest first."""
    demand(request, may_read_log)
    events = events_for(request)
    form = EventFilter(request.GET.dict())
    number = request.GET.get("side", "1")
    page = int(number) if number.isdecimal() and 0 < len(number) < _DIGITS else 1
    start = (max(page, 1) - 1) * PAGE
    found = list(form.chosen(events)[start : start + PAGE + 1])
    company = active_company(request)
    context = {
        **site.each_context(request),
        "title": _("Logg for %(name)s") % {"name": company.name} if company else _("Logg"),
        "form": form,
        "is_filtered": bool(form.selection()),
        "events": [_told(event) for event in found[:PAGE]],
        "export": f"eksport/?{_address(request, side=None)}",
        "newer": f"?{_address(request, side=page - 1)}" if page > 1 else "",
        "older": f"?{_address(request, side=page + 1)}" if len(found) > PAGE else "",
        "reads_everything": may_install(desk_of(request).access),
        "may_export": may_export(desk_of(request).access),
    }
    return TemplateResponse(request, "admin/log.html", context)


def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Send what was asked for as a file, and write that it was sent."""
    demand(request, may_export)
    events = events_for(request)
    form = EventFilter(request.GET.dict())
    if not form.is_valid():
        raise Http404
    with transaction.atomic():
        company, asked = active_company(request), form.selection()
        told = record(Kind.LOG_EXPORTED, request=request, company=company, selection=asked)
    chosen = form.chosen(events).filter(pk__lt=told.pk)
    response = StreamingHttpResponse(lines(chosen), content_type="text/csv; charset=utf-8")
    name = f"logg-{company.key if company else 'personvernhub'}-{timezone.localdate():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _address(request: HttpRequest, *, side: int | None) -> str:
    chosen = request.GET.copy()
    chosen.pop("side", None)
    if side is not None:
        chosen["side"] = str(side)
    return chosen.urlencode()


def _told(event: Event) -> dict[str, Any]:
    return {
        "moment": moment(event),
        "sentence": sentence(event),
        "kind": event.kind,
        "details": details(event),
        "is_general": not event.company_key,
    }
