"""Build asks a fixed number of questions; load writes what differs, or nothing."""

import gc
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policies.document.build import build
from policies.document.integrity import BrokenRegisterError
from policies.document.layout import tables
from policies.document.load import Change, load
from policies.document.schema import Register
from policies.models import Controller
from tests.conftest import register_of
from tests.factories import make_version


def activity(i: int) -> dict[str, Any]:
    """Return an activity with every kind of record below it."""
    use = {"key": f"d{i}", "category": f"t{i}", "subjects": [f"p{i}"], "purposes": [f"f{i}"]}
    return {
        "key": f"a{i}",
        "name": f"Salg {i}",
        "systems": [f"x{i}"],
        "purposes": [{"key": f"f{i}", "text": "levere"}],
        "data_uses": [use],
        "data_sources": [{"key": f"k{i}", "data_use": f"d{i}"}],
    }


def company(count: int, key: str = "flex", **fields: object) -> Register:
    """Return a register with so many records of every kind, and links between them."""
    each = range(count)
    held = {
        "documents": [{"key": f"o{i}", "file": "kilde.txt", "sha256": "0" * 64} for i in each],
        "parties": [{"key": f"b{i}", "role": "contact"} for i in each],
        "terms": [{"key": f"t{i}", "name": "navn", "kind_of": "data"} for i in each]
        + [{"key": f"p{i}", "name": "kunder", "kind_of": "subject"} for i in each],
        "recipients": [{"key": f"m{i}", "name": "Bud", "kind_of": "category"} for i in each],
        "systems": [{"key": f"x{i}", "name": "kasse", "supplier": f"m{i}"} for i in each],
        "websites": [
            {"key": f"n{i}", "cookies": [{"key": f"c{i}", "provider": f"m{i}"}]} for i in each
        ],
        "activities": [activity(i) for i in each],
        "disclosures": [
            {"key": f"u{i}", "recipient": f"m{i}", "activities": [f"a{i}"]} for i in each
        ],
        "disclosure_conditions": [{"key": f"v{i}", "kind_of": "law", "text": "lov"} for i in each],
        "retention_rules": [{"key": f"l{i}", "purpose": f"f{i}"} for i in each],
        "security_measures": [{"key": f"s{i}", "text": "lås", "activity": f"a{i}"} for i in each],
        "assertions": [
            {"key": f"e{i}", "kind_of": "claim", "text": "Trygt.", "is_shown": True} for i in each
        ],
        "policies": [
            {
                "key": f"y{i}",
                "title": "Personvern",
                "websites": [f"n{i}"],
                "activities": [f"a{i}"],
                "rights": [{"key": f"r{i}", "right": "access"}],
            }
            for i in each
        ],
    }
    return Register.model_validate({"key": key, "name": "Flex AS", **held, **fields})


def queries_of_build(key: str) -> int:
    """Return how many questions the database gets for a register."""
    with CaptureQueriesContext(connection) as queries:
        build(key)
    return len(queries)


def rows() -> int:
    """Return how many rows the tables hold."""
    return sum(table.model._default_manager.count() for table in tables())


@pytest.mark.django_db
def test_build_asks_no_more_for_three_of_everything_than_for_one():
    load(company(1, "en"))
    load(company(3, "tre"))
    asked = queries_of_build("en")
    assert queries_of_build("tre") == asked
    assert asked == len(tables()) + 2  # the company, each table, all links
    assert asked <= 25


def test_every_table_is_filled_by_the_company_of_these_tests():
    kinds = {value.kind() for value in company(1).walk()}
    assert kinds == {table.value.kind() for table in tables()} | {"register"}


@pytest.mark.django_db
def test_build_of_an_unknown_company_raises():
    load(company(1))
    with pytest.raises(Controller.DoesNotExist):
        build("flexi")


@pytest.mark.django_db
def test_load_of_the_same_register_writes_nothing():
    assert load(company(2)).added > rows() > 0
    with CaptureQueriesContext(connection) as queries:
        change = load(company(2))
    assert (change, bool(change)) == (Change(0, 0, 0), False)
    asked = {query["sql"].lstrip("(").split()[0] for query in queries}
    assert asked <= {"SELECT", "SAVEPOINT", "RELEASE"}


@pytest.mark.django_db
def test_load_counts_what_it_changed_and_removed():
    load(company(2))
    fewer = company(2, name="Flex Norge AS", assertions=[], city="Oslo")
    assert load(fewer) == Change(added=0, changed=1, removed=2)
    activities = [activity(1), {**activity(0), "systems": []}]
    turned = company(2, name="Flex Norge AS", assertions=[], city="Oslo", activities=activities)
    assert load(turned) == Change(added=0, changed=2, removed=1)
    assert build("flex") == turned
    assert load(fewer) == Change(added=1, changed=2, removed=0)


@pytest.mark.django_db
def test_load_moves_a_record_to_another_parent():
    load(company(2))
    first, second = activity(0), activity(1)
    second["purposes"] = [*first.pop("purposes"), *second["purposes"]]
    moved = company(2, activities=[first, second])
    load(moved)
    assert build("flex") == moved


@pytest.mark.django_db
def test_load_of_a_broken_register_leaves_nothing():
    systems = [{"key": "kasse", "name": "kasse", "supplier": "ingen"}]
    with pytest.raises(BrokenRegisterError) as found:
        load(company(1, systems=systems, activities=[], disclosures=[], retention_rules=[],
                     security_measures=[], policies=[]))  # fmt: skip
    assert found.value.problems == [
        (("systems", 0, "supplier"), "«ingen» finnes ikke blant recipients i filen.")
    ]
    assert (Controller.objects.count(), rows()) == (0, 0)


@pytest.mark.django_db
def test_load_that_the_database_stops_midway_leaves_all_as_it_was(load_company):
    make_version(load_company("flex"))
    whole = register_of("flex")
    with pytest.raises(BrokenRegisterError, match="personvern er publisert"):
        load(whole.model_copy(update={"name": "Flex Norge AS", "policies": ()}))
    assert build("flex") == whole


@pytest.mark.django_db
def test_companies_with_the_same_keys_do_not_mix():
    load(company(2, "flex"))
    load(company(3, "ntc", name="NTC AS"))
    assert build("flex") == company(2, "flex")
    load(company(1, "flex"))
    assert build("flex") == company(1, "flex")
    assert build("ntc") == company(3, "ntc", name="NTC AS")


def test_the_garbage_collector_is_on_again_after_a_build(db):
    load(company(1))
    build("flex")
    assert gc.isenabled()
    with pytest.raises(Controller.DoesNotExist):
        build("ingen")
    assert gc.isenabled()
