"""docs/sikkerhet.md names every requirement once, and only tests and settings that exist."""

import json
import re
from collections import Counter

import pytest

from tests.conftest import FIXTURES

TOP = FIXTURES.parent
DOCUMENT = (TOP / "docs" / "sikkerhet.md").read_text()
ASVS = json.loads((TOP / "tests" / "data" / "asvs.json").read_text())
REQUIREMENTS = {*ASVS["1"], *ASVS["2"]}
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in DOCUMENT.partition("## The standard")[2].splitlines()
    if re.match(r"\| \d", line)
]
TESTS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", DOCUMENT)))
STATES = {"yes", "part", "host", "no", "–"}


def test_every_requirement_has_one_row():
    named = Counter(each for row in ROWS for each in row[0].split(", "))
    assert sorted(REQUIREMENTS - set(named)) == []
    assert sorted(set(named) - REQUIREMENTS) == []
    assert [each for each, times in named.items() if times > 1] == []


def test_every_row_says_what_is_asked_whether_it_is_met_and_how():
    assert [row for row in ROWS if len(row) != 4 or not all(row) or row[2] not in STATES] == []


def test_levels_are_as_many_as_the_standard_has():
    assert (len(ASVS["1"]), len(ASVS["2"]), len(REQUIREMENTS)) == (70, 183, 253)


@pytest.mark.parametrize(("file", "name"), TESTS, ids=[name for _file, name in TESTS])
def test_a_named_test_exists(file, name):
    assert re.findall(rf"^def {name}\(", (TOP / file).read_text(), re.MULTILINE) != []
