"""How a request is read: as UTF-8, whatever it says of itself."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

UNREADABLE = "unreadable"


class Utf8Request(WSGIRequest):
    """Keeps what the Content-Type says, and reads nothing by it.

    Django reads the address in the form's charset while the request is made: one that can't
    be read so (idna, hex) ends in a fault before any middleware. Utf8Forms refuses it instead.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            kind, params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except ValueError:
            kind, params = "", {"charset": UNREADABLE}
        self.content_type, self.content_params = kind, params


class Utf8Handler(WSGIHandler):
    """The application, with requests of our kind."""

    request_class = Utf8Request
