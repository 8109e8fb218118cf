"""The page of the search over the whole register."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from policies.models.history import MODELS
from policies.permissions import may_read
from policies.workplace import rows
from policies.workplace.active import active_company, demand
from policies.workplace.search import PAGE, Kind, Results, search
from policies.workplace.words import question

_DIGITS = 7  # nobody turns so many pages


def search_urls(site: Any) -> list[Any]:
    """Return the address of the search, within an admin site."""

    def shown(request: HttpRequest) -> HttpResponse:
        return search_view(request, site)

    return [path("sok/", site.admin_view(shown), name="search")]


def search_view(request: HttpRequest, site: Any) -> HttpResponse:
    """Show what answers a question in the active company's register."""
    demand(request, may_read)
    company = active_company(request)
    if company is None:
        raise Http404
    asked = question(request.GET.get("q", ""))
    kind = rows.kind_of(request.GET.get("slag", ""))
    number = _page_number(request)
    results = search(company, asked, MODELS, kind, number)
    at = _addresses(request)
    chosen = next((each for each in results.kinds if each.model is kind), None)
    if kind and not chosen:
        chosen = Kind(kind, 0)
    context = {
        **site.each_context(request),
        "title": _title(results, chosen),
        "subtitle": None,
        "asked_for": asked.text,
        "results": results,
        "has_words": bool(asked.asked),
        "chosen": chosen,
        "everything": at(slag="", side=""),
        "kinds": [(each, at(slag=each.name, side="")) for each in results.kinds],
        "span": _span(results, chosen, number),
        "before": at(side=str(number - 1)) if number > 1 else "",
        "after": at(side=str(number + 1)) if results.has_more else "",
    }
    return TemplateResponse(request, "admin/search.html", context)


def _page_number(request: HttpRequest) -> int:
    number = request.GET.get("side", "1")
    return max(int(number), 1) if number.isdecimal() and len(number) < _DIGITS else 1


def _addresses(request: HttpRequest) -> Callable[..., str]:
    """Return what makes an address of this page with other choices."""

    def address(**changes: str) -> str:
        asked = request.GET.copy()
        for name, value in changes.items():
            asked[name] = value
            if not value:
                del asked[name]
        return f"?{asked.urlencode()}"

    return address


def _title(results: Results, chosen: Kind | None) -> str:
    """Return «12 treff på «bokføring»», of the chosen kind alone if one is."""
    asked = results.question
    if not asked.asked:
        return _("Søk i registeret")
    count = chosen.count if chosen else results.count
    about = {"count": count, "query": asked.text}
    if not count:
        return _("Ingen treff på «%(query)s»") % about
    # One and many are alike: «1 treff», «12 treff».
    return _("%(count)d treff på «%(query)s»") % about


def _span(results: Results, chosen: Kind | None, number: int) -> str:
    """Return which of many hits the page shows; nothing when it shows them all."""
    count = chosen.count if chosen else results.count
    first = (number - 1) * PAGE + 1
    if count <= PAGE or first > count:
        return ""
    about = {"first": first, "last": min(first + PAGE - 1, count), "count": count}
    return _("Viser %(first)d–%(last)d av %(count)d.") % about
