"""One search over the whole register of a company: by name, content, recipient, law reference.

A page takes one query for each kind of record on it, and a few that find them, however many
there are.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.text import capfirst

from policies.models import (
    Controller,
    Cookie,
    Disclosure,
    ProcessingActivity,
    Recipient,
    RetentionRule,
    System,
)
from policies.models.history import MODELS
from policies.models.search import Model, number_of
from policies.models.searched import KIND_MASK, RECORD_BITS
from policies.workplace.found import Hit, hits_of
from policies.workplace.matching import Sql, first_id, matching
from policies.workplace.words import Question

PAGE = 50
KINDS: dict[int, Model] = {
    number_of(model): model for model in sorted(MODELS, key=number_of)
}  # in the order of the menu
_BY_NAME, _BY_CONTENT, _BY_RECIPIENT = 0, 1, 2
_MOST_RECIPIENTS = 20  # more of one name isn't a question about one
_KIND = f"((id >> {RECORD_BITS}) & {KIND_MASK})"
# What names a recipient, and the column that does; the activities are those its disclosures name.
_CONCERNED = "SELECT id, {column} AS recipient FROM {table} WHERE {column} IN ({ids})"
_COLUMNS: dict[Model, str] = {
    Disclosure: "recipient_id",
    System: "supplier_id",
    Cookie: "provider_id",
    RetentionRule: "recipient_id",
}
_ACTIVITIES = (
    "SELECT named.processingactivity_id AS id, held.recipient_id AS recipient "
    "FROM policies_disclosure held JOIN policies_disclosure_activities named "
    "ON named.disclosure_id = held.id WHERE held.recipient_id IN ({ids})"
)


@dataclass(frozen=True)
class Kind:
    """A kind of record with hits, and how many."""

    model: Model
    count: int

    @property
    def name(self) -> str:
        """Return what the kind is called in addresses."""
        return str(self.model._meta.model_name)

    @property
    def label(self) -> str:
        """Return what the records are called together."""
        return capfirst(str(self.model._meta.verbose_name_plural))


@dataclass(frozen=True)
class Results:
    """A page of hits, by kind, and how many there are in all."""

    question: Question
    kinds: tuple[Kind, ...]
    groups: tuple[tuple[Kind, tuple[Hit, ...]], ...]
    has_more: bool

    @property
    def count(self) -> int:
        """Return how many hits there are, of all kinds."""
        return sum(kind.count for kind in self.kinds)


def search(
    company: Controller,
    asked: Question,
    models: Collection[Model],
    kind: Model | None = None,
    page: int = 1,
) -> Results:
    """Return what answers a question in a company's register, of the kinds that may be seen."""
    if not asked.asked:
        return Results(asked, (), (), has_more=False)
    recipients = _recipients(company, asked) if Recipient in models else []
    counted = {
        number: count
        for number, count in _rows(_counting(company, asked, recipients))
        if KINDS.get(number) in models
    }
    kinds = tuple(Kind(model, counted[n]) for n, model in KINDS.items() if n in counted)
    wanted = [each for each in kinds if kind in {None, each.model}]
    start = (page - 1) * PAGE
    found: Sequence[Any] = ()
    if start < sum(each.count for each in wanted):
        chosen = [number_of(each.model) for each in wanted]
        found = _rows(_page(company, asked, recipients, chosen, start))
    hits = hits_of(company, [_ref(*row) for row in found[:PAGE]], asked.asked)
    grouped = defaultdict(list)
    for hit in hits:
        grouped[hit.model].append(hit)
    groups = tuple((each, tuple(grouped[each.model])) for each in kinds if each.model in grouped)
    return Results(asked, kinds, groups, has_more=len(found) > PAGE)


def _ref(number: int, rank: int, recipient: int) -> tuple[Model, int, int | None]:
    """Return a hit's kind and record, and the recipient it concerns when that is why."""
    model, record = KINDS[(number >> RECORD_BITS) & KIND_MASK], number & ((1 << RECORD_BITS) - 1)
    return model, record, recipient if rank == _BY_RECIPIENT else None


def _recipients(company: Controller, asked: Question) -> list[int]:
    """Return the recipients of that name; none when many are called so."""
    sql, params = matching(company, asked.asked, Recipient, named=True)
    rows = _rows((f"{sql} LIMIT {_MOST_RECIPIENTS + 1}", params))
    found = [number & ((1 << RECORD_BITS) - 1) for (number,) in rows]
    return found if len(found) <= _MOST_RECIPIENTS else []


def _concerned(company: Controller, recipients: list[int]) -> str:
    """Return the part of a query that finds what concerns these recipients."""
    ids = ", ".join(str(int(pk)) for pk in recipients)
    parts = {
        model: _CONCERNED.format(column=column, table=model._meta.db_table, ids=ids)
        for model, column in _COLUMNS.items()
    }
    parts[ProcessingActivity] = _ACTIVITIES.format(ids=ids)
    return "".join(
        f" UNION ALL SELECT concerned.id + {first_id(company, number_of(model))}, "  # noqa: S608
        f"{_BY_RECIPIENT}, recipient FROM ({sql}) AS concerned"
        for model, sql in parts.items()
    )


def _counting(company: Controller, asked: Question, recipients: list[int]) -> Sql:
    sql, params = matching(company, asked.asked)
    if recipients:
        concerned = _concerned(company, recipients)
        every = f"SELECT id, 1, 0 AS recipient FROM ({sql}) AS found{concerned}"  # noqa: S608
        sql = f"SELECT DISTINCT id FROM ({every}) AS every"  # noqa: S608
    return f"SELECT {_KIND} AS kind, count(*) FROM ({sql}) AS counted GROUP BY 1", params  # noqa: S608


def _page(
    company: Controller, asked: Question, recipients: list[int], numbers: list[int], start: int
) -> Sql:
    """Return the query for one page: by kind, what is called so first, then as they stand."""
    only = KINDS[numbers[0]] if len(numbers) == 1 else None
    sql, params = matching(company, asked.asked, only)
    named, named_params = matching(company, asked.asked, only, named=True)
    every = (
        f"SELECT id, {_BY_CONTENT} AS hit, 0 AS recipient FROM ({sql}) AS found "  # noqa: S608
        f"UNION ALL SELECT id, {_BY_NAME}, 0 FROM ({named}) AS named"
    )
    if recipients:
        every += _concerned(company, recipients)
    kinds = ", ".join(str(number) for number in numbers)
    page = (
        f"SELECT id, min(hit), max(recipient) FROM ({every}) AS every "  # noqa: S608
        f"WHERE {_KIND} IN ({kinds}) GROUP BY id "
        f"ORDER BY {_KIND}, min(hit), id LIMIT {PAGE + 1} OFFSET {start}"
    )
    return page, [*params, *named_params]


def _rows(query: Sql) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(*query)
        return list(cursor.fetchall())
