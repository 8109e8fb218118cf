"""The list of what is to be erased when, and the page of what a recipient touches."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from policies.exports import deletion
from policies.exports.touching import Touched, touched
from policies.models import Controller, Recipient
from policies.permissions import may_export, may_read
from policies.workplace.active import allowed, demand
from policies.workplace.days import NoSuchDayError, register_on
from policies.workplace.gaps import address_of
from policies.workplace.protokoll_views import company_of


def deletion_urls(site: Any) -> list[Any]:
    """Return the addresses of both pages, within an admin site."""

    def listed(request: HttpRequest) -> HttpResponse:
        return _or_told(request, lambda: deletion_list(request, site))

    def touches(request: HttpRequest, number: int) -> HttpResponse:
        return _or_told(request, lambda: recipient_touches(request, number, site))

    view = site.admin_view
    return [
        path("sletteliste/", view(listed), name="deletion-list"),
        path("mottakere/<int:number>/berorer/", view(touches), name="recipient-touches"),
    ]


def _or_told(request: HttpRequest, page: Callable[[], HttpResponse]) -> HttpResponse:
    """Return a page, or the front page with why there is no register to make it from."""
    try:
        return page()
    except NoSuchDayError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:index"))


def deletion_list(request: HttpRequest, site: Any) -> HttpResponse:
    """Show what is to be erased when, by which law."""
    demand(request, may_read)
    company = company_of(request)
    today = timezone.localdate()
    register = register_on(company, today, keep_today=False).register
    found = deletion.due(register, today)
    context = {
        **site.each_context(request),
        "title": _("Sletteliste for %(name)s") % {"name": company.name},
        "dated": [each for each in found if each.before is not None],
        "undated": [each for each in found if each.before is None],
        "exceptions_first": deletion.exceptions_first(),
        "years_told": deletion.years_told(register),
        "today": today,
        "may_export": allowed(request, may_export),
    }
    return TemplateResponse(request, "admin/deletion_list.html", context)


def recipient_touches(request: HttpRequest, number: int, site: Any) -> HttpResponse:
    """Show what a recipient's country, role and agreement touch, and what is to be done."""
    demand(request, may_read)
    company = company_of(request)
    recipient = Recipient.objects.filter(controller=company, pk=number).first()
    if recipient is None:
        raise Http404
    today = timezone.localdate()
    register = register_on(company, today, keep_today=False).register
    found = touched(register, recipient.key, today)
    context = {
        **site.each_context(request),
        "title": _("Hva %(name)s berører") % {"name": recipient.name},
        "recipient": recipient,
        "found": found,
        "places": _places(company, found),
        "todos": [(todo, address_of(company, todo.record)) for todo in found.todos],
        "back": reverse("admin:policies_recipient_change", args=[recipient.pk]),
    }
    return TemplateResponse(request, "admin/recipient_touches.html", context)


def _places(company: Controller, found: Touched) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the records that name a recipient, by kind, each with where it is edited."""
    kinds = (
        (_("Behandlinger"), [(x.name, x.record) for x in found.activities]),
        (_("Systemer"), [(x.name, x.record) for x in found.systems]),
        (_("Nettsteder"), [(x.label, x.record) for x in found.websites]),
        (_("Personvernerklæringer"), [(x.title, x.record) for x in found.policies]),
    )
    return [
        (name, [(called, address_of(company, record)) for called, record in records])
        for name, records in kinds
        if records
    ]
