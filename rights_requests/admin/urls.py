"""The addresses of case work, within the admin site."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from rights_requests.admin import views


def case_urls(site: Any) -> list[Any]:
    """Return the addresses."""

    def page(view: Callable[..., HttpResponse]) -> Any:
        def shown(request: HttpRequest, **about: Any) -> HttpResponse:
            return view(request, site, **about)

        return site.admin_view(shown)

    one = "henvendelser/<str:reference>/"
    return [
        path("henvendelser/", page(views.case_list), name="case-list"),
        path("henvendelser/ny/", page(views.case_register), name="case-register"),
        path("henvendelser/rutiner/", page(views.practice), name="case-practice"),
        path(one, page(views.case_detail), name="case-detail"),
        path(
            f"{one}svar-<int:number>.pdf", site.admin_view(views.reply_pdf), name="case-reply-pdf"
        ),
        path(f"{one}<slug:slug>/", page(views.case_act), name="case-act"),
    ]
