"""Room on the interpreter's stack, so that deep calls don't ask the system for memory each time.

CPython 3.11 keeps the frames of Python functions in chunks of 16 KiB, and gives a chunk back as
soon as it is empty (push_chunk in Python/pystate.c). A loop that happens to stand at the edge of
one maps and unmaps memory at each call, and templates nest deeply. A frame that asks for much gets
a chunk to fit, with room for those above it (docs/decisions/0019).
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
T = TypeVar("T")
_WORDS = 140_000  # of 8 bytes: a little over one mebibyte, so that the chunk is of two


def with_room(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function with most of a mebibyte of stack for the frames above it."""
    return call(*args, **kwargs)


with_room.__code__ = with_room.__code__.replace(co_stacksize=_WORDS)


class Room:
    """Middleware that answers with room. It takes 0.1 ms: what memory answers comes before it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return with_room(self.get_response, request)
