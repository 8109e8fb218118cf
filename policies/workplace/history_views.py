"""The pages of the history: a record's, the whole company's, and undoing a change."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from policies.models import Controller
from policies.models.history import MODELS, Model
from policies.workplace import rows as history_rows
from policies.workplace.active import active_company
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
    company = active_company(request)
    if company is None:
        raise Http404
    models = seen_by(request.user)
    rows = history_rows.of_company(company, models)
    people = history_rows.people(rows)
    kind, person = request.GET.get("slag", ""), request.GET.get("hvem", "")
    if kind:
        rows = history_rows.of_company(company, [m for m in models if m._meta.model_name == kind])
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
        "kinds": [(model._meta.model_name, model._meta.verbose_name) for model in models],
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

    return {
        "changes": [_allowed(c, request.user) for c in told(refs[: history_rows.PAGE])],
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
    change = told([ref])[0]
    if not _may_undo(request.user, model):
        raise PermissionDenied
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


def seen_by(user: Any) -> list[Model]:
    """Return the kinds of record that a user may see."""
    return [model for model in MODELS if _may(user, model, "view") or _may(user, model, "change")]


def _may_undo(user: Any, model: Model) -> bool:
    return _may(user, model, "change") and _may(user, model, "add")


def _allowed(change: Change, user: Any) -> dict[str, Any]:
    """Return a change as the page shows it, with a way to undo it if the user may."""
    model: Any = history_rows.kind_of(change.ref[0])
    return {"told": change, "undo": change.undo_href if _may_undo(user, model) else ""}


def _may(user: Any, model: Model, what: str) -> bool:
    return bool(user.has_perm(f"policies.{what}_{model._meta.model_name}"))
