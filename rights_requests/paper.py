"""An answer as headings, paragraphs and lists, for the page and for the PDF.

The text is plain: lines that begin with «## », «### » or «- » are headings and items, an
empty line ends a paragraph. Nothing in it is read as HTML.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from policies.models.version import sha256
from policies.publishing import pdf
from rights_requests.models import Case


class Piece(NamedTuple):
    """A heading (h2, h3), a paragraph (p), or a list of items (ul)."""

    kind: str
    lines: tuple[str, ...]


_MARKS = (("## ", "h2"), ("### ", "h3"), ("- ", "li"))


def pieces(text: str) -> list[Piece]:
    """Return what a text is made of."""
    found: list[Piece] = []
    for kind, line in _lines(text):
        goes_on = bool(found) and found[-1].kind == kind and kind in {"p", "ul"}
        if goes_on:
            found[-1] = Piece(kind, (*found[-1].lines, line))
        elif kind or not found or found[-1].kind:
            found.append(Piece(kind, (line,)))
    return [piece for piece in found if piece.kind]


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield each line with its kind; an empty one has none, and parts what is around it."""
    for line in text.splitlines():
        stripped = line.strip()
        mark = next((pair for pair in _MARKS if stripped.startswith(pair[0])), None)
        if mark is None:
            yield ("p" if stripped else ""), stripped
        else:
            sign, kind = mark
            yield ("ul" if kind == "li" else kind), stripped.removeprefix(sign)


def render(case: Case, text: str) -> bytes:
    """Return the answer as PDF/A."""
    company = case.controller.name
    foot = _("Referanse %(reference)s") % {"reference": case.reference}
    context = {
        "title": _("Svar på henvendelse %(reference)s") % {"reference": case.reference},
        "company": company,
        "recipient": case.name,
        "address": case.address,
        "pieces": pieces(text),
        "styles": pdf.style("pdf.css") + pdf.margins(company, foot),
    }
    source = render_to_string("rights_requests/letter_pdf.html", context)
    return pdf.finish(pdf.written(source, bytes.fromhex(sha256(text.encode()))[:16]))
