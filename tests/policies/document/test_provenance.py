"""From a field to the lines in the source: all 400 facts of the five texts, and edits."""

import json
from collections import defaultdict
from io import StringIO

import pytest
from django.core.management import call_command

from policies.document.provenance import retold, stated_value, statements
from policies.document.schema import Register
from tests.conftest import FIXTURES, SOURCES, register_of

FACTS = json.loads((FIXTURES.parent / "tests" / "data" / "facts.json").read_text(encoding="utf-8"))
FILES = {
    "flinke-jenter": ("000_bc6ed06d9006600b.txt", 64),
    "flex": ("001_b21d521cd3cbc020.txt", 74),
    "ntc": ("002_a9cd914781764143.txt", 88),
    "finmug": ("003_fafd0db91a101f6d.txt", 60),
    "allprofil": ("004_3b69b20059b5fa9f.txt", 114),
}
# Where one field is the home of two kinds of fact, and why.
# The same words on the same line were read as both; is_marketing says the second.
SHARED = {
    "finmug": {
        ("purpose/direkte-markedsforing", "text", ""): {"marketing", "purpose"},
        ("purpose/direkte-markedsforing", "is_marketing", ""): {"marketing", "purpose"},
    }
}


def test_facts_are_those_of_the_five_texts():
    assert {file: len(facts) for file, facts in FACTS.items()} == dict(FILES.values())
    assert sum(map(len, FACTS.values())) == 400
    assert sorted(FILES) == sorted(SOURCES)


@pytest.mark.parametrize("key", SOURCES)
def test_every_fact_has_a_home_in_the_register(key):
    file, count = FILES[key]
    told = {(s["file"], *s["lines"], s["value"]) for s in statements(register_of(key))}
    homeless = [f for f in FACTS[file] if (file, *f["lines"], f["value"]) not in told]
    assert (homeless, len(FACTS[file])) == ([], count)


def homes(register: Register) -> dict[tuple, list[tuple[str, str, str]]]:
    """Return which (record, field, item) each statement (lines and value) stands on."""
    found = defaultdict(list)
    for value in register.walk():
        for span in value.sources:
            place = (value.record, span.field, span.item)
            found[(*span.lines, stated_value(value, span))].append(place)
    return found


@pytest.mark.parametrize("key", SOURCES)
def test_every_field_holds_one_kind_of_fact(key):
    places, kinds = homes(register_of(key)), defaultdict(set)
    for fact in FACTS[FILES[key][0]]:
        for place in places[(*fact["lines"], fact["value"])]:
            kinds[place].add(fact["kind"])
    assert {place: k for place, k in kinds.items() if len(k) > 1} == SHARED.get(key, {})


def test_statement_shows_the_words_of_the_source_else_the_field():
    register = Register.model_validate(
        {
            "key": "flex",
            "name": "Flex AS",
            "other_names": ["FLEX"],
            "legal_form": "as",
            "documents": [{"key": "kilde", "file": "kilde.txt", "sha256": "0" * 64}],
            "sources": [
                {"document": "kilde", "lines": (1, 2), "field": "name"},
                {"document": "kilde", "lines": (3, 3), "field": "name", "stated": "vi"},
                {"document": "kilde", "lines": (4, 4), "field": "other_names", "item": "FLEX"},
                {"document": "kilde", "lines": (5, 5), "field": "legal_form"},
                {"document": "borte", "lines": (6, 6), "field": "key"},
            ],
        }
    )
    about = {"record": "register/flex"}
    assert list(statements(register)) == [
        {"file": "kilde.txt", "lines": [1, 2], **about, "field": "name", "value": "Flex AS"},
        {"file": "kilde.txt", "lines": [3, 3], **about, "field": "name", "value": "vi"},
        {"file": "kilde.txt", "lines": [4, 4], **about, "field": "other_names", "value": "FLEX"},
        {
            "file": "kilde.txt",
            "lines": [5, 5],
            **about,
            "field": "legal_form",
            "value": "aksjeselskap (AS)",
        },
        {"file": "borte", "lines": [6, 6], **about, "field": "key", "value": "flex"},
    ]


def printed(*args: str) -> str:
    """Return what the command prints."""
    out = StringIO()
    call_command("provenance", *args, stdout=out)
    return out.getvalue()


def test_command_prints_every_span_as_json(load_company):
    load_company("ntc", "flex")
    found = json.loads(printed("--json"))
    assert {tuple(each) for each in found} == {("file", "lines", "record", "field", "value")}
    assert found == [*statements(register_of("flex")), *statements(register_of("ntc"))]
    assert json.loads(printed("ntc", "--json")) == list(statements(register_of("ntc")))


def test_command_prints_a_line_for_every_span(load_company):
    load_company("ntc", "flex")
    lines = printed("flex").splitlines()
    assert len(lines) == sum(len(value.sources) for value in register_of("flex").walk())
    assert lines[:3] == [
        "001_b21d521cd3cbc020.txt:7-7\tregister/flex.name\tFlex AS",
        "001_b21d521cd3cbc020.txt:3-3\tregister/flex.other_names\tFLEX AS",
        "001_b21d521cd3cbc020.txt:7-7\tregister/flex.legal_form\tAS",
    ]


NAME = {"document": "kilde", "lines": [1, 1], "field": "name"}
STATED = {**NAME, "stated": "FLEX"}
ITEM = {"document": "kilde", "lines": [2, 2], "field": "items", "item": "navn"}

EDITS = {
    "nothing changed": ([NAME, ITEM], {"items": ["navn"]}, {"items": ["navn"]}, [NAME, ITEM]),
    "another field changed": ([NAME], {"city": "Oslo"}, {"city": "Bergen"}, [NAME]),
    "the field is not in the form": ([NAME], {"name": "Flex"}, {}, [NAME]),
    "the field changed": ([NAME], {"name": "Flex"}, {"name": "Nye"}, [{**NAME, "stated": "Flex"}]),
    "a stated field changed": ([STATED], {"name": "Flex"}, {"name": "Nye"}, [STATED]),
    "a stated field emptied": ([STATED], {"name": "Flex"}, {"name": ""}, []),
    "the field emptied": ([NAME], {"name": "Flex"}, {"name": ""}, []),
    "the field unknown": ([NAME], {"name": "Flex"}, {"name": None}, []),
    "the item kept": ([ITEM], {"items": ["navn"]}, {"items": ["adresse", "navn"]}, [ITEM]),
    "the item removed": ([ITEM], {"items": ["navn", "alder"]}, {"items": ["alder"]}, []),
    "the list emptied": ([ITEM], {"items": ["navn"]}, {"items": []}, []),
    "set to false": ([NAME], {"name": True}, {"name": False}, [{**NAME, "stated": "True"}]),
    "one of two": ([NAME, ITEM], {"name": "A", "items": ["navn"]}, {"name": "", "items": ["navn"]},
                   [ITEM]),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_edit_keeps_the_spans_that_still_hold(name):
    sources, before, after, kept = EDITS[name]
    given = json.dumps(sources)
    assert retold(sources, before, after) == kept
    assert json.dumps(sources) == given
