"""Keys are formed from the words people write."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.document.base import KEY_LENGTH, KEY_PATTERN
from policies.document.naming import key_for


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Kjøp & salg", "kjop-salg"),
        ("  Æresgjester på Ås!  ", "aeresgjester-pa-as"),
        ("Ærlig", "aerlig"),
        ("A\u030as", "as"),
        ("Café Zürich", "cafe-zurich"),
        ("art. 13 nr. 2", "art-13-nr-2"),
        ("---", "ny"),
        ("日本", "ny"),
        ("", "ny"),
        ("a" * 60, "a" * 50),
        (f"{'a' * 49} b", "a" * 49),
    ],
)
def test_key_is_plain_and_short(text, key):
    assert key_for(text) == key


def test_key_without_letters_takes_the_fallback():
    assert key_for("?", fallback="formal") == "formal"


def test_key_that_is_taken_gets_the_next_number():
    assert key_for("Salg", {"kjop"}) == "salg"
    assert key_for("Salg", {"salg"}) == "salg-2"
    assert key_for("Salg", {"salg", "salg-2", "salg-3"}) == "salg-4"
    assert key_for("a" * 60, {"a" * 50}) == f"{'a' * 50}-2"


@given(st.text(max_size=120), st.integers(0, 12))
def test_key_is_always_a_valid_one_that_is_free(text, times):
    taken: set[str] = set()
    for _ in range(times + 1):
        key = key_for(text, taken)
        assert key not in taken
        assert re.fullmatch(KEY_PATTERN, key)
        assert len(key) <= KEY_LENGTH
        taken.add(key)
