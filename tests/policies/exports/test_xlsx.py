"""The workbook, read back cell by cell."""

import io
import zipfile

import openpyxl
import pytest

from policies.exports.protokoll import protokoll
from policies.exports.sheets import Column, Row, Sheet
from policies.exports.text import lines
from policies.exports.xlsx import MOST_IN_A_CELL, as_xlsx, titles, workbook
from tests.policies.exports.registers import DAY, EVERY, MANDATORY, generated, small


def opened(register, choice=EVERY):
    content = as_xlsx(protokoll(register, DAY, choice))
    return openpyxl.load_workbook(io.BytesIO(content))


def told(page):
    return [[cell.value or "" for cell in row] for row in page.iter_rows(min_row=2)]


def test_workbook_holds_every_cell(register):
    book = opened(register)
    found = protokoll(register, DAY, EVERY)
    assert book.sheetnames == ["Om filen", *(sheet.title for sheet in found.sheets)]
    for sheet in found.sheets:
        page = book[sheet.title]
        if sheet.rows:
            assert told(page) == [[lines(cell) for cell in row.cells] for row in sheet.rows]
        else:
            assert told(page)[0][0] == sheet.empty
    counts = {row[0].value: row[1].value for row in book["Om filen"].iter_rows() if len(row) > 1}
    assert {s.title: len(s.rows) for s in found.sheets}.items() <= counts.items()


