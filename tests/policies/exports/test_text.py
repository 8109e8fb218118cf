"""JSON and CSV, read back as programs and spreadsheets read them."""

import csv
import io
import json

import pytest

from policies.exports.protokoll import protokoll
from policies.exports.sheets import Variant
from policies.exports.text import as_csv, as_json, clean
from tests.policies.exports.registers import DAY, EVERY, MANDATORY, small


def read(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";", strict=True))


def test_json_holds_every_cell(register):
    found = protokoll(register, DAY, EVERY)
    tree = json.loads(as_json(found))
    assert tree["virksomhet"] == {"adresse": register.key, "navn": register.name}
    assert (tree["dag"], tree["utvalg"]) == ("2026-11-22", {"felt": "alt", "behandlinger": "alle"})
    for sheet, held in zip(found.sheets, tree["ark"], strict=True):
        names = [column["id"] for column in held["kolonner"]]
        told = [(r["post"], tuple(tuple(r[name]) for name in names)) for r in held["rader"]]
        assert told == [(row.record, row.cells) for row in sheet.rows]
    laws = {c["navn"]: c.get("lov", "") for c in tree["ark"][0]["kolonner"]}
    assert laws["Formålene med behandlingen"] == "art. 30 nr. 1 b"


def test_json_of_the_same_register_is_the_same_bytes(register):
    again = type(register).model_validate_json(register.model_dump_json())
    first, second = protokoll(register, DAY, EVERY), protokoll(again, DAY, EVERY)
    assert as_json(first) == as_json(second)


def test_csv_holds_every_cell(register):
    for sheet in protokoll(register, DAY, EVERY).sheets:
        head, *rows = read(as_csv(sheet))
        assert len(head) == len(sheet.columns)
        assert [[cell.lstrip("'") for cell in row] for row in rows] == [
            ["; ".join(cell).lstrip("'").replace("\n", "\n") for cell in row.cells]
            for row in sheet.rows
        ]


def test_csv_marks_what_is_mandatory_where_more_is_told():
    sheet = protokoll(small(), DAY, EVERY).sheet("lagring")
    assert read(as_csv(sheet))[0][:3] == [
        "Gjelder",
        "Planlagt tidsfrist for sletting (pliktig, art. 30 nr. 1 f, dersom det er mulig)",
        "Slag regel",
    ]
    sheet = protokoll(small(), DAY, MANDATORY).sheet("lagring")
    assert read(as_csv(sheet, Variant.MANDATORY))[0] == [
        "Gjelder",
        "Planlagt tidsfrist for sletting (art. 30 nr. 1 f, dersom det er mulig)",
        "Slag regel",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+47 22", "-2", "@SUM(A1)", "=cmd|' /C calc'!A0", ";=1"])
def test_csv_calculates_nothing(text):
    sheet = protokoll(small(activities=[{"key": "a", "name": text}]), DAY, EVERY).sheets[0]
    cell = read(as_csv(sheet))[1][0]
    assert cell == (text if text[0] == ";" else f"'{text}")


@pytest.mark.parametrize("sign", ["\t", "\r", "\x00", "\x1b", "\x7f", "\ud800", "\ufffe", "\u2028"])
def test_signs_that_files_cannot_hold_become_spaces(sign):
    assert clean(f"a{sign}b") == "a b"


def test_line_ends_and_soft_hyphens_stay():
    assert clean("a\nb\u00adc d") == "a\nb\u00adc d"
