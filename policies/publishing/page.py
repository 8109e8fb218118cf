"""Serves published pages from memory, before sessions, cookies or the database are asked.

Each process keeps finished answers, bounded in bytes, and asks the database at most once a
second which version is in force: one query cold, none warm.
"""

import gzip
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakSet

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.http import parse_etags

from policies.document.naming import RESERVED_KEYS, RESERVED_POLICY_KEYS
from policies.document.terms import Origin, Visibility
from policies.models import PolicyVersion
from policies.models.version import sha256
from privacyhub.headers import every_answer

PATH = re.compile(r"/([a-z0-9-]{1,80})/([a-z0-9-]{1,80})(/|\.pdf|\.json)")
# «gzip» as a word of its own, and not refused by q=0 (RFC 9110, 12.5.3).
_GZIP = re.compile(
    r"(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)", re.IGNORECASE
)
# Where the shell says how the rights are used; the stored article stays as it is.
_RIGHTS = re.compile(r'<h2[^>]*\bid="rettigheter"[^>]*>[^<]*</h2>')
_ORIGIN = "policy__controller__origin"
_MARKETS = 'href="#protest"'  # the article's own shortcut, where marketing is stated
_COLUMNS = {
    "/": ("article", "title", "is_indexed", _ORIGIN),
    ".pdf": ("pdf",),
    ".json": ("document",),
}
_TYPES = {
    "/": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".json": "application/json; charset=utf-8",
}

Path = tuple[str, str, str]


@dataclass
class Answer:
    """A finished answer to one address."""

    version: int
    body: bytes
    zipped: bytes
    etag: str
    headers: dict[str, str]
    checked: float = field(default_factory=time.monotonic)
    _ready: dict[bool, dict[str, Any]] = field(default_factory=dict)

    def ready(self, etag: str, *, zipped: bool) -> dict[str, Any]:
        """Return the headers as Django's responses hold them, made once for each form."""
        if zipped not in self._ready:
            length = len(self.zipped if zipped else self.body)
            about = {**self.headers, "ETag": etag, "Content-Length": str(length)}
            if zipped:
                about["Content-Encoding"] = "gzip"
            self._ready[zipped] = HttpResponse(headers=about).headers._store  # noqa: SLF001
        return self._ready[zipped]

    @property
    def size(self) -> int:
        """Return how many bytes it keeps."""
        return len(self.body) + len(self.zipped)


