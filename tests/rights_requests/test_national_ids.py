"""Birth numbers are found however they are written, and other numbers are not."""

import pytest

from rights_requests.models import Case
from rights_requests.national_ids import MASK, are_written, find, masked, remove

BORN, D_NUMBER = "15108695088", "55010100061"
WRITTEN = (
    BORN,
    D_NUMBER,
    "151086 95088",
    "151086-95088",
    "15.10.86 95088",
    "15 10 86 950 88",
    "151086\u00a095088",
)
OTHERS = (
    "15108695077",
    "99999999999",
    "1510869508",
    "151086950880",
    "22 39 69 00",
    "2026-11-22 12:30",
    "",
    "995 688 077 MVA",
)


@pytest.mark.parametrize("number", WRITTEN)
def test_number_is_found_masked_and_taken_out(number):
    text = f"Jeg er {number}, hei"
    assert find(text) == [(7, 7 + len(number))]
    assert masked(text) == f"Jeg er {MASK}, hei"
    assert remove(text) == "Jeg er , hei"


@pytest.mark.parametrize("text", OTHERS)
def test_other_numbers_are_left_alone(text):
    assert (find(text), are_written(text), remove(text)) == ([], False, text)
    assert masked(text) == text


def test_several_numbers_are_all_found():
    assert masked(f"{BORN} {D_NUMBER}") == f"{MASK} {MASK}"
    assert remove(f"  {BORN}  ") == ""


def test_long_text_takes_no_time():
    assert find("1 2.3-" * 20_000) == []


def test_misuse_23_lists_call_nobody_by_a_number():
    assert Case(name=f"Per {BORN}").person == f"Per {MASK}"
    assert Case(known_as=BORN).person == MASK
