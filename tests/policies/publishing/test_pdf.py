"""The PDF's structure, walked as a program can (PDF/A-3a, PDF/UA-1, Matterhorn)."""

import io
import json
from itertools import pairwise

import pikepdf
import pytest

from policies.models.version import sha256
from policies.publishing import article, pdf
from tests.conftest import COMPANIES, register_of
from tests.policies.publishing.test_article import AT, published


def make(key: str) -> tuple[bytes, str]:
    document = published(register_of(key))
    text = document.model_dump_json(exclude_defaults=True)
    return pdf.render(document, article.render(document), text, sha256(text.encode())), text


@pytest.fixture(scope="module", params=COMPANIES)
def made(request):
    file, text = make(request.param)
    with pikepdf.open(io.BytesIO(file)) as opened:
        yield opened, text


def walk(element, above=()):
    """Yield (kind, element, kinds above) of the structure tree, depth first."""
    kind = str(element.get("/S", ""))
    yield kind, element, above
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from walk(kid, (*above, kind))


def elements(opened, *kinds):
    return [found for found in walk(opened.Root.StructTreeRoot) if found[0] in kinds]


def test_pdf_says_its_language_title_and_that_it_is_tagged(made):
    opened, _text = made
    assert str(opened.Root.Lang) == "nb"
    assert bool(opened.Root.MarkInfo.Marked)
    assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
    assert str(opened.docinfo["/Title"]).startswith("Personvernerklæring for ")


def test_pdf_names_both_standards_in_its_metadata(made):
    opened, _text = made
    with opened.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
    raw = opened.Root.Metadata.read_bytes()
    assert raw.index(b"pdfaExtension:schemas") < raw.index(b"</rdf:RDF>")
    assert len(opened.Root.OutputIntents) == 1


def test_pdf_headings_begin_with_one_h1_and_skip_no_level(made):
    opened, _text = made
    levels = [int(kind[2]) for kind, _e, _a in elements(opened, "/H1", "/H2", "/H3", "/H4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []


def test_pdf_table_cells_know_their_headers(made):
    opened, _text = made
    tables = elements(opened, "/Table")
    headers = elements(opened, "/TH")
    assert all(header.get("/ID") is not None for _k, header, _a in headers)
    assert {str(h.A.Scope) for _k, h, _a in headers} <= {"/Column", "/Row"}
    assert all(str(h.A.Scope) == "/Column" for _k, h, a in headers if "/THead" in a)
    assert all("/Table" in above for _k, _e, above in headers)
    cells = elements(opened, "/TD")
    assert all(_attribute(cell, "/Headers") is not None for _k, cell, _a in cells)
    # A table that goes on over the page is a table of its own there, without the caption.
    assert len(tables) >= len(elements(opened, "/Caption")) > 0


def _attribute(element, name):
    held = element.get("/A", [])
    for each in held if isinstance(held, pikepdf.Array) else [held]:
        if isinstance(each, pikepdf.Dictionary) and name in each:
            return each[name]
    return None


def test_pdf_links_have_words_and_figures_an_alternative(made):
    opened, _text = made
    links = [a for page in opened.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]
    assert len(links) > 0
    assert [link for link in links if not str(link.get("/Contents", ""))] == []
    assert len(elements(opened, "/Link")) > 0
    figures = elements(opened, "/Figure")
    assert [f for _k, f, _a in figures if not str(f.get("/Alt", ""))] == []


def test_pdf_list_items_lie_in_lists(made):
    opened, _text = made
    items = elements(opened, "/LI")
    assert len(items) > 0
    assert [above for _k, _e, above in items if above[-1] != "/L"] == []


def test_pdf_embeds_every_font(made):
    opened, _text = made
    fonts = {}
    for page in opened.pages:
        fonts |= {str(name): font for name, font in page.Resources.Font.items()}
    described = [font.DescendantFonts[0].FontDescriptor for font in fonts.values()]
    assert len(described) > 0
    assert [d for d in described if "/FontFile2" not in d and "/FontFile3" not in d] == []
    assert {str(d.FontName).split("+")[1].split("-")[0] for d in described} == {"Inter"}


def test_pdf_attaches_the_document_as_its_source(made):
    opened, text = made
    attached = opened.attachments[pdf.ATTACHMENT]
    assert attached.get_file().read_bytes() == text.encode()
    assert json.loads(text)["policy"] == "personvern"
    assert [str(file.AFRelationship) for file in opened.Root.AF] == ["/Source"]
    assert str(opened.Root.AF[0].EF.F.Subtype) == "/application/json"


def test_pdf_has_bookmarks_for_every_section(made):
    opened, _text = made
    with opened.open_outline() as outline:
        top = [item.title for item in outline.root]
        below = [item.title for item in outline.root[0].children]
    assert len(top) == 1
    assert below[:3] == [
        "Kort fortalt",
        "Hvem er ansvarlig?",
        "Hva bruker vi opplysningene til?",
    ]


def test_pdf_foot_tells_page_version_date_and_checksum():
    html = pdf.html(published(register_of("ntc")), "<h1>x</h1>", "ab" * 32)
    assert 'counter(page) " av " counter(pages)' in html
    foot = html[html.index("@bottom-left { content:") :].split('"')[1]
    assert _unescaped(foot) == "Versjon 1 · gjelder fra 22. november 2026 · kontrollsum " + "ab" * 8
    head = html[html.index("@top-left { content:") :].split('"')[1]
    assert _unescaped(head) == "Eksempel · NTC Gave og Profilering AS"


def _unescaped(css: str) -> str:
    parts = css.split("\\")
    return parts[0] + "".join(chr(int(part[:6], 16)) + part[6:] for part in parts[1:])


def test_pdf_of_the_same_document_is_the_same_bytes():
    assert make("finmug")[0] == make("finmug")[0]


def test_pdf_fetches_nothing_but_its_fonts():
    source = '<html lang="nb"><title>x</title><h1>x</h1><img alt="x" src="file:///etc/hostname">'
    file = pdf.finish(pdf.plain(source, "{}", "ab" * 32, made_at=AT))
    with pikepdf.open(io.BytesIO(file)) as opened:
        assert [i for page in opened.pages for i in page.get_images()] == []


def test_pdf_company_name_cannot_break_out_of_the_style():
    register = register_of("finmug").model_copy(
        update={"name": '"} body { display: none } </style>'}
    )
    html = pdf.html(published(register), "<h1>x</h1>", "ab" * 32)
    assert html.count("</style>") == 1