def test_head_is_frozen_filtered_and_marked():
    page = opened(generated(20))["Behandlinger"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("B2", "A1:V17")
    heads = {cell.value.split("\n")[0]: cell for cell in page[1]}
    assert heads["Formålene med behandlingen"].value.endswith("(pliktig, art. 30 nr. 1 b)")
    assert heads["Formålene med behandlingen"].fill.fgColor.rgb == "FFF4B183"
    assert heads["Systemer"].fill.fgColor.rgb == "FFE2F0D9"
    assert heads["Systemer"].font.bold
    assert min(held.width for held in page.column_dimensions.values()) >= 14


def test_sheets_print_on_a4_with_the_head_on_every_page():
    for page in opened(generated(20)):
        setup = page.page_setup
        assert (setup.orientation, setup.paperSize) == ("landscape", 9)
        assert setup.fitToHeight == 0
        assert page.sheet_properties.pageSetUpPr.fitToPage
    page = opened(generated(20))["Lagring"]
    assert page.print_title_rows == "$1:$1"
    assert page.oddHeader.left.text == "Protokoll for Stor && Sønn AS"


def test_rows_are_high_enough_for_what_they_hold():
    items = ["navn"] * 6
    use = {"key": "u", "items": items}
    long = {"key": "b", "name": "ord " * 60, "data_uses": [use]}
    register = small(activities=[{"key": "a", "name": "x", "data_uses": [use]}, long])
    page = opened(register)["Opplysninger"]
    heights = [page.row_dimensions[row].height for row in (2, 3)]
    wide = page.column_dimensions["A"].width
    assert heights[0] == 6 * 15 + 3
    assert heights[1] >= 15 * 240 / wide
    huge = small(activities=[{"key": "a", "name": "x", "description": "ord " * 1200}])
    assert opened(huge)["Behandlinger"].row_dimensions[2].height == 409


def test_wide_sheets_print_on_pages_beside_each_other_with_the_names_on_each():
    book = opened(generated(20))
    assert book["Behandlinger"].page_setup.fitToWidth == 4
    assert book["Lagring"].page_setup.fitToWidth == 1
    assert book["Behandlinger"].print_title_cols == "$A:$A"


def test_colours_are_explained_where_there_are_some():
    record = opened(generated(5))["Om filen"]
    assert "Oransje" in str([cell.value for cell in record["A"]])
    held = workbook("T", [("a", "b")], [Sheet("s", "S", (Column("c", "C"),), ())], DAY)
    other = openpyxl.load_workbook(io.BytesIO(held))["Om filen"]
    assert "Oransje" not in str([cell.value for cell in other["A"]])


def test_mandatory_variant_has_no_other_columns():
    page = opened(generated(20), MANDATORY)["Behandlinger"]
    assert [cell.value.split("\n")[-1] for cell in page[1]][1:4] == [
        "(art. 30 nr. 1 a)",
        "(art. 30 nr. 1 a)",
        "(art. 30 nr. 1 b)",
    ]
    assert page.max_column == 11


@pytest.mark.parametrize("text", ["=1+1", "+47 22 39", "-2+3", "@SUM(A1)", '=HYPERLINK("x")'])
def test_formulas_are_text(text):
    cell = opened(small(activities=[{"key": "a", "name": text}]))["Behandlinger"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert cell.alignment.wrap_text


def test_formulas_with_signs_before_them_are_text():
    activity = small(activities=[{"key": "a", "name": "x"}]).activities[0]
    for sign in ("\t", "\r"):
        odd = small().model_copy(
            update={"activities": (activity.model_copy(update={"name": f"{sign}=1+1"}),)}
        )
        cell = opened(odd)["Behandlinger"]["A2"]
        assert (cell.value, cell.data_type) == (" =1+1", "s")


def test_cell_too_long_is_cut_and_says_so():
    items = [f"{n:03}" + "å" * 297 for n in range(150)]
    use = {"key": "u", "items": items}
    register = small(activities=[{"key": "a", "name": "Salg", "data_uses": [use]}])
    cells = [cell.value for cell in opened(register)["Opplysninger"][2]]
    long = max(cells, key=lambda text: len(text or ""))
    assert len(long) == MOST_IN_A_CELL
    assert long.startswith("000å")
    assert long.endswith("… (resten står i JSON-filen)")


def test_cell_is_counted_as_excel_counts():
    items = ["😀" * 300 for _n in range(80)]
    register = small(
        activities=[{"key": "a", "name": "x", "data_uses": [{"key": "u", "items": items}]}]
    )
    cells = [cell.value or "" for cell in opened(register)["Opplysninger"][2]]
    assert max(len(text.encode("utf-16-le")) // 2 for text in cells) <= MOST_IN_A_CELL


def test_control_characters_leave_the_workbook_whole():
    activity = small(activities=[{"key": "a", "name": "x"}]).activities[0]
    odd = activity.model_copy(update={"name": "a\x00b\x1bc\ud800d\ufffee"})
    book = opened(small().model_copy(update={"activities": (odd,), "name": "\x07 AS"}))
    assert book["Behandlinger"]["A2"].value == "a b c d e"


def test_sheet_titles_are_short_allowed_and_different():
    assert titles(["Lagring", "lagring", "a" * 40, "a" * 35, "[x]:*?/\\", "''", "History", ""]) == [
        "Lagring",
        "lagring (2)",
        "a" * 31,
        "a" * 27 + " (2)",
        "x",
        "Ark",
        "History (2)",
        "Ark (2)",
    ]


def test_same_record_is_the_same_bytes_and_tells_no_clock():
    found = protokoll(generated(20), DAY, EVERY)
    content = as_xlsx(found)
    assert content == as_xlsx(found)
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        assert {each.date_time for each in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = zipped.read("docProps/core.xml")
    assert core.count(b"2026-11-22T00:00:00Z") == 2


def test_one_formula_marks_no_other_cell():
    columns = (Column("a", "A", is_key=True), Column("b", "B"))
    rows = tuple(
        Row(f"r/{n}", ((text,), ("b",))) for n, text in enumerate(("før", "=1+1", "etter"))
    )
    content = workbook("T", [], [Sheet("s", "S", columns, rows)], DAY)
    page = openpyxl.load_workbook(io.BytesIO(content))["S"]
    quoted = {cell.coordinate for row in page for cell in row if cell.quotePrefix}
    assert quoted == {"A3"}


def test_front_tells_what_the_sheets_begin_with():
    sheet = Sheet("s", "Ark nr. 1", (Column("a", "A", is_key=True),), (), "Slik er det.")
    content = workbook("T", [], [sheet], DAY)
    front = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert ("Ark nr. 1", "Slik er det.") in list(front.iter_rows(max_col=2, values_only=True))
