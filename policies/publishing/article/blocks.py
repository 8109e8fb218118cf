"""What an article is made of: sections of paragraphs, lists and tables, all plain values.

Each block carries the address of the record that it speaks of (`record`), so that a
sentence on the page leads back to the register.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Run:
    """A piece of running text: plain, a link, strong, or a reference to the law."""

    text: str
    href: str = ""
    kind: str = ""
    record: str = ""


@dataclass(frozen=True)
class Para:
    """A paragraph, or one item of a list."""

    runs: tuple[Run, ...]
    record: str = ""
    kind: str = ""
    type: str = "para"


@dataclass(frozen=True)
class Bullets:
    """A list, after the sentence that leads into it."""

    items: tuple[Para, ...]
    intro: Para | None = None
    type: str = "bullets"


@dataclass(frozen=True)
class Row:
    """A row of a table: one paragraph a cell, the first one its heading."""

    cells: tuple[tuple[Para, ...], ...]
    record: str = ""


@dataclass(frozen=True)
class Table:
    """A table; on a narrow screen each row becomes a card.

    The caption of a quiet one is for those who can't see that its heading says it.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    quiet: bool = False
    type: str = "table"

    @property
    def labelled(self) -> list[tuple[Row, list[tuple[str, tuple[Para, ...]]]]]:
        """Return each row with its cells beside their column's name."""
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]


@dataclass(frozen=True)
class Group:
    """A part of a section under its own heading (h3); `frame` sets it apart."""

    id: str
    title: str
    blocks: "tuple[Block, ...]"
    record: str = ""
    kind: str = ""
    type: str = "group"


Block = Para | Bullets | Table | Group


@dataclass(frozen=True)
class Section:
    """A section under a heading (h2) with a stable Norwegian anchor."""

    id: str
    title: str
    blocks: tuple[Block, ...] = field(default=())
    kind: str = ""


def para(*parts: str | Run, record: str = "", kind: str = "") -> Para:
    """Return a paragraph of texts and runs."""
    runs = tuple(Run(part) if isinstance(part, str) else part for part in parts if part)
    return Para(runs, record, kind)


def fact(label: str, *parts: str | Run, record: str = "") -> Para:
    """Return «**Label:** text»."""
    return para(strong(f"{label}:"), " ", *parts, record=record, kind="fact")


def strong(text: str) -> Run:
    """Return text that stands out."""
    return Run(text, kind="strong")


def law(text: str) -> Run:
    """Return a reference to the law, in small type."""
    return Run(text, kind="law")


def link(text: str, href: str) -> Run:
    """Return a link."""
    return Run(text, href=href)


def mail(address: str) -> Run:
    """Return a link that writes to the address."""
    return Run(address, href=f"mailto:{address}")


def bullets(*items: Para, intro: Para | None = None) -> Bullets:
    """Return a list."""
    return Bullets(tuple(items), intro)
