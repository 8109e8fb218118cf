"""The record as text files: JSON for programs, CSV for Norwegian spreadsheets."""

import csv
import io
import json
from typing import Any

from django.utils.translation import gettext as _

from policies.exports.sheets import Cell, Column, Protokoll, Sheet, Variant

FORMAT = "personvernhub-protokoll-1"
MARK = "\ufeff"  # tells Excel that the file is UTF-8
# What a spreadsheet would take for a formula, the wide signs of East Asian ones too (OWASP).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_json(protokoll: Protokoll) -> bytes:
    """Return the record as JSON: always the same bytes for the same register, day and choice.

    Each row is a line: easy to compare, and much faster to write than with an indent.
    """
    about = {
        "format": FORMAT,
        "virksomhet": {"adresse": protokoll.company, "navn": protokoll.name},
        "dag": protokoll.day.isoformat(),
        "utvalg": {
            "felt": str(protokoll.choice.variant),
            "behandlinger": str(protokoll.choice.scope),
        },
        **({"merk": protokoll.note} if protokoll.note else {}),
        "opplysninger": [{"hva": f.label, "verdi": f.text} for f in protokoll.facts],
    }
    sheets = ",\n".join(map(_sheet, protokoll.sheets))
    return f'{_dumped(about)[:-1]}, "ark": [\n{sheets}\n]}}\n'.encode()


def _sheet(sheet: Sheet) -> str:
    names = [column.id for column in sheet.columns]
    about = {
        "id": sheet.id,
        "navn": sheet.title,
        "kolonner": [_column(column) for column in sheet.columns],
    }
    rows = ",\n".join(
        _dumped({"post": row.record, **dict(zip(names, row.cells, strict=True))})
        for row in sheet.rows
    )
    return f'{_dumped(about)[:-1]}, "rader": [\n{rows}\n]}}'


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _column(column: Column) -> dict[str, str]:
    return {"id": column.id, "navn": column.title} | ({"lov": column.law} if column.law else {})


def as_csv(sheet: Sheet, variant: Variant = Variant.WHOLE) -> bytes:
    """Return a sheet as CSV: semicolons, UTF-8 with its mark, and nothing that calculates."""
    held = io.StringIO()
    writer = csv.writer(held, delimiter=";")
    writer.writerow([inert(heading(column, variant)) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([inert(clean("; ".join(cell))) for cell in row.cells])
    return (MARK + held.getvalue()).encode()


def heading(column: Column, variant: Variant, between: str = " ") -> str:
    """Return a column's name, marked when art. 30 demands it and other columns stand beside it."""
    if not column.is_mandatory:
        return column.title
    mark = _("pliktig, %(law)s") if variant == Variant.WHOLE else "%(law)s"
    return f"{column.title}{between}({mark % {'law': column.demand}})"


def lines(cell: Cell) -> str:
    """Return a cell's lines below each other."""
    return clean("\n".join(cell))


def clean(text: str) -> str:
    """Return text without what XML and spreadsheets can't hold."""
    if text.isprintable():  # the usual case
        return text
    return "".join(c if c.isprintable() or c in "\n\u00ad\u200c\u200d" else " " for c in text)


def inert(text: str) -> str:
    """Keep a cell from being taken for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
