"""Values and models agree: the same names, the same words, the same limits."""

import types
import typing
from enum import Enum
from typing import get_args

import pytest
from django.db.models import TextChoices

from policies.document import terms as t
from policies.document.base import KEY_LENGTH, LINE_LENGTH, TEXT_LENGTH
from policies.document.layout import root, tables
from policies.document.schema import Register, SourceDocument, one_line
from policies.models import Controller, Record
from policies.models.fields import TermField

TABLES = (root(), *tables())
VOCABULARIES = [v for v in vars(t).values() if isinstance(v, type) and issubclass(v, TextChoices)]
VOCABULARIES.remove(TextChoices)

by_kind = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.value.kind())


def vocabulary_of(hint: object) -> type[Enum] | None:
    """Return the vocabulary that a field's type names."""
    options = get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    return next((o for o in options if isinstance(o, type) and issubclass(o, Enum)), None)


@by_kind
def test_every_column_is_a_field_of_the_value_by_the_same_name(table):
    bookkeeping = {"id", "controller", "position", table.parent_column.removesuffix("_id")}
    columns = {f.name for f in table.model._meta.fields} - bookkeeping
    links = {f.name for f in table.model._meta.many_to_many}
    below = {child.name for child in table.children}
    assert columns | links | below == set(table.value.model_fields)
    assert {*table.plain, *table.refs} == columns
    assert set(table.links) == links


@by_kind
def test_every_column_of_terms_holds_the_words_of_the_value(table):
    hints = typing.get_type_hints(table.value)
    columns = {f.name: f for f in table.model._meta.fields if isinstance(f, TermField)}
    expected = {name: vocabulary_of(hint) for name, hint in hints.items() if vocabulary_of(hint)}
    assert {name: column.values for name, column in columns.items()} == {
        name: [member.value for member in vocabulary] for name, vocabulary in expected.items()
    }
    assert {name: column.null for name, column in columns.items()} == {
        name: type(None) in get_args(hints[name]) for name in expected
    }


@by_kind
def test_every_text_column_holds_as_much_as_the_value(table):
    limits = {f.name: f.max_length for f in table.model._meta.fields if f.name in table.plain}
    short = {"key": KEY_LENGTH, "sha256": 64}
    allowed = {None, 2, 30, LINE_LENGTH, TEXT_LENGTH}
    assert {limits[name] for name in limits.keys() - short.keys()} <= allowed
    assert {name: limits[name] for name in limits.keys() & short.keys()} == {
        name: size for name, size in short.items() if name in limits
    }


@by_kind
def test_every_record_belongs_to_its_company(table):
    if table is root():
        assert table.model is Controller
        return
    assert issubclass(table.model, Record)
    assert table.model._meta.get_field("controller").related_model is Controller
    assert table.columns[:2] == ["id", "position"]


def test_tables_are_all_models_of_records():
    models = {table.model for table in tables()}
    assert models == {m for m in all_below(Record) if not m._meta.abstract}


def all_below(model: type) -> set[type]:
    """Return every class that inherits from this one."""
    return {*model.__subclasses__(), *(m for c in model.__subclasses__() for m in all_below(c))}


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda v: v.__name__)
def test_every_term_has_a_norwegian_label_of_its_own(vocabulary):
    labels = [str(member.label) for member in vocabulary]
    assert [label for label in labels if not label.strip()] == []
    assert len(set(labels)) == len(labels)
    # What Django writes when nobody has; Datatilsynet is a name.
    unwritten = [m for m in vocabulary if m.label == m.name.replace("_", " ").title()]
    assert unwritten == [m for m in vocabulary if m is t.Authority.DATATILSYNET]
    assert [m.value for m in vocabulary if m.value != m.value.lower() or len(m.value) > 30] == []


def test_kind_and_record_are_written_in_plain_words():
    document = SourceDocument(key="kilde", file="kilde.txt", sha256="0" * 64)
    assert (SourceDocument.kind(), document.record) == ("source-document", "source-document/kilde")
    register = Register(key="flex", name="Flex AS", documents=(document,))
    assert [value.record for value in register.walk()] == [
        "register/flex",
        "source-document/kilde",
    ]


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        (("Storgata 1", "0155", "Oslo"), "Storgata 1, 0155 Oslo"),
        (("", "0155", "Oslo"), "0155 Oslo"),
        (("Storgata 1", "", ""), "Storgata 1"),
        (("", "", "Oslo"), "Oslo"),
        (("", "", ""), ""),
    ],
)
def test_address_is_one_line_of_what_is_known(parts, shown):
    assert one_line(*parts) == shown
    street, postcode, city = parts
    register = Register(key="a", name="A", street=street, postcode=postcode, city=city)
    assert register.address == shown


@pytest.mark.parametrize(
    ("host", "name", "label"),
    [("flex.no", "butikken", "flex.no"), ("", "butikken", "butikken"), ("", "", "")],
)
def test_website_is_called_by_its_address_else_its_name(host, name, label):
    websites = [{"key": "a", "host": host, "name": name}]
    register = Register.model_validate({"key": "a", "name": "A", "websites": websites})
    assert register.websites[0].label == label
