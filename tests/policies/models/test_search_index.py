"""The search index holds what the tables hold, whoever writes them, on both engines."""

import re

import pytest
from django.db import connection, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.document.load import load
from policies.models import (
    Controller,
    DataUse,
    ProcessingActivity,
    Purpose,
    Recipient,
    Term,
)
from policies.models.history import MODELS
from policies.models.search import NUMBERS, code_fields, number_of, text_fields
from policies.models.searched import KIND_BITS, KIND_MASK, RECORD_BITS, Searched, code
from privacyhub.admin import MENU
from tests.conftest import register_of
from tests.policies.models.factories import make, make_company
from tests.strategies import registers

FAST = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
CONSTRAINT = next(c for c in Purpose._meta.constraints if isinstance(c, Searched))


def index_id(record) -> int:
    company = record.pk if isinstance(record, Controller) else record.controller_id
    number = number_of(type(record))
    return (((company << KIND_BITS) | number) << RECORD_BITS) | record.pk


def indexed() -> dict[int, str]:
    """Return the rows of the index: their numbers, and their words."""
    is_sqlite = connection.vendor == "sqlite"
    columns = "rowid, named, content, codes" if is_sqlite else "id, words"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM policies_search")  # noqa: S608
        return {number: " ".join(words) for number, *words in cursor.fetchall()}


def words_of(record) -> set[str]:
    """Return the words that the index must hold of a record, read from the record itself."""
    texts = []
    for field in text_fields(type(record)):
        held = getattr(record, field.name)
        texts += held if isinstance(held, list) else [held]
    words = set(re.findall(r"[a-z0-9]+", " ".join(texts).lower()))
    for field in code_fields(type(record)):
        held = getattr(record, field.attname)
        values = held if isinstance(held, list) else [held]
        words |= {code(number_of(type(record)), field.column, str(v)) for v in values if v}
    return words


def records() -> dict[int, set[str]]:
    return {index_id(r): words_of(r) for model in MODELS for r in model._default_manager.all()}


def missing() -> list[tuple[int, set[str]]]:
    """Return the records whose words aren't in the index; the rows must be the same."""
    rows, held = indexed(), records()
    assert rows.keys() == held.keys()
    # Part by part: engines differ on what makes one word of rare signs.
    gone = {n: {w for w in words if w not in rows[n].lower()} for n, words in held.items()}
    return [(n, words) for n, words in gone.items() if words]


def test_every_kind_has_a_number_of_its_own_in_the_order_of_the_menu():
    menu = [name.lower() for _group, names in MENU for name in names]
    in_menu = [name for name in menu if name in NUMBERS]
    ours = [name for name in NUMBERS if name in menu]
    assert (ours, sorted(NUMBERS.values())) == (in_menu, list(NUMBERS.values()))
    assert set(NUMBERS) == {model._meta.model_name for model in MODELS}
    assert len(set(NUMBERS.values())) == len(NUMBERS)
    assert 0 < max(NUMBERS.values()) <= KIND_MASK


def test_terms_are_written_with_letters_numbers_and_hyphens_alone():
    odd = [
        value
        for model in MODELS
        for field in code_fields(model)
        for value in getattr(field, "values", ())
        if not re.fullmatch(r"[a-z0-9-]+", value)
    ]
    assert odd == []


@pytest.mark.django_db
@FAST
@given(first=registers(), second=registers())
def test_index_follows_every_load(first, second):
    load(first)
    assert missing() == []
    load(second)
    assert missing() == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "change", "update", "delete", "roll back", "bulk"]),
        st.sampled_from(["kunder", "Blåbær & «bær»", "§13", "e-post", ""]),
        st.integers(0, 9),
    ),
    max_size=12,
)


@pytest.mark.django_db
@FAST
@given(steps=STEPS)
def test_index_follows_whatever_is_written(steps):
    Controller.objects.all().delete()
    company = make_company()
    activity = make(ProcessingActivity, company, name="Salg")
    for n, (what, text, which) in enumerate(steps):
        purposes = Purpose.objects.order_by("pk")
        one = purposes[which : which + 1].first()
        if what in {"add", "roll back"}:
            with transaction.atomic():
                make(Purpose, company, f"p{n}", activity=activity, text=text)
                transaction.set_rollback(what == "roll back")
        elif what == "bulk":
            owned = {"controller": company, "activity": activity, "items": [text, "navn"]}
            DataUse.objects.bulk_create(DataUse(key=f"b{n}-{i}", **owned) for i in range(3))
        elif what == "update":
            purposes.update(interest=text, legal_basis="6-1-f")
        elif one and what == "change":
            one.text, one.marketing_conditions = text, [text, "vilkår"]
            one.save()
        elif one:
            one.delete()
        assert missing() == []


