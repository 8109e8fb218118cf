"""What a hostile client sends: values, headers and bodies that no browser would."""

from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

DEEP = "[" * 100_000
VALUES = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\udfff\ud800",
    "\u202eab",
    "\u200b",
    "\ufeff",
    "\U0010ffff",
    "e" + "\u0301" * 200,
    "a" * 300,
    "a" * 70_000,
    "æøå " * 5_000,
    "\r\nSet-Cookie: a=b",
    "0",
    "-1",
    "1",
    "1.5",
    "1e400",
    "NaN",
    "Infinity",
    "²",
    "١٢٣",
    "1_000",
    "0x10",
    "9" * 18,
    "9" * 19,
    "9" * 30,
    "-" + "9" * 30,
    "9" * 5_000,
    "true",
    "None",
    "[]",
    "{}",
    '{"a": 1, "name": [1, {"b": NaN}]}',
    DEEP,
    '"' + "\\ud800" + '"',
    "2026-02-30",
    "31.12.9999",
    "0001-01-01",
    "0000-00-00 00:00",
    "99999-01-01T25:61",
    "P1Y",
    "P" + "9" * 40 + "Y",
    "https://",
    "//ond.example",
    "https://ond.example/",
    "javascript:alert(1)",
    "http://[::1",
    "http://[",
    "a@b",
    "@",
    "'; DROP TABLE policies_term; --",
    "%s %(a)s %n {0} {a.__class__}",
    "{{ 7|add:7 }}{% include 'x' %}",
    "<script>alert(1)</script>",
    "]]>",
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "C:\\windows",
    "_2F",
    "_",
    "=1+1",
    "\\",
    "(" * 200,
    "(a+)+$",
)
# By number, since hypothesis writes down what it draws from.
TEXT = st.sampled_from(range(len(VALUES))).map(VALUES.__getitem__) | st.text(max_size=12)

# Names that Django, the admin and our own pages read.
NAMES = (
    *("q", "p", "o", "e", "all", "next", "action", "select_across", "index", "post", "term"),
    *("_popup", "_to_field", "_changelist_filters", "_save", "_continue", "_addanother"),
    *("_saveasnew", "_nextgap", "_seen", "_was", "_selected_action", "app_label", "model_name"),
    *("field_name", "side", "slag", "hvem", "company", "change_note", "id", "id__in", "pk"),
    *("kind_of__exact", "role__exact", "is_shown__exact", "status__isnull", "effective_at__year"),
    *("controller", "controller__id__exact", "controller__key__contains", "name__regex"),
    *("policy__controller__key", "position__range", "id__isnull", "csrfmiddlewaretoken"),
    *("username", "password", "email", "login", "code", "is_superuser", "_method"),
)
NAME = st.sampled_from(NAMES) | TEXT
HEADERS = {
    "Accept": ("*/*", "text/html;q=x", ",", "\xff"),
    "Accept-Encoding": ("gzip", "gzip;q=0", "br", ";;;", "gzip;q=" + "9" * 400),
    "Accept-Language": ("en", "nb", "xx-" * 200, "*", ";q=", "\xff\xfe"),
    "Authorization": ("Basic x", "Bearer " + "a" * 5000),
    "Content-Encoding": ("gzip",),
    "Content-Length": ("-1", "x", "9" * 30, ""),
    "Cookie": (
        "",
        "=",
        "a=\x00",
        "__Host-sessionid=a",
        "__Host-sessionid=" + "a" * 4000,
        "__Host-csrftoken=\xff",
        "messages=x",
    ),
    "Host": ("ond.example", "testserver:x", "[::1", "a b", "", "testserver.", "\xff"),
    "If-Modified-Since": ("x", "Thu, 99 Xxx 0000", "0"),
    "If-None-Match": ("*", '"', 'W/"', '"' * 2000, "\xff"),
    "Origin": ("null", "https://ond.example", "http://["),
    "Range": ("bytes=0-0", "bytes=-", "bytes=9-1"),
    "Referer": ("https://ond.example/", "http://[", "\xff"),
    "X-Csrftoken": ("x", "a" * 64, "\xff"),
    "X-Forwarded-For": ("127.0.0.1", "x, y", "\xff"),
    "X-Forwarded-Host": ("ond.example",),
    "X-Forwarded-Proto": ("https", "x"),
    "X-Http-Method-Override": ("DELETE",),
    "X-Requested-With": ("XMLHttpRequest",),
}
CONTENT_TYPES = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=\xff",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "a" * 300,
    "multipart/form-data; boundary=grense; charset=utf-7",
    "multipart/form-data; boundary=\xff",
    "application/json",
    "text/plain; charset=idna",
    "text/plain; charset=hex",
    "text/plain; charset*=ukjent''a",
    "multipart/form-data; boundary*=idna''a",
    "image/png",
    "a",
    "/",
    ";",
    "\xff/\xff; =",
)
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW", "get")
BOUNDARY = "grense"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
URLENCODED = "application/x-www-form-urlencoded"

headers = st.dictionaries(st.sampled_from(sorted(HEADERS)), st.none(), max_size=3).flatmap(
    lambda chosen: st.fixed_dictionaries({n: st.sampled_from(HEADERS[n]) for n in chosen})
)


def as_bytes(text: str) -> bytes:
    """Return a text as bytes, half a surrogate pair as well: that is what the wire may hold."""
    return text.encode("utf-8", "surrogatepass")


def quoted(text: str, safe: str = "") -> str:
    """Return a text as it stands in an address or a form."""
    return quote_from_bytes(as_bytes(text), safe)


def urlencoded(pairs: list[tuple[str, str]]) -> bytes:
    """Return a form as most browsers send it."""
    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs).encode()


def multipart(pairs: list[tuple[str, str]], *, files: bool = False) -> bytes:
    """Return a form in parts, each as a file if wanted."""
    parts = []
    for name, value in pairs:
        about = f'Content-Disposition: form-data; name="{name}"'
        about += '; filename="../a.html"\r\nContent-Type: text/html' if files else ""
        parts.append(as_bytes(f"--{BOUNDARY}\r\n{about}\r\n\r\n{value}\r\n"))
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
