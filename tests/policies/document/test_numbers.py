"""Organisation numbers are held to the rules of their register."""

import pytest

from policies.document.numbers import check_number, shown_number
from policies.document.terms import IdentifierScheme

RIGHT = [
    ("no-orgnr", "974761467"),
    ("no-orgnr", "974 761 467"),
    ("fi-vat", "FI29256341"),
    ("se-orgnr", "556036-0793"),
    ("dk-cvr", "13585628"),
    ("eu-vat", "DE136695976"),
    ("other", "hva som helst"),
]
WRONG = {
    ("no-orgnr", "974761476"),
    ("no-orgnr", "97476146"),
    ("no-orgnr", "FI29256341"),
    ("fi-vat", "974761467"),
    ("se-orgnr", "556036-0794"),
    ("dk-cvr", "13585627"),
    ("eu-vat", "NO974761467"),
    ("eu-vat", "x"),
}


def refusal(scheme: str, number: str) -> str:
    """Return what is said of a wrong number, empty when it is accepted."""
    try:
        check_number(scheme, number)
    except ValueError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("scheme", "number"), RIGHT)
def test_number_of_its_register_is_accepted(scheme, number):
    assert refusal(scheme, number) == ""


@pytest.mark.parametrize(("scheme", "number"), sorted(WRONG))
def test_number_that_cannot_be_is_refused_in_norwegian(scheme, number):
    expected = (
        "Organisasjonsnummeret stemmer ikke. Et norsk nummer har ni sifre. "
        "Sjekk om to har byttet plass."
        if scheme == "no-orgnr"
        else f"Nummeret stemmer ikke med reglene for {IdentifierScheme(scheme).label}. "
        "Sjekk sifrene."
    )
    assert refusal(scheme, number) == expected


def test_norwegian_number_is_shown_in_threes():
    assert shown_number("no-orgnr", "974761467") == "974 761 467"
    assert shown_number(IdentifierScheme.FI_VAT, "FI29256341") == "FI29256341"
    assert shown_number("other", "") == ""