def test_lists_terms_and_countries_are_readable_words(db):
    company = make_company()
    use = make(DataUse, company, activity=make(ProcessingActivity, company), items=["blåbær", "ær"])
    recipient = make(Recipient, company, name="Sky", country="IE", role="processor")
    rows = indexed()
    assert ("blåbær" in rows[index_id(use)], "\\u" in rows[index_id(use)]) == (True, False)
    words = rows[index_id(recipient)]
    assert ("x20countryie" in words, "x20roleprocessor" in words) == (True, True)


def test_a_deleted_company_leaves_nothing_and_another_stays(db):
    load(register_of("flex"))
    load(register_of("ntc"))
    flex = Controller.objects.get(key="flex")
    flex.delete()
    left = {number >> (RECORD_BITS + KIND_BITS) for number in indexed()}
    assert left == {Controller.objects.get(key="ntc").pk}
    assert missing() == []


def test_a_record_that_changes_company_changes_place(db):
    term = make(Term, make_company(), name="kunder")
    term.controller = make_company("ntc")
    term.save()
    assert missing() == []


def test_a_text_of_any_length_can_be_saved(db):
    company = make_company()
    items = [f"opplysning {n} " + "æ" * 250 for n in range(6000)]
    use = make(DataUse, company, activity=make(ProcessingActivity, company), items=items)
    assert index_id(use) in indexed()


@pytest.mark.django_db(transaction=True)
def test_an_emptied_table_empties_its_part_of_the_index():
    company = make_company()
    make(Term, company, name="kunder")
    is_sqlite = connection.vendor == "sqlite"
    how = "DELETE FROM policies_term" if is_sqlite else "TRUNCATE policies_term CASCADE"
    with connection.cursor() as cursor:
        cursor.execute(how)
    assert list(indexed()) == [index_id(company)]


OPERATIONS = [
    migrations.AddField("purpose", "extra", models.IntegerField(null=True)),
    migrations.AddField("purpose", "extra", models.CharField(default="", max_length=9)),
    migrations.AlterField("purpose", "text", models.CharField(max_length=400)),
    migrations.AlterField("processingactivity", "name", models.CharField(max_length=400)),
    migrations.AlterField("controller", "name", models.CharField(max_length=400)),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_index_survives_a_migration_there_and_back(operation):
    company = make_company()
    activity = make(ProcessingActivity, company, name="Salg")
    make(Purpose, company, activity=activity, text="levere varer")
    before = MigrationLoader(connection).project_state()
    after = before.clone()
    operation.state_forwards("policies", after)
    for way, start, end in (("forwards", before, after), ("backwards", after, before)):
        with connection.schema_editor() as editor:
            getattr(operation, f"database_{way}")("policies", editor, start, end)
        assert missing() == []
        Purpose.objects.update(law_reference=f"lov {way}")
        ProcessingActivity.objects.update(name=f"Salg {way}")
        Controller.objects.update(name=f"Flex {way}")
        assert missing() == []


@pytest.mark.django_db(transaction=True)
def test_index_is_filled_anew_when_its_columns_change():
    company = make_company()
    activity = make(ProcessingActivity, company, name="Salg")
    purpose = make(Purpose, company, activity=activity, text="levere", interest="hemmelig")
    _path, _args, given = CONSTRAINT.deconstruct()
    fewer = Searched(**given | {"content": ["law_reference"], "lists": ["marketing_channels"]})
    state = MigrationLoader(connection).project_state()
    for constraint, holds in ((fewer, False), (CONSTRAINT, True)):
        for operation in (
            migrations.RemoveConstraint("purpose", CONSTRAINT.name),
            migrations.AddConstraint("purpose", constraint),
        ):
            after = state.clone()
            operation.state_forwards("policies", after)
            with connection.schema_editor() as editor:
                operation.database_forwards("policies", editor, state, after)
            state = after
        assert ("hemmelig" in indexed()[index_id(purpose)]) == holds


def test_constraints_are_equal_by_name_and_columns():
    _path, _args, given = CONSTRAINT.deconstruct()
    assert Searched(**given) == CONSTRAINT
    assert Searched(**given | {"number": 12}) != CONSTRAINT
    assert Searched(**given | {"content": []}) != CONSTRAINT
    assert len({CONSTRAINT, Searched(**given)}) == 1
