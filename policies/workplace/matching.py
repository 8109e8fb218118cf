"""From a question to the numbers of the rows in the search index that answer it.

Both engines get the words quoted, so that nothing in them is an operator.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from policies.models import Controller
from policies.models.fields import ItemsField, TermField
from policies.models.history import MODELS
from policies.models.search import Model, code_fields, number_of
from policies.models.searched import KIND_BITS, RECORD_BITS, code
from policies.publishing.article.words import LOCALE
from policies.workplace.words import Asked, Question, forms, tokens_of

_SHORTEST = 3  # letters of a word that a term's name is looked for by
_SQLITE = (
    "SELECT rowid AS id FROM policies_search "
    "WHERE policies_search MATCH %s AND rowid BETWEEN %s AND %s"
)
_POSTGRES = "SELECT id FROM policies_search WHERE words @@ ({asked}) AND id BETWEEN %s AND %s"

Sql = tuple[str, list[Any]]


def first_id(company: Controller, number: int = 0) -> int:
    """Return what the index's numbers for a company, or a kind of its records, begin from."""
    return ((company.pk << KIND_BITS) | number) << RECORD_BITS


def matching(
    company: Controller, asked: Iterable[Asked], model: Model | None = None, *, named: bool = False
) -> Sql:
    """Return the query for the rows that answer all that is asked.

    Of one kind of record with `model`; by what they are called with `named`.
    """
    number = number_of(model) if model else 0
    first = first_id(company, number)
    width = RECORD_BITS if model else RECORD_BITS + KIND_BITS
    between = [first, first + (1 << width) - 1]
    if connection.vendor == "sqlite":
        return _SQLITE, [_fts5(asked, named=named), *between]
    conditions, params = [], []
    for each in asked:
        condition, own = _tsquery(each, named=named)
        conditions.append(condition)
        params += own
    return _POSTGRES.format(asked=" && ".join(conditions)), [*params, *between]


def answering(company: Controller, asked: Question, model: Model) -> RawSQL:
    """Return the records of one kind that answer a question, as a subquery of their numbers."""
    sql, params = matching(company, asked.asked, model)
    record = (1 << RECORD_BITS) - 1
    return RawSQL(f"SELECT id & {record} FROM ({sql}) AS found", params)  # noqa: S608, S611


def _fts5(asked: Iterable[Asked], *, named: bool) -> str:
    every = []
    for each in asked:
        words = forms(each.word) if each.word else [" ".join(p) for p in each.phrases]
        found = [f'"{word}"' for word in words]
        if each.is_begun:
            found.append(f'"{each.word}" *')
        if not named:
            found += codes_for(each)
        every.append(f"({' OR '.join(found)})")
    return f"{'named : ' if named else ''}({' AND '.join(every)})"


def _tsquery(asked: Asked, *, named: bool) -> Sql:
    weight = ":A" if named else ""
    begun = f":{'*' if asked.is_begun else ''}{'A' if named else ''}".rstrip(":")
    if not asked.word:
        found = [" <-> ".join(f"'{word}'{weight}" for word in p) for p in asked.phrases]
        found = [f"({phrase})" for phrase in found]
    else:
        found = [f"'{asked.word}'{begun}"]
    if not named:
        found += codes_for(asked)
    simple = "to_tsquery('pg_catalog.simple', %s)"
    if not asked.word:
        return simple, [" | ".join(found)]
    stemmed = f"({simple} || to_tsquery('pg_catalog.norwegian', %s))"
    return stemmed, [" | ".join(found), f"'{asked.word}'{weight}"]


@lru_cache(maxsize=256)
def codes_for(asked: Asked) -> list[str]:
    """Return the words that stand in the index for terms and countries called so."""
    if asked.word and len(asked.word) < _SHORTEST:
        return []
    return [word for word, tokens in _called() if asked.answers(tokens)]


@cache
def _called() -> list[tuple[str, list[str]]]:
    """Return each term's and country's word in the index, with what people call it."""
    found = []
    for model in MODELS:
        for field in code_fields(model):
            for value, label in names_in(field).items():
                word = code(number_of(model), field.column, value)
                found.append((word, tokens_of(label)))
    return found


@cache
def names_in(field: Any) -> dict[str, str]:
    """Return the terms or countries that a column can hold, each with its name."""
    if isinstance(field, TermField | ItemsField):
        choices: Any = field.vocabulary.choices if isinstance(field, ItemsField) else field.choices
        return {str(value): str(label) for value, label in choices}
    return {c: str(name) for c, name in LOCALE.territories.items() if len(c) == len("NO")}