class Cache:
    """The answers used last, at most so many bytes of them."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[Path, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, path: Path) -> Answer | None:
        """Return the answer for a path, if it is kept."""
        with self._lock:
            if path in self._kept:
                self._kept.move_to_end(path)
            return self._kept.get(path)

    def put(self, path: Path, answer: Answer | None) -> None:
        """Keep an answer, or forget it, and let go of the oldest beyond the limit."""
        with self._lock:
            if old := self._kept.pop(path, None):
                self.size -= old.size
            if answer is None or answer.size > self.limit:
                return
            self._kept[path] = answer
            self.size += answer.size
            while self.size > self.limit:
                self.size -= self._kept.popitem(last=False)[1].size

    def forget(self, company: str) -> None:
        """Let go of every answer of a company."""
        with self._lock:
            for path in [path for path in self._kept if path[0] == company]:
                self.size -= self._kept.pop(path).size


# The caches of this process, for whoever must empty them.
_caches: WeakSet[Cache] = WeakSet()


def forget(company: str) -> None:
    """Let this process go of every answer of a company."""
    for cache in list(_caches):
        cache.forget(company)


class PublishedPages:
    """Middleware directly after SecurityMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.cache = Cache(settings.PUBLISHED_CACHE_BYTES)
        _caches.add(self.cache)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a published page, or leave the request to the rest."""
        match = PATH.fullmatch(request.path_info)
        if match and request.method in ("GET", "HEAD") and not is_reserved(match[1], match[2]):
            request.get_host()  # refuses a host that isn't ours
            company, policy, form = match.groups()
            if answer := self._answer((company, policy, form)):
                return respond(request, answer)
        return self.get_response(request)

    def _answer(self, path: Path) -> Answer | None:
        kept = self.cache.get(path)
        if kept and time.monotonic() - kept.checked < settings.PUBLISHED_CHECK_SECONDS:
            return kept
        in_force = PolicyVersion.objects.of(path[0], path[1]).effective()
        if kept:
            checked = time.monotonic()
            newest = in_force.values_list("id", "visibility", "erased_at").first()
            if newest == (kept.version, Visibility.PUBLIC, None):
                kept.checked = checked
                return kept
        row = in_force.values("id", "visibility", "erased_at", *_COLUMNS[path[2]]).first()
        answer = None
        if row and row["visibility"] == Visibility.PUBLIC and row["erased_at"] is None:
            answer = make_answer(path, row)
        self.cache.put(path, answer)
        return answer


def is_reserved(company: str, policy: str) -> bool:
    """Tell whether an address is one that no policy can have."""
    return company in RESERVED_KEYS or policy in RESERVED_POLICY_KEYS


def respond(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Return the answer in the form that the browser takes, or that nothing is new.

    It reads META, since `request.headers` parses every header there is for each request.
    """
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    zipped = answer.zipped and _GZIP.search(accepted)
    etag = f'"{answer.etag}-gzip"' if zipped else f'"{answer.etag}"'
    known = request.META.get("HTTP_IF_NONE_MATCH")
    response: HttpResponse
    if known and _matches(known, etag):
        response = HttpResponseNotModified(headers={**answer.headers, "ETag": etag})
        del response.headers["Content-Type"]
        return response
    response = HttpResponse(
        b"" if request.method == "HEAD" else (answer.zipped if zipped else answer.body),
        content_type=_TYPES["/"],
    )
    # Headers that were checked once needn't be checked for every request.
    response.headers._store = dict(answer.ready(etag, zipped=bool(zipped)))  # noqa: SLF001
    return response


def _matches(known: str, etag: str) -> bool:
    etags = parse_etags(known)
    return "*" in etags or etag in etags or f"W/{etag}" in etags


def make_answer(path: Path, row: dict[str, Any]) -> Answer:
    """Return the finished answer for a version's row; HTML and JSON are compressed once."""
    company, policy, form = path
    if form == "/":
        body = shell(company, policy, row).encode()
    else:
        body = bytes(row["pdf"]) if form == ".pdf" else row["document"].encode()
    headers = {
        "Content-Type": _TYPES[form],
        "Cache-Control": "public, max-age=0, must-revalidate",
        "Vary": "Accept-Encoding",
        # What the middleware would set on every answer, set once.
        **every_answer(),
    }
    if not row.get("is_indexed", form != "/"):
        headers["X-Robots-Tag"] = "noindex"
    if form == ".pdf":
        headers["Content-Disposition"] = f'inline; filename="{company}-{policy}.pdf"'
    zipped = b"" if form == ".pdf" else gzip.compress(body, 9, mtime=0)
    return Answer(row["id"], body, zipped, sha256(body)[:32], headers)


def shell(company: str, policy: str, row: dict[str, Any]) -> str:
    """Return the whole page around a stored article."""
    before, after = parted(row["article"])
    is_open = row.get(_ORIGIN, Origin.REPRODUCED) != Origin.REPRODUCED
    context = {
        "company": company,
        "policy": policy,
        **row,
        "before": before,
        "after": after,
        "takes_requests": is_open and row["visibility"] == Visibility.PUBLIC,
        "markets": _MARKETS in row["article"],
    }
    return render_to_string("policies/policy_detail.html", context)


def parted(article: str) -> tuple[str, str]:
    """Return the article up to and after the heading of the rights, or whole."""
    found = _RIGHTS.search(article)
    return (article[: found.end()], article[found.end() :]) if found else (article, "")
