"""The record as an archive PDF: tagged (PDF/A-3a, PDF/UA), on its side, rendered in parts."""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pikepdf
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from policies.exports.flow import Flow, address
from policies.exports.joining import Joining, page_name
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
    with _opened(_front(protokoll, flow, empty, identifier)) as front:
        page = len(front.pages) + 1
    entries: list[Entry] = []
    whole = Joining()
    for done, group in enumerate(groups):
        with _opened(_rendered(protokoll, group, page, identifier)) as part:
            begun = [each.sheet for each in group if each.is_first]
            for sheet, at in zip(begun, _headings(part), strict=True):
                entries.append(Entry(sheet.title, len(sheet.rows), page + at))
            page += len(part.pages)
            pdf.tell_scope(part)
            whole.add(part)
        if tell is not None:
            tell(done + 1, len(groups) + 1)
    with _opened(_front(protokoll, flow, entries, identifier)) as front:
        _link(front)
        drawn = _headings(front)[-1] + 1 if flow else 0
        _outline(front, protokoll, entries, drawn)
        _attach(front, document, protokoll.day)
        pdf.complete(front)
        return whole.finish(front, identifier)


def _opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def _headings(part: pikepdf.Pdf) -> list[int]:
    """Return the page that each heading of a part lies on, from 0."""
    places = {page.obj.objgen: number for number, page in enumerate(part.pages)}
    with part.open_outline() as outline:
        wheres: list[Any] = [item.destination for item in _every(outline.root)]
    found = [places[where[0].objgen] for where in wheres]
    if found:
        del part.Root.Outlines
    return found


def _every(items: Iterable[Any]) -> Iterator[Any]:
    """Yield bookmarks with those below them."""
    for item in items:
        yield item
        yield from _every(item.children)


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
    head = f"{_('Eksempel')} · {protokoll.name}" if protokoll.note else protokoll.name
    foot = _("Protokoll over behandlingsaktiviteter · %(day)s") % {"day": in_words(protokoll.day)}
    margins = (
        f"@page {{ @top-left {{ content: {pdf.quoted(head)} }} "
        f"@bottom-left {{ content: {pdf.quoted(foot)} }} "
        f"@bottom-right {{ content: {pdf.quoted(_('Side') + ' ')} counter(page) }} }} "
        f"@page :first {{ counter-reset: page {page} }}"
    )
    return pdf.style("protokoll_pdf.css") + margins


def _link(front: pikepdf.Pdf) -> None:
    """Let the links of the contents lead to their pages."""
    for page in front.pages:
        for annotation in page.obj.get("/Annots", ()):
            action: Any = annotation.get("/A", {})
            target = str(action.get("/URI", ""))
            if target.startswith(_ELSEWHERE):
                where = _at(int(target.removeprefix(_ELSEWHERE)))
                annotation.A = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=where)


def _at(page: int) -> pikepdf.Array:
    return pikepdf.Array([page_name(page), pikepdf.Name.Fit])


def _outline(front: pikepdf.Pdf, protokoll: Protokoll, entries: list[Entry], drawn: int) -> None:
    """Write the bookmarks of the whole; the drawing is on page `drawn`, 0 when there is none."""
    marks = [(_("Protokoll for %(name)s") % {"name": protokoll.name}, 1)]
    marks += [(_("Hvor opplysningene går"), drawn)] if drawn else []
    marks += [(entry.title, entry.page) for entry in entries]
    root = front.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Outlines, Count=len(marks)))
    items = [
        front.make_indirect(
            pikepdf.Dictionary(Title=pikepdf.String(title), Dest=_at(page), Parent=root)
        )
        for title, page in marks
    ]
    for before, after in pairwise(items):
        before.Next, after.Prev = after, before
    root.First, root.Last = items[0], items[-1]
    front.Root.Outlines = root


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
