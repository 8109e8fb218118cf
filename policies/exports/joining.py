"""Several tagged PDFs as one, with one tree of tags, one outline and one numbering.

WeasyPrint holds a whole document in memory, and so does pikepdf when it saves one: the tags of
thousands of rows are more than a million objects. So each part is opened by itself, made to fit,
and its objects are written on with new numbers (ISO 32000-1, 7.5.7 and 7.5.8); only where they
lie is remembered.
"""

import io
import re
import zlib
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_CATALOG, _PAGES, _TREE, _DOCUMENT, _NUMBERS = range(1, 6)
_TOGETHER = 200  # objects that are compressed as one
# A text or a name is left alone; a reference gets its new number, `/Page-12` that of a page.
_TOKEN = re.compile(
    rb"\((?:\\.|[^\\()])*\)|<[0-9a-fA-F]*>|/Page-(\d+)(?!\d)|/[^\s/<>\[\]()]*|(\d+) \d+ R(?![a-z])",
    re.DOTALL,
)


def page_name(number: int) -> pikepdf.Name:
    """Return what stands for a page of the whole, counted from 1, in the last part."""
    return pikepdf.Name(f"/Page-{number}")


@dataclass
class Joining:
    """A PDF being written, part by part; the part that comes first in it is added last."""

    out: io.BytesIO = field(default_factory=io.BytesIO)
    pages: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    numbered: list[int] = field(default_factory=list)  # from page or link to its tags
    _places: "array[int]" = field(default_factory=lambda: array("Q", [0] * (_NUMBERS + 1)))
    _within: "array[int]" = field(default_factory=lambda: array("H", [0] * (_NUMBERS + 1)))
    _waiting: list[tuple[int, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin the file."""
        self.out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, part: pikepdf.Pdf) -> None:
        """Write the pages and tags of a part after those that are there."""
        self._write(part, prefix=f"d{len(self.tags)}-".encode())

    def finish(self, first: pikepdf.Pdf, identifier: bytes) -> bytes:
        """Write the part that comes first, whose catalogue is that of the whole; return it all."""
        pages, tags = self.pages, self.tags
        self.pages, self.tags = [], []
        write = self._write(first, prefix=b"", after=pages)
        self.pages += pages
        self.tags += tags
        kids = b" ".join(b"%d 0 R" % number for number in self.pages)
        self._put(_PAGES, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(self.pages)))
        above = {"/Pages": _PAGES, "/StructTreeRoot": _TREE}
        for name in [name for name in above if name in first.Root]:
            del first.Root[name]
        catalogue = write(first.Root)
        led = b"".join(b"%s %d 0 R" % (name.encode(), to) for name, to in above.items())
        self._put(_CATALOG, catalogue.removesuffix(b">>").rstrip() + b" " + led + b" >>")
        self._tree()
        return self._end(b"%d 0 R" % self._new(write(first.trailer.Info)), identifier)

    def _tree(self) -> None:
        """Write the top of the tags, and the way from pages to them."""
        kids = b" ".join(b"%d 0 R" % number for number in self.tags)
        document = b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (_TREE, kids)
        self._put(_DOCUMENT, document)
        found = b" ".join(b"%d %d 0 R" % pair for pair in enumerate(self.numbered))
        self._put(_NUMBERS, b"<</Nums[%s]>>" % found)
        about = (_DOCUMENT, _NUMBERS, len(self.numbered))
        tree = b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>"
        self._put(_TREE, tree % about)

    def _write(
        self, part: pikepdf.Pdf, prefix: bytes, after: list[int] | None = None
    ) -> Callable[[Any], bytes]:
        """Write a part's objects, and return what tells an object in the file's own numbers."""
        base, tree = len(self._places) - 1, part.Root.StructTreeRoot
        documents = _listed(tree.K)
        known = {tree.objgen[0]: _TREE, part.Root.Pages.objgen[0]: _PAGES}
        known |= {document.objgen[0]: _DOCUMENT for document in documents}
        skipped = known.keys() | _of_the_file(part)
        objects = list(part.objects)
        self._places.extend([0] * len(objects))
        self._within.extend([0] * len(objects))
        mine = [base + page.obj.objgen[0] for page in part.pages]
        all_pages = [*mine, *(after or ())]

        def renumbered(token: re.Match[bytes]) -> bytes:
            page, number = token.groups()
            if page:
                return b"%d 0 R" % all_pages[int(page) - 1]
            if number:
                return b"%d 0 R" % known.get(int(number), base + int(number))
            return token[0]

        def written(value: Any) -> bytes:
            return _TOKEN.sub(renumbered, value.unparse(resolved=True))

        _fitted(part, tree, len(self.numbered), prefix)
        for value in objects:
            number = value.objgen[0]
            if number not in skipped and not _is_packing(value):
                self._put_one(base + number, value, written)
        self.pages += mine
        self.tags += [base + kid.objgen[0] for each in documents for kid in _listed(each.K)]
        for tags in list(tree.ParentTree.Nums)[1::2]:
            is_own = tags.is_indirect
            self.numbered.append(base + tags.objgen[0] if is_own else self._new(written(tags)))
        return written

    def _put_one(self, number: int, value: Any, written: Callable[[Any], bytes]) -> None:
        if not isinstance(value, pikepdf.Stream):
            self._put(number, written(value))
            return
        content = value.read_raw_bytes()
        self._places[number] = self.out.tell()
        head = b"%d 0 obj\n%s\nstream\n" % (number, written(value.stream_dict))
        self.out.write(head + content + b"\nendstream\nendobj\n")

    def _new(self, text: bytes) -> int:
        """Write an object that has no number yet, and return it."""
        self._places.append(0)
        self._within.append(0)
        self._put(len(self._places) - 1, text)
        return len(self._places) - 1

    def _put(self, number: int, text: bytes) -> None:
        self._waiting.append((number, text))
        if len(self._waiting) >= _TOGETHER:
            self._pack()

    def _pack(self) -> None:
        """Write the objects that wait, compressed together."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        self._places.append(self.out.tell())
        self._within.append(0)
        pack = len(self._places) - 1
        heads, at = [], 0
        for place, (number, text) in enumerate(waiting):
            heads.append(b"%d %d" % (number, at))
            at += len(text) + 1
            self._places[number], self._within[number] = pack, place + 1
        head = b" ".join(heads) + b"\n"
        body = zlib.compress(head + b"\n".join(text for _number, text in waiting))
        about = (pack, len(waiting), len(head), len(body))
        text = b"%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n"
        self.out.write(text % about + body + b"\nendstream\nendobj\n")

    def _end(self, info: bytes, identifier: bytes) -> bytes:
        """Write where everything lies, and return the file."""
        self._pack()
        begun, number = self.out.tell(), len(self._places)
        self._places.append(begun)
        self._within.append(0)
        rows = bytearray()
        for place, within in zip(self._places, self._within, strict=True):
            kind = 2 if within else 1 if place else 0
            rows += kind.to_bytes(1, "big") + place.to_bytes(5, "big")
            rows += (within - 1 if within else 0).to_bytes(2, "big")
        body = zlib.compress(bytes(rows))
        told = identifier.hex().encode()
        head = (
            b"%d 0 obj\n<</Type/XRef/Size %d/W[1 5 2]/Root %d 0 R/Info %s/ID[<%s><%s>]"
            b"/Filter/FlateDecode/Length %d>>\nstream\n"
        ) % (number, number + 1, _CATALOG, info, told, told, len(body))
        self.out.write(head + body + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % begun)
        return self.out.getvalue()


def _fitted(part: pikepdf.Pdf, tree: Any, offset: int, prefix: bytes) -> None:
    """Give a part's pages and headers numbers and names that no other part has."""
    for page in part.pages:
        page.obj.StructParents = int(page.obj.StructParents) + offset
        for annotation in page.obj.get("/Annots", ()):
            if "/StructParent" in annotation:
                annotation.StructParent = int(annotation.StructParent) + offset
    waiting = _listed(tree.K)
    while waiting:
        element = waiting.pop()
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            continue
        if prefix and "/ID" in element:
            element.ID = pikepdf.String(prefix + bytes(element.ID))
        for attributes in _listed(element.get("/A")) if prefix else ():
            if "/Headers" in attributes:
                named = [pikepdf.String(prefix + bytes(each)) for each in attributes.Headers]
                attributes.Headers = pikepdf.Array(named)
        waiting.extend(_listed(element.get("/K")))


def _listed(held: Any) -> list[Any]:
    if held is None:
        return []
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def _is_packing(value: Any) -> bool:
    """Tell whether an object only says how a file was packed."""
    packed = {"/ObjStm", "/XRef"}
    return isinstance(value, pikepdf.Stream) and str(value.get("/Type", "")) in packed


def _of_the_file(part: pikepdf.Pdf) -> set[int]:
    """Return the objects that say something of a file, not of its pages."""
    held = [part.Root, part.Root.StructTreeRoot.ParentTree, part.trailer.get("/Info")]
    return {each.objgen[0] for each in held if each is not None and each.is_indirect}
