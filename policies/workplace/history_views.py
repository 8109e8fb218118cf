"""The pages of the history: a record's, the whole company's, and undoing a change."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from policies.models import Controller
from policies.models.history import MODELS
from policies.permissions import may_edit, may_read
from policies.workplace import rows as history_rows
from policies.workplace.active import active_company, demand, desk_of
from policies.workplace.history import Change, told
from policies.workplace.undo import CannotUndoError, undo, way_back


def history_urls(site: Any) -> list[Any]:
    """Return the addresses of the company's history and of undoing, within an admin site."""

    def shown(request: HttpRequest) -> HttpResponse:
        return company_history(request, site)

    def undone(request: HttpRequest, kind: str, number: int) -> HttpResponse:
        return undo_change(request, site, (kind, number))

    view = site.admin_view
    return [
        path("historikk/", view(shown), name="company-history"),
        path("historikk/<slug:kind>/<int:number>/angre/", view(undone), name="history-undo"),
    ]


def company_history(request: HttpRequest, site: Any) -> HttpResponse:
    """Show the active company's changes, newest first, of one person or kind if chosen."""
    demand(request, may_read)
    company = active_company(request)
    if company is None:
        raise Http404
    rows = history_rows.of_company(company, MODELS)
    people = history_rows.people(rows)
    kind, person = request.GET.get("slag", ""), request.GET.get("hvem", "")
    if kind:
        rows = history_rows.of_company(company, [m for m in MODELS if m._meta.model_name == kind])
    if person == history_rows.FROM_FILE or person in {str(user.pk) for user in people}:
        rows = history_rows.by_person(rows, person)
    elif person:
        rows = []
    context = {
        **site.each_context(request),
        "title": _("Historikk for %(name)s") % {"name": company.name},
        "people": people,
        "person": person,
        "from_file": history_rows.FROM_FILE,
        "kinds": [(model._meta.model_name, model._meta.verbose_name) for model in MODELS],
        "kind": kind,
        **page_of_changes(request, rows),
    }
    return TemplateResponse(request, "admin/company_history.html", context)


def page_of_changes(request: HttpRequest, rows: list[Any]) -> dict[str, Any]:
    """Return a page of changes, and where newer and older ones are."""
    number = request.GET.get("side", "1")
    page = int(number) if number.isdecimal() and 0 < len(number) < _DIGITS else 1
    start = (max(page, 1) - 1) * history_rows.PAGE
    refs = history_rows.newest_first(rows, history_rows.PAGE + 1, start)
    chosen = request.GET.copy()

    def address(number: int) -> str:
        chosen["side"] = str(number)
        return f"?{chosen.urlencode()}"

    undoes = may_edit(desk_of(request).access)
    return {
        "changes": [_shown(c, undoes=undoes) for c in told(refs[: history_rows.PAGE])],
        "newer": address(page - 1) if page > 1 else "",
        "older": address(page + 1) if len(refs) > history_rows.PAGE else "",
    }


_DIGITS = 7  # nobody turns so many pages


def undo_change(request: HttpRequest, site: Any, ref: history_rows.Ref) -> HttpResponse:
    """Say what will be set back; on POST, set it back."""
    company = active_company(request)
    model = history_rows.kind_of(ref[0])
    if company is None or model is None:
        raise Http404
    if not history_rows.of_company(company, [model])[0].filter(history_id=ref[1]).exists():
        raise Http404
    demand(request, may_edit)
    change = told([ref])[0]
    if request.method == "POST":
        return _undo(request, company, ref)
    way = way_back(ref)
    context = {
        **site.each_context(request),
        "title": _("Angre en endring"),
        "change": change,
        "effects": way.effects,
        "problems": way.problems,
        "back": reverse("admin:company-history"),
    }
    return TemplateResponse(request, "admin/history_undo.html", context)


def _undo(request: HttpRequest, company: Controller, ref: history_rows.Ref) -> HttpResponse:
    try:
        undo(ref, company, by=request.user)
    except CannotUndoError as error:
        why = " ".join([*error.problems, _("Ingenting er satt tilbake.")])
        messages.error(request, why)
    else:
        messages.success(request, _("Endringen er angret."))
    change = told([ref])[0]
    return HttpResponseRedirect(change.href or reverse("admin:company-history"))


def _shown(change: Change, *, undoes: bool) -> dict[str, Any]:
    """Return a change as the page shows it, with a way to undo it for who may."""
    return {"told": change, "undo": change.undo_href if undoes else ""}
