"""What every request passes first."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseBase
from django.template.loader import render_to_string

UTF8 = frozenset({"utf-8", "utf8"})


class NoNulls:
    """Refuse what no browser sends and PostgreSQL can't read: NUL in an address or a cookie.

    A field of a form says so itself, beside what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 400, or go on."""
        asked = (request.path_info, *request.COOKIES.values())
        if "%00" in request.META.get("QUERY_STRING", "") or any("\0" in text for text in asked):
            return HttpResponseBadRequest(render_to_string("400.html"))
        return self.get_response(request)


class Utf8Forms:
    """Refuse a form in another encoding than the pages', before anybody reads it.

    Django raises while it reads such a form, and again while it tells of that.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 400 to a strange charset, else go on."""
        charset = request.content_params.get("charset") if request.content_params else None
        if charset and charset.lower() not in UTF8:
            return HttpResponseBadRequest(render_to_string("400.html"))
        return self.get_response(request)
