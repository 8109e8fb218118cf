"""The archive PDF: the same article as the page, as PDF/A-3a with PDF/UA metadata.

Built to ISO 19005-3 (PDF/A-3, level A) and ISO 14289-1 (PDF/UA-1); the tests walk what a
program can check. WeasyPrint is loaded when the first PDF is made, not at start, so that a
process that only serves pages stays small.
"""

import atexit
import io
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from policies.document.published import Published
from policies.publishing.article import band
from policies.publishing.article.words import day

if TYPE_CHECKING:
    from pathlib import Path

ATTACHMENT = "personvernerklaering.json"
# ISO 14289-1 names its part in XMP; ISO 19005-3 wants the schema of that name described.
_UA_XMP = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file is built to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


def render(published: Published, article: str, document: str, checksum: str) -> bytes:
    """Return the PDF of an article, with its document (JSON) attached.

    `checksum` is the SHA-256 of `document`; every page's foot shows it.
    """
    source = html(published, article, checksum)
    return finish(plain(source, document, checksum, made_at=published.effective_at))


def html(published: Published, article: str, checksum: str) -> str:
    """Return the whole HTML that the PDF is made from."""
    about = {
        "version": published.version,
        "date": day(published.effective_at),
        "checksum": checksum[:16],
    }
    foot = _("Versjon %(version)d · gjelder fra %(date)s · kontrollsum %(checksum)s") % about
    context = {
        "published": published,
        "article": article,
        "styles": style("pdf.css") + margins(published.company.name, foot, bool(band(published))),
    }
    return render_to_string("policies/pdf.html", context)


def plain(source: str, document: str, checksum: str, *, made_at: datetime) -> bytes:
    """Return what WeasyPrint makes of the HTML: tagged PDF/A-3a with the attachment.

    `made_at` is the attachment's date, so that the same version is the same bytes.
    """
    import weasyprint  # noqa: PLC0415 - loaded when needed, see above

    attachment = weasyprint.Attachment(
        string=document,
        name=ATTACHMENT,
        description=_("Personvernerklæringen som strukturerte data"),
        relationship="Source",
        created=made_at.astimezone(UTC),
        modified=made_at.astimezone(UTC),
    )
    return written(source, bytes.fromhex(checksum)[:16], attachment)


def written(source: str, identifier: bytes, *attachments: Any) -> bytes:
    """Return HTML as tagged PDF/A-3a, in our own typeface and with nothing fetched."""
    import weasyprint  # noqa: PLC0415

    page = weasyprint.HTML(string=source, base_url=str(settings.BASE_DIR), url_fetcher=_fetcher())
    pdf: bytes = page.write_pdf(
        pdf_variant="pdf/a-3a",
        attachments=list(attachments),
        pdf_identifier=identifier,
        font_config=_fonts(),
        stylesheets=[_font_faces()],
    )
    return pdf


def finish(pdf: bytes) -> bytes:
    """Return the PDF with what WeasyPrint leaves out: PDF/UA metadata, headers' scope."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if "/AF" in opened.Root:
            opened.Root.AF = pikepdf.Array(_once(opened.Root.AF))
        complete(opened)
        out = io.BytesIO()
        opened.save(out, deterministic_id=True)
    return out.getvalue()


def complete(opened: pikepdf.Pdf) -> None:
    """Give an open PDF of WeasyPrint's what it leaves out."""
    metadata = opened.Root.Metadata.read_bytes().decode()
    opened.Root.Metadata.write(metadata.replace("</rdf:RDF>", _UA_XMP, 1).encode())
    opened.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    tell_scope(opened)


def tell_scope(opened: pikepdf.Pdf) -> None:
    """Say of each header of a table whether it heads a column or a row."""
    _scope(opened.Root.StructTreeRoot, in_head=False)


def _once(files: Any) -> list[Any]:
    """Return each attached file once; WeasyPrint lists it twice."""
    return list({file.objgen: file for file in files}.values())


def _scope(element: Any, *, in_head: bool) -> None:
    """Say of each table header whether it heads a column or a row."""
    kind = str(element.get("/S", ""))
    if kind == "/TH":
        scope = pikepdf.Name.Column if in_head else pikepdf.Name.Row
        element.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=scope)
    kids = element.get("/K")
    if kids is None:
        return
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            _scope(kid, in_head=in_head or kind == "/THead")


@cache
def style(name: str) -> str:
    """Return a stylesheet of ours, to be put into a PDF."""
    return (settings.BASE_DIR / "static" / "css" / name).read_text()


def margins(company: str, foot: str, example: bool = False) -> str:  # noqa: FBT001, FBT002
    """Return the texts of the page margins as CSS."""
    head = f"{_('Eksempel')} · {company}" if example else company
    page = f'"{_("Side")} " counter(page) " {_("av")} " counter(pages)'
    return (
        f"@page {{ @top-left {{ content: {quoted(head)} }} "
        f"@bottom-left {{ content: {quoted(foot)} }} @bottom-right {{ content: {page} }} }}"
    )


def quoted(text: str) -> str:
    """Return the text as a CSS string; anything but letters and digits is escaped."""
    return '"' + "".join(c if c.isalnum() else f"\\{ord(c):06x}" for c in text) + '"'


_FACES = ("400-normal", "400-italic", "600-normal", "700-normal")
_RANGES = {
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, "
    "U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD",
    "latin-ext": "U+0100-02BA, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB, U+20AD-20C0, U+2C60-2C7F",
}


@cache
def _font_uris() -> dict[str, tuple[str, str]]:
    """Return the only addresses that may be opened, with their face and subset."""
    folder: Path = settings.PDF_FONTS_DIR
    return {
        (folder / f"inter-{subset}-{face}.woff2").as_uri(): (face, subset)
        for face in _FACES
        for subset in _RANGES
    }


@cache
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    # It takes its fonts away with it, while what it needs for that is still there.
    atexit.register(_font_faces.cache_clear)
    atexit.register(_fonts.cache_clear)
    return FontConfiguration()


@cache
def _font_faces() -> Any:
    """Return Inter from npm's files, so that every machine makes the same pages."""
    from weasyprint import CSS  # noqa: PLC0415

    rules = []
    for file, (face, subset) in _font_uris().items():
        weight, style = face.split("-")
        rules.append(
            f"@font-face {{ font-family: Inter; font-weight: {weight}; font-style: {style}; "
            f"src: url({file}); unicode-range: {_RANGES[subset]} }}"
        )
    return CSS(string="\n".join(rules), font_config=_fonts(), url_fetcher=_fetcher())


@cache
def _fetcher() -> Any:
    """Return a fetcher that opens the font files and no other, whatever a text holds."""
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    class FontsOnly(URLFetcher):  # type: ignore[misc] # weasyprint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            # A picture that lies in the page itself is fetched from nowhere.
            if url not in _font_uris() and not url.startswith("data:image/svg+xml;base64,"):
                message = f"not a font of ours: {url}"
                raise ValueError(message)
            return super().fetch(url, headers)

    return FontsOnly()
