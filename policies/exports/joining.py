"""Several tagged PDFs as one, with one tree of tags, one outline and one numbering.

WeasyPrint holds a whole document in memory: a register of thousands is rendered in parts.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf


def joined(first: bytes, others: Iterable[bytes]) -> pikepdf.Pdf:
    """Return the pages of all parts after each other, with the tags of all of them.

    Metadata, language and colours are those of the first; each must be tagged.
    """
    whole = pikepdf.open(io.BytesIO(first))
    root = whole.Root.StructTreeRoot
    document = _documents(root)[0]
    tags, numbers = list(_adopted(root, document)), list(_renumbered(root, 0))
    for number, content in enumerate(others, 1):
        with pikepdf.open(io.BytesIO(content)) as part:
            before, offset = len(whole.pages), len(numbers) // 2
            whole.pages.extend(part.pages)  # before the tags, which point at them
            tree = whole.copy_foreign(part.Root.StructTreeRoot)
            tags.extend(_adopted(tree, document))
            numbers.extend(_renumbered(tree, offset))
            for page in list(whole.pages)[before:]:
                _shift(page, offset)
            _tell_apart(tree.K, f"d{number}-".encode())
    document.K = pikepdf.Array(tags)
    root.ParentTree = pikepdf.Dictionary(Nums=pikepdf.Array(numbers))
    root.ParentTreeNextKey = len(numbers) // 2
    return whole


def _documents(tree: Any) -> list[Any]:
    return list(tree.K) if isinstance(tree.K, pikepdf.Array) else [tree.K]


def _kids(element: Any) -> list[Any]:
    held = element.get("/K")
    if held is None:
        return []
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def _adopted(tree: Any, above: Any) -> Iterator[Any]:
    """Yield the tags of a part's documents, now below the one document."""
    for document in _documents(tree):
        for kid in _kids(document):
            kid.P = above
            yield kid


def _renumbered(tree: Any, offset: int) -> Iterator[Any]:
    """Yield the tree's way from pages to tags, with numbers after those that are taken."""
    held = list(tree.ParentTree.Nums)
    for number, tags in zip(held[::2], held[1::2], strict=True):
        yield int(number) + offset
        yield tags


def _shift(page: Any, offset: int) -> None:
    page.obj.StructParents = int(page.obj.StructParents) + offset
    for annotation in page.obj.get("/Annots", ()):
        if "/StructParent" in annotation:
            annotation.StructParent = int(annotation.StructParent) + offset


def _tell_apart(kids: Any, prefix: bytes) -> None:
    """Give the headers of tables names that no other part has, also where cells name them."""
    waiting = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    while waiting:
        element = waiting.pop()
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            continue
        if "/ID" in element:
            element.ID = pikepdf.String(prefix + bytes(element.ID))
        for attributes in _attributes(element):
            if "/Headers" in attributes:
                named = [pikepdf.String(prefix + bytes(each)) for each in attributes.Headers]
                attributes.Headers = pikepdf.Array(named)
        waiting.extend(_kids(element))


def _attributes(element: Any) -> list[Any]:
    held = element.get("/A")
    found = list(held) if isinstance(held, pikepdf.Array) else [held]
    return [each for each in found if isinstance(each, pikepdf.Dictionary)]
