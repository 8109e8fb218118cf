"""The record as a workbook for Excel and LibreOffice: streamed, and dead to formulas."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from policies.exports.sheets import Column, Protokoll, Sheet, Variant, on
from policies.exports.text import FORMULA, heading, lines
from policies.publishing.article.words import day as in_words

MOST_IN_A_CELL = 32_767  # as Excel counts: UTF-16 units
MOST_IN_A_TITLE = 31
# Datatilsynet's own sheet marks mandatory columns orange and the others green.
_MANDATORY, _OTHER, _RULED = "FFF4B183", "FFE2F0D9", "FFB5B9C0"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
# A line of text in points, the most that a row can be, and what a page on its side has room for
# (in widths of a digit) before print is too small to read.
_LINE, _HIGHEST, _PAPER = 15, 409, 220
_STILL = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP file can tell


def as_xlsx(protokoll: Protokoll) -> bytes:
    """Return the record as a workbook: a page about it, then a sheet each."""
    title = _("Protokoll for %(name)s") % {"name": protokoll.name}
    facts = [(fact.label, lines(fact.text)) for fact in protokoll.facts]
    about = [*source(protokoll.note, protokoll.day), *facts]
    return workbook(title, about, protokoll.sheets, protokoll.day, protokoll.choice.variant)


def source(note: str, day: date) -> list[tuple[str, str]]:
    """Return of which day the register is, after the note when it isn't its company's own."""
    own = [(_("Eksempel"), note)] if note else []
    return [*own, (_("Slik registeret sto"), in_words(day))]


def workbook(
    title: str,
    about: Iterable[tuple[str, str]],
    sheets: Iterable[Sheet],
    day: date,
    variant: Variant = Variant.WHOLE,
) -> bytes:
    """Return a workbook of sheets; the same content is the same bytes."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = _fitted(title), "Personvernhub"
    book.properties.language = "nb-NO"
    sheets = tuple(sheets)
    names = titles([_("Om filen"), *(sheet.title for sheet in sheets)])
    _front(book, names[0], title, about, sheets)
    for name, sheet in zip(names[1:], sheets, strict=True):
        _Writing(book.create_sheet(name), sheet, variant).write(title, day)
    held = io.BytesIO()
    book.save(held)
    return _still(held.getvalue(), day)


def titles(wanted: Iterable[str]) -> list[str]:
    """Return titles that sheets may have: short, without forbidden signs, no two alike."""
    found: list[str] = []
    for title in wanted:
        plain = _FORBIDDEN.sub(" ", lines((title,))).replace("\n", " ").strip(" '")
        base = plain[:MOST_IN_A_TITLE].strip(" '") or _("Ark")
        name, number = base, 1
        while name.casefold() in {other.casefold() for other in (*found, "History")}:
            number += 1
            tail = f" ({number})"
            name = base[: MOST_IN_A_TITLE - len(tail)] + tail
        found.append(name)
    return found


def _front(
    book: Any, name: str, title: str, about: Iterable[tuple[str, str]], sheets: tuple[Sheet, ...]
) -> None:
    page, widths = book.create_sheet(name), (52, 90)
    _printable(page)  # before the first row
    for letter, width in zip("AB", widths, strict=True):
        page.column_dimensions[letter].width = width
    bold, wrap = _font(bold=True), Alignment(wrap_text=True, vertical="top")
    left = Alignment(horizontal="left")
    page.append([_cell(page, title, font=_font(bold=True, size=14))])
    intros = [(sheet.title, sheet.intro) for sheet in sheets if sheet.intro]
    for number, (label, told) in enumerate((*about, *intros), 2):
        page.row_dimensions[number].height = _height((label, told), widths)
        page.append(
            [_cell(page, label, font=bold, alignment=wrap), _cell(page, told, alignment=wrap)]
        )
    page.append([])
    page.append([_cell(page, _("Ark"), font=bold), _cell(page, _("Rader"), font=bold)])
    for sheet in sheets:
        count = WriteOnlyCell(page, len(sheet.rows))
        count.alignment = left
        page.append([_cell(page, sheet.title), count])
    page.append([])
    if not any(column.is_mandatory for sheet in sheets for column in sheet.columns):
        return
    told = _("Art. 30 krever det, noe bare når det er relevant eller mulig.")
    for colour, fill, meaning in (
        (_("Oransje"), _MANDATORY, told),
        (_("Grønn"), _OTHER, _("Art. 30 krever det ikke.")),
    ):
        shown = _cell(page, colour, fill=PatternFill("solid", fgColor=fill))
        page.append([shown, _cell(page, meaning)])


def _font(**looks: Any) -> Font:
    """Return the font of the other cells; one without a name is whatever a program takes."""
    return Font(name="Calibri", **{"size": 11, **looks})


