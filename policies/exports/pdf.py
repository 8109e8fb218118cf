"""The record as an archive PDF: tagged (PDF/A-3a, PDF/UA), on its side, rendered in parts."""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Any

import pikepdf
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from policies.exports.flow import Flow, address
from policies.exports.joining import joined
from policies.exports.sheets import Column, Fact, Protokoll, Row, Sheet, Variant, said_once
from policies.exports.text import as_json
from policies.publishing import pdf
from policies.publishing.article.words import day as in_words

AT_ONCE = 200  # rows: more take more memory, fewer take more time
ATTACHMENT = "protokoll.json"
_WIDEST = 10  # columns that a page has room for
# Where a link of the contents leads, until the pages are put together.
_ELSEWHERE = "https://side.invalid/"


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    title: str
    rows: int
    page: int

    @property
    def href(self) -> str:
        """Return where it leads while the pages are apart."""
        return f"{_ELSEWHERE}{self.page}"


@dataclass(frozen=True)
class Part:
    """Rows of a sheet that stay together; the first part has the sheet's heading."""

    sheet: Sheet
    rows: tuple[Row, ...]
    first: int
    facts: tuple[Fact, ...] = ()

    @property
    def is_first(self) -> bool:
        """Tell whether its heading is said here."""
        return self.first == 0

    @property
    def caption(self) -> str:
        """Return what the table is called, and which rows it has."""
        about = {"first": self.first + 1, "last": self.first + len(self.rows)}
        about["all"] = len(self.sheet.rows)
        return f"{self.sheet.title}. " + _("Rad %(first)d–%(last)d av %(all)d") % about

    @property
    def columns(self) -> list[tuple[Column, str]]:
        """Return the columns, each with its part of the page's width."""
        whole = sum(column.width for column in self.sheet.columns)
        return [(column, f"{100 * column.width / whole:.2f}%") for column in self.sheet.columns]


Progress = Callable[[int, int], None]  # how much is done, of how much


def as_pdf(protokoll: Protokoll, flow: Flow | None = None, tell: Progress | None = None) -> bytes:
    """Return the record as a PDF with its JSON inside. `tell` hears how far the work has come."""
    document = as_json(protokoll)
    identifier = sha256(document).digest()[:16]
    groups = _groups(part for sheet in protokoll.sheets for part in _parts(sheet))
    firsts = [part for group in groups for part in group if part.is_first]
    empty = [Entry(part.sheet.title, 0, 0) for part in firsts]
    page = len(_headings(_front(protokoll, flow, empty, identifier))[1]) + 1
    made: list[bytes] = []
    entries: list[Entry] = []
    for done, group in enumerate(groups):
        content = _rendered(protokoll, group, page, identifier)
        headings, pages = _headings(content)
        begun = [part.sheet for part in group if part.is_first]
        for sheet, at in zip(begun, headings, strict=True):
            entries.append(Entry(sheet.title, len(sheet.rows), page + at))
        page += len(pages)
        made.append(content)
        if tell is not None:
            tell(done + 1, len(groups) + 1)
    front = _front(protokoll, flow, entries, identifier)
    with joined(front, made) as whole:
        _link(whole)
        _outline(whole, protokoll, entries, flow)
        _attach(whole, document, protokoll.day)
        return pdf.completed(whole)


def _headings(content: bytes) -> tuple[list[int], range]:
    """Return the page that each heading of a part lies on, from 0, and all its pages."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        places = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        with opened.open_outline() as outline:
            wheres: list[Any] = [item.destination for item in outline.root]
            found = [places[where[0].objgen] for where in wheres]
        return found, range(len(places))


def _groups(parts: Iterable[Part]) -> list[list[Part]]:
    """Return the parts that are rendered together: short ones share a page."""
    groups: list[list[Part]] = []
    room = 0
    for part in parts:
        if not groups or len(part.rows) > room:
            groups.append([])
            room = AT_ONCE
        groups[-1].append(part)
        room -= len(part.rows)
    return groups


def _parts(sheet: Sheet) -> Iterator[Part]:
    """Yield a sheet in pieces; a table wider than paper is two, each with the rows' names."""
    narrow, facts = said_once(sheet)
    for number, table in enumerate(_tables(narrow)):
        for first in range(0, max(len(table.rows), 1), AT_ONCE):
            rows = table.rows[first : first + AT_ONCE]
            yield Part(table, rows, first, facts if not first and not number else ())


