"""What a record is made of before it is a file: sheets of columns and rows, all plain values."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from policies.document import terms as t

Cell = tuple[str, ...]  # each text is a line; none when there is nothing to say


class Variant(StrEnum):
    """How much is told."""

    MANDATORY = "pliktig"
    WHOLE = "alt"


class Scope(StrEnum):
    """Which activities are told of."""

    APPROVED = "i-bruk"
    EVERY = "alle"


@dataclass(frozen=True)
class Choice:
    """What somebody asked for: how much, of which activities."""

    variant: Variant = Variant.WHOLE
    scope: Scope = Scope.APPROVED

    def covers(self, status: str) -> bool:
        """Tell whether an activity with this status is told of."""
        return self.scope == Scope.EVERY or status == t.ActivityStatus.ACTIVE


@dataclass(frozen=True)
class Column:
    """A column: its heading, and the letter of art. 30 that demands it, empty when none does.

    `only` says when it does, in the article's own words. What names a row is in every variant. What
    is the same in every row is said above the table on paper; `is_once` also when there is one row.
    """

    id: str
    title: str
    law: str = ""
    only: str = ""
    is_key: bool = False
    is_once: bool = False
    width: int = 26

    @property
    def is_mandatory(self) -> bool:
        """Tell whether art. 30 demands it."""
        return bool(self.law)

    @property
    def demand(self) -> str:
        """Return what demands it, and when."""
        return ", ".join(filter(None, (self.law, self.only)))


@dataclass(frozen=True)
class Row:
    """A row, the record that it tells of, and what it can be found by on the page."""

    record: str
    cells: tuple[Cell, ...]
    status: str = ""
    role: str = ""
    owner: str = ""
    laws: Cell = ()


@dataclass(frozen=True)
class Sheet:
    """A table of a record."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    intro: str = ""
    empty: str = ""

    def of(self, variant: Variant) -> "Sheet":
        """Return the sheet with what a variant tells alone."""
        if variant == Variant.WHOLE:
            return self
        return self.keeping([c.is_key or c.is_mandatory for c in self.columns])

    def keeping(self, kept: Iterable[bool]) -> "Sheet":
        """Return the sheet with some of its columns."""
        places = [place for place, is_kept in enumerate(kept) if is_kept]
        if len(places) == len(self.columns):
            return self
        columns = tuple(self.columns[place] for place in places)
        rows = tuple(replace(r, cells=tuple(r.cells[p] for p in places)) for r in self.rows)
        return replace(self, columns=columns, rows=rows)


@dataclass(frozen=True)
class Fact:
    """A line above the tables: what it is about, and what is known."""

    label: str
    text: Cell


class NoSuchSheetError(Exception):
    """The record has no sheet with this id."""


@dataclass(frozen=True)
class Protokoll:
    """The record of processing activities (art. 30) of one company on one day."""

    company: str
    name: str
    day: date
    choice: Choice
    note: str  # that the company has not made the record itself, or nothing
    facts: tuple[Fact, ...]
    sheets: tuple[Sheet, ...] = field(default=())

    def sheet(self, name: str) -> Sheet:
        """Return the sheet with this id. Raises NoSuchSheetError when the variant leaves it out."""
        for sheet in self.sheets:
            if sheet.id == name:
                return sheet
        raise NoSuchSheetError(name)

    @property
    def size(self) -> int:
        """Return how many rows it has in all."""
        return sum(len(sheet.rows) for sheet in self.sheets)


def said_once(sheet: Sheet) -> tuple[Sheet, tuple[Fact, ...]]:
    """Return the sheet without the columns that are alike in all rows, and what those say.

    Of a column without a word nothing is said, unless art. 30 demands it.
    """
    alike, facts = [], []
    for place, column in enumerate(sheet.columns):
        texts = {row.cells[place] for row in sheet.rows}
        is_alike = len(texts) == 1 and (column.is_once or len(sheet.rows) > 1)
        alike.append(is_alike and not column.is_key)
        if not alike[-1]:
            continue
        named = f"{column.title} ({column.demand})" if column.law else column.title
        if text := texts.pop():
            facts.append(Fact(named, text))
        elif column.is_mandatory:
            facts.append(Fact(named, (_("ikke aktuelt"),)))
    return sheet.keeping([not each for each in alike]), tuple(facts)


def unknown() -> str:
    """Return what stands where the company hasn't said."""
    return _("ikke avklart")


def none() -> str:
    """Return what stands where it is known that there is none."""
    return _("ingen")


def known(*texts: object) -> Cell:
    """Return the texts that there are, or that it isn't stated."""
    found = tuple(str(text) for text in texts if text not in {None, ""})
    return found or (unknown(),)


def given(*texts: object) -> Cell:
    """Return the texts that there are; nothing when there are none, for what may be silent."""
    return tuple(str(text) for text in texts if text not in {None, ""})


def word(term: TextChoices | None) -> str:
    """Return a term in words, or that it isn't stated."""
    return str(term.label) if term is not None else unknown()


def on(day: date | None) -> str:
    """Return a date as tables have it, empty when there is none."""
    return f"{day:%d.%m.%Y}" if day else ""


def first_upper(text: str) -> str:
    """Return the text with a large first letter."""
    return text[:1].upper() + text[1:]
