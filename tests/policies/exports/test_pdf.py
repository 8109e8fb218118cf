"""The record as PDF: every name is in it, and tags, bookmarks and links hold over joined parts."""

import io
import json
import re
import subprocess
from itertools import pairwise
from tempfile import NamedTemporaryFile

import pikepdf
import pytest

from policies.exports import pdf as record_pdf
from policies.exports.flow import flow
from policies.exports.protokoll import protokoll
from policies.exports.sheets import Choice
from tests.conftest import COMPANIES, register_of
from tests.policies.exports.registers import DAY, EVERY, MANDATORY, generated, small
from tests.policies.publishing.test_pdf import elements


def text_of(content):
    """Return what the tags hold, in their order, without white space: cells break anywhere."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        return squeezed(poppler("pdfinfo", "-struct-text", file.name))


def poppler(*command, content=None):
    made = subprocess.run(command, input=content, capture_output=True, check=True)  # noqa: S603
    text = made.stdout.decode()
    if command[0] == "pdfinfo":  # each text stands in quotes below its tag
        text = "".join(re.findall(r'^ *"(.*)"$', text, re.MULTILINE))
    return text


def lines_of(found):
    """Return every line of every cell."""
    rows = (row for sheet in found.sheets for row in sheet.rows)
    return {line for row in rows for cell in row.cells for line in cell}


def squeezed(text):
    return re.sub(r"[\s\u00ad-]", "", text)


def opened(content):
    return pikepdf.open(io.BytesIO(content))


@pytest.fixture(scope="module")
def joined():
    """Return a record that is rendered in many parts, and its file."""
    old, record_pdf.AT_ONCE = record_pdf.AT_ONCE, 5
    register = generated(12)
    found = protokoll(register, DAY, EVERY)
    heard = []
    content = record_pdf.as_pdf(found, flow(register, EVERY), lambda *told: heard.append(told))
    record_pdf.AT_ONCE = old
    return found, content, heard


@pytest.mark.parametrize("key", COMPANIES)
def test_every_name_of_the_register_is_on_paper(key):
    register = register_of(key)
    found = protokoll(register, DAY, Choice())
    content = record_pdf.as_pdf(found, flow(register, Choice()))
    # As it was written, cell by cell. The tags' order, which takes poppler the square of the
    # text's length, is held by the joined one below.
    text = squeezed(poppler("pdftotext", "-raw", "-", "-", content=content))
    lines = lines_of(found)
    assert [line for line in lines if squeezed(line) not in text] == []
    with opened(content) as file:
        assert json.loads(file.attachments["protokoll.json"].get_file().read_bytes())["dag"]


def test_every_name_is_on_paper_when_parts_are_joined(joined):
    found, content, heard = joined
    text = text_of(content)
    lines = lines_of(found)
    assert [line for line in lines if squeezed(line) not in text] == []
    assert heard[-1][0] + 1 == heard[-1][1] == len(heard) + 1 > 8


def test_joined_tags_are_one_tree(joined):
    with opened(joined[1]) as file:
        tree = file.Root.StructTreeRoot
        assert [str(kid.S) for kid in tree.K] == ["/Document"]
        ids = [bytes(header.ID) for _kind, header, _above in elements(file, "/TH")]
        assert len(ids) == len(set(ids)) > 50
        named = {
            bytes(each)
            for _kind, cell, _above in elements(file, "/TD")
            for each in held(cell, "/Headers")
        }
        assert named <= set(ids)
        assert {str(h.A.Scope) for _k, h, _a in elements(file, "/TH")} == {"/Column", "/Row"}
        for kid in tree.K[0].K:
            assert kid.P.objgen == tree.K[0].objgen


def held(element, name):
    attributes = element.get("/A", [])
    for each in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
        if name in each:
            return each[name]
    return []


def test_each_page_finds_its_tags(joined):
    with opened(joined[1]) as file:
        numbers = list(file.Root.StructTreeRoot.ParentTree.Nums)
        tree = {int(n): tags for n, tags in zip(numbers[::2], numbers[1::2], strict=True)}
        assert sorted(tree) == list(range(len(tree)))
        pages = {page.obj.objgen for page in file.pages}
        for page in file.pages:
            for tag in tree[int(page.obj.StructParents)]:
                assert tag.Pg.objgen == page.obj.objgen
        for page in file.pages:
            for annotation in page.obj.get("/Annots", ()):
                assert str(tree[int(annotation.StructParent)].S) == "/Link"
        assert len(pages) == len(file.pages) > 8


def test_headings_skip_no_level(joined):
    with opened(joined[1]) as file:
        levels = [int(kind[2]) for kind, _e, _a in elements(file, "/H1", "/H2", "/H3")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []


def test_contents_bookmarks_and_page_numbers_agree(joined):
    content = joined[1]
    with opened(content) as file:
        places = {page.obj.objgen: number for number, page in enumerate(file.pages, 1)}
        links = [a for page in file.pages for a in page.obj.get("/Annots", ())]
        led = [places[link.A.D[0].objgen] for link in links]
        with file.open_outline() as outline:
            marks = [(item.title, places[item.destination[0].objgen]) for item in outline.root]
    assert [name for name, _page in marks[:3]] == [
        "Protokoll for Stor & Sønn AS",
        "Hvor opplysningene går",
        "Behandlinger",
    ]
    assert [page for _name, page in marks[2:]] == led
    for name, page in marks:
        said = page_text(content, page)
        assert squeezed(name.removeprefix("Protokoll for ")) in squeezed(said)
        assert said.rstrip("\f\n ").endswith(f"Side {page}")


def page_text(content, page):
    which = ("-f", str(page), "-l", str(page))
    return poppler("pdftotext", "-layout", *which, "-", "-", content=content)


def test_file_names_both_standards_its_language_and_its_source(joined):
    found, content, _heard = joined
    with opened(content) as file:
        with file.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"
        assert str(file.Root.Lang) == "nb"
        assert bool(file.Root.MarkInfo.Marked)
        assert str(file.docinfo["/Title"]) == "Protokoll for Stor & Sønn AS"
        assert [str(each.AFRelationship) for each in file.Root.AF] == ["/Source"]
        attached = json.loads(file.attachments["protokoll.json"].get_file().read_bytes())
        assert len(attached["ark"]) == len(found.sheets)
        figures = elements(file, "/Figure")
        assert len(figures) == 1
        assert str(figures[0][1].Alt) == flow(generated(12), EVERY).description


def test_pages_lie_on_their_side_with_fonts_in_them(joined):
    with opened(joined[1]) as file:
        for page in file.pages:
            left, bottom, right, top = map(float, page.mediabox)
            assert right - left > top - bottom
            for font in page.Resources.get("/Font", {}).values():
                described = font.DescendantFonts[0].FontDescriptor
                assert "/FontFile2" in described or "/FontFile3" in described


def test_mandatory_variant_has_neither_drawing_nor_other_columns():
    register = register_of("finmug")
    content = record_pdf.as_pdf(protokoll(register, DAY, MANDATORY))
    text = text_of(content)
    assert squeezed("Formålene med behandlingen") in text
    assert squeezed("Ansvarlig i virksomheten") not in text
    with opened(content) as file:
        assert elements(file, "/Figure") == []


def test_register_without_activities_is_a_file_that_says_so():
    text = text_of(record_pdf.as_pdf(protokoll(small(), DAY, Choice())))
    assert squeezed("Ingen behandlinger er registrert som i bruk.") in text


def test_text_cannot_break_out_of_the_pages():
    name = '"} body { display: none } </style><img src="file:///etc/hostname"> & Sønn'
    register = small(name=name, activities=[{"key": "a", "name": "<b>=1+1</b>"}])
    content = record_pdf.as_pdf(protokoll(register, DAY, Choice()), flow(register, Choice()))
    text = text_of(content)
    assert squeezed("<b>=1+1</b>") in text
    assert squeezed(name) in text


def test_same_record_is_the_same_bytes():
    found = protokoll(register_of("finmug"), DAY, Choice())
    assert record_pdf.as_pdf(found) == record_pdf.as_pdf(found)


@pytest.mark.parametrize("origin", ["own", "example", "reproduced"])
def test_first_page_tells_when_it_is_not_the_companys_own(origin):
    made = protokoll(small(origin=origin), DAY, MANDATORY)
    content = record_pdf.as_pdf(made)
    assert ("Eksempel." in page_text(content, 1)) is (origin != "own")
    assert squeezed(made.note) in squeezed(page_text(content, 1))


def test_bookmark_of_the_drawing_leads_to_it_however_long_the_front_is():
    parties = [
        {"key": f"p{n}", "role": "contact", "name": f"Kontakt {n}", "email": f"k{n}@liten.no"}
        for n in range(30)
    ]
    register = small(parties=parties, activities=[{"key": "a", "name": "Salg"}])
    content = record_pdf.as_pdf(protokoll(register, DAY, EVERY), flow(register, EVERY))
    with opened(content) as file:
        places = {page.obj.objgen: number for number, page in enumerate(file.pages, 1)}
        with file.open_outline() as outline:
            marks = {item.title: places[item.destination[0].objgen] for item in outline.root}
    page = marks["Hvor opplysningene går"]
    assert page > 2
    assert "Hvor opplysningene går" in page_text(content, page)
    assert "Hvor opplysningene går" not in page_text(content, 2)
