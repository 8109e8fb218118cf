"""What the search index holds of each kind of record (docs/decisions/0009).

A column is searched by being declared: text as it stands, terms and countries by a word for
each. A new column changes the constraint, and makemigrations writes the migration.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django_countries.fields import CountryField

from policies.document import terms as t
from policies.models.fields import ItemsField, TermField
from policies.models.searched import Searched

Model = type[models.Model]

# The kinds in the order of the menu. A number stays with its kind: rows of the index carry it.
NUMBERS = {
    "controller": 1,
    "party": 2,
    "securitymeasure": 3,
    "assertion": 4,
    "sourcedocument": 5,
    "processingactivity": 10,
    "purpose": 11,
    "datause": 12,
    "datasource": 13,
    "retentionrule": 14,
    "term": 15,
    "recipient": 20,
    "disclosure": 21,
    "disclosurecondition": 22,
    "system": 23,
    "website": 30,
    "cookie": 31,
    "policy": 40,
    "rightstatement": 41,
}
# What a record is called by; a hit here comes before one in its other text.
_NAMES = {"name", "other_names", "text", "title", "host", "file", "items", "why", "criterion"}
# Answers and sorts that say nothing of what a record is about.
_UNTOLD = (t.Answer, t.CookieUse, t.TermKind, t.RecipientKind, t.Polarity, t.Standing, t.Language)
_UNTOLD_VALUES = [sorted(vocabulary.values) for vocabulary in (*_UNTOLD, t.Origin)]


def number_of(model: Model) -> int:
    """Return the number that stands for a kind of record in the index."""
    return NUMBERS[str(model._meta.model_name)]


def text_fields(model: Model) -> list[Any]:
    """Return the fields whose text is searched."""
    return [f for f in model._meta.concrete_fields if f.editable and _is_text(f)]


def code_fields(model: Model) -> list[Any]:
    """Return the fields that are searched by what their terms and countries are called."""
    return [f for f in model._meta.concrete_fields if f.editable and _is_code(f)]


def _is_text(field: Any) -> bool:
    if isinstance(field, ItemsField):
        return field.vocabulary is None
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and not isinstance(field, TermField | CountryField)


def _is_code(field: Any) -> bool:
    if isinstance(field, ItemsField):
        return field.vocabulary is not None
    if isinstance(field, TermField):
        return sorted(field.values) not in _UNTOLD_VALUES
    return isinstance(field, CountryField)


def keep_searched(kept: Iterable[Model]) -> None:
    """Keep these kinds of record in the search index."""
    for model in kept:
        every: list[str] = [field.column for field in text_fields(model)]
        names = [column for column in every if column in _NAMES]
        codes = code_fields(model)
        constraint = Searched(
            name=f"{model._meta.model_name}_searched",
            number=number_of(model),
            company="controller_id" if hasattr(model, "controller") else "id",
            named=names,
            content=[column for column in every if column not in names],
            codes=[str(field.column) for field in codes],
            lists=[
                str(field.column)
                for field in (*text_fields(model), *codes)
                if isinstance(field, ItemsField)
            ],
        )
        model._meta.constraints = [*model._meta.constraints, constraint]