def _height(texts: Iterable[str], widths: Iterable[float]) -> float:
    """Return how high a row must be, in points: programs differ in whether they work it out."""
    lines_needed = (
        sum(-(-max(len(line), 1) // max(int(width * 0.9), 1)) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=False)
    )
    return min(_LINE * max(lines_needed, default=1) + 3, _HIGHEST)


def _cell(page: Any, text: str, **looks: Any) -> Any:
    """Return a cell that holds text, whatever it looks like."""
    cell = WriteOnlyCell(page, _fitted(text))
    cell.data_type = "s"
    for name, value in looks.items():
        setattr(cell, name, value)
    if text.startswith(FORMULA):
        cell.quotePrefix = True  # also when somebody edits it
    return cell


def _fitted(text: str) -> str:
    """Return text that a cell has room for; what is cut off is told."""
    text = lines((text,))
    units = len(text.encode("utf-16-le")) // 2
    if units <= MOST_IN_A_CELL:
        return text
    tail = " " + _("… (resten står i JSON-filen)")
    kept = text.encode("utf-16-le")[: (MOST_IN_A_CELL - len(tail)) * 2]
    return kept.decode("utf-16-le", "ignore") + tail


@dataclass
class _Writing:
    """One sheet being written, row by row."""

    page: Any
    sheet: Sheet
    variant: Variant
    rows: int = 0

    def write(self, title: str, day: date) -> None:
        """Write head and rows; what a whole sheet is set to comes before them."""
        columns = self.sheet.columns
        for place, column in enumerate(columns, 1):
            self.page.column_dimensions[get_column_letter(place)].width = column.width
        self.page.freeze_panes = "B2"
        last = get_column_letter(len(columns))
        self.page.auto_filter.ref = f"A1:{last}{len(self.sheet.rows) + 1}"
        self.page.print_title_rows, self.page.print_title_cols = "1:1", "A:A"
        first, *others = self._widths
        _printable(self.page, -(-sum(others) // (_PAPER - first)))
        self.page.oddHeader.left.text = _safe(title)
        self.page.oddHeader.right.text = _safe(f"{self.sheet.title}, {on(day)}")
        self.page.oddFooter.right.text = _("Side &P av &N")
        heads = [self._head(column) for column in columns]
        self._append(heads, [column.width * 0.9 for column in columns])  # bold is wider
        for row in self._rows():
            self._append(row, self._widths)

    @property
    def _widths(self) -> list[int]:
        return [column.width for column in self.sheet.columns]

    def _append(self, cells: list[Any], widths: list[Any]) -> None:
        self.rows += 1
        self.page.row_dimensions[self.rows].height = _height((c.value for c in cells), widths)
        self.page.append(cells)

    def _head(self, column: Column) -> Any:
        fill = _MANDATORY if column.is_mandatory else _OTHER
        return _cell(
            self.page,
            heading(column, self.variant, "\n"),
            font=_font(bold=True),
            fill=PatternFill("solid", fgColor=fill),
            alignment=Alignment(wrap_text=True, vertical="top"),
        )

    def _rows(self) -> Iterator[list[Any]]:
        # One style for all: looked up for each cell, it would take most of the time.
        model = WriteOnlyCell(self.page)
        model.alignment = Alignment(wrap_text=True, vertical="top")
        model.border = Border(bottom=Side("thin", color=_RULED))
        for row in self.sheet.rows:
            yield [self._plain(lines(cell), model) for cell in row.cells]
        if not self.sheet.rows:
            yield [self._plain(self.sheet.empty, model)]

    def _plain(self, text: str, model: Any) -> Any:
        cell = _cell(self.page, text)
        is_formula = cell.quotePrefix
        style = model._style  # noqa: SLF001 - as openpyxl's own copying does
        cell._style = copy(style) if is_formula else style  # noqa: SLF001
        if is_formula:  # its own style: what is set on a shared one is set for all
            cell.quotePrefix = True
        return cell


def _printable(page: Any, wide: int = 1) -> None:
    """Let a sheet be printed on so many pages beside each other."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9  # A4
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = wide, 0


def _safe(text: str) -> str:
    """Return text for a page's head, where & begins a code."""
    return lines((text,)).replace("\n", " ").replace("&", "&&")[:120]


def _still(content: bytes, day: date) -> bytes:
    """Return the workbook without the moment it was made, so that bytes can be compared."""
    made = f"{datetime.combine(day, time(), UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            about = zipfile.ZipInfo(name, _STILL)
            about.compress_type = zipfile.ZIP_DEFLATED
            body = before.read(name)
            if name == "docProps/core.xml":
                body = re.sub(rb"(W3CDTF\">)[^<]*", rb"\g<1>" + made, body)
            after.writestr(about, body)
    return held.getvalue()