def _tables(sheet: Sheet) -> Iterator[Sheet]:
    """Yield the sheet, or what art. 30 demands and then the rest when it is too wide."""
    if len(sheet.columns) <= _WIDEST or not sheet.rows:
        yield sheet
        return
    yield sheet.of(Variant.MANDATORY)
    rest = sheet.keeping([c.is_key or not c.is_mandatory for c in sheet.columns])
    title = _("%(title)s: flere opplysninger") % {"title": sheet.title}
    yield Sheet(f"{sheet.id}-mer", title, rest.columns, rest.rows)


def _rendered(protokoll: Protokoll, group: list[Part], page: int, identifier: bytes) -> bytes:
    title = group[0].sheet.title
    context = {"title": title, "parts": group, "styles": _styles(protokoll, page)}
    return pdf.written(render_to_string("policies/protokoll_part.html", context), identifier)


def _front(
    protokoll: Protokoll, flow: Flow | None, entries: list[Entry], identifier: bytes
) -> bytes:
    context = {
        "title": _("Protokoll for %(name)s") % {"name": protokoll.name},
        "protokoll": protokoll,
        "told_day": in_words(protokoll.day),
        "moment": f"{protokoll.day:%Y-%m-%d}T00:00:00Z",
        "contents": entries,
        "flow": flow,
        "flow_address": address(flow) if flow else "",
        "styles": _styles(protokoll, 1),
    }
    return pdf.written(render_to_string("policies/protokoll_front.html", context), identifier)


def _styles(protokoll: Protokoll, page: int) -> str:
    """Return the style sheet with what the margins say, and the number of the first page."""
    head = f"{_('Eksempel')} · {protokoll.name}" if protokoll.is_example else protokoll.name
    foot = _("Protokoll over behandlingsaktiviteter · %(day)s") % {"day": in_words(protokoll.day)}
    margins = (
        f"@page {{ @top-left {{ content: {pdf.quoted(head)} }} "
        f"@bottom-left {{ content: {pdf.quoted(foot)} }} "
        f"@bottom-right {{ content: {pdf.quoted(_('Side') + ' ')} counter(page) }} }} "
        f"@page :first {{ counter-reset: page {page} }}"
    )
    return pdf.style("protokoll_pdf.css") + margins


def _link(whole: pikepdf.Pdf) -> None:
    """Let the links of the contents lead to their pages."""
    for page in list(whole.pages)[:3]:  # the contents are no longer
        for annotation in page.obj.get("/Annots", ()):
            action: Any = annotation.get("/A", {})
            target = str(action.get("/URI", ""))
            if target.startswith(_ELSEWHERE):
                found = whole.pages[int(target.removeprefix(_ELSEWHERE)) - 1]
                where = pikepdf.Array([found.obj, pikepdf.Name.Fit])
                annotation.A = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=where)


def _outline(
    whole: pikepdf.Pdf, protokoll: Protokoll, entries: list[Entry], flow: Flow | None
) -> None:
    del whole.Root.Outlines  # those of the first part alone
    with whole.open_outline() as outline:
        first = _("Protokoll for %(name)s") % {"name": protokoll.name}
        outline.root.append(pikepdf.OutlineItem(first, 0))
        if flow:
            outline.root.append(pikepdf.OutlineItem(_("Hvor opplysningene går"), 1))
        outline.root.extend(pikepdf.OutlineItem(e.title, e.page - 1) for e in entries)


def _attach(whole: pikepdf.Pdf, document: bytes, day: date) -> None:
    made = pikepdf.models.metadata.encode_pdf_date(datetime.combine(day, time(), UTC))
    about: dict[str, Any] = {"relationship": pikepdf.Name.Source}  # its types don't know it
    spec = pikepdf.AttachedFileSpec(
        whole,
        document,
        filename=ATTACHMENT,
        mime_type="application/json",
        description=_("Protokollen som strukturerte data"),
        **about,
        creation_date=made,
        mod_date=made,
    )
    whole.attachments[ATTACHMENT] = spec
    whole.Root.AF = pikepdf.Array([spec.obj])
