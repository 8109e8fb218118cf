"""Norwegian national identity numbers that people write where none is asked for."""

import re

from stdnum.no import fodselsnummer

_DIGITS = re.compile(r"(?<!\d)\d{6}[ .-]?\d{5}(?!\d)")


def are_written(text: str) -> bool:
    """Tell whether a text holds what can be a fødselsnummer or D-number."""
    return any(_is_number(found[0]) for found in _DIGITS.finditer(text))


def masked(text: str) -> str:
    """Return the text with such numbers hidden."""
    return _DIGITS.sub(lambda f: "••••••" if _is_number(f[0]) else f[0], text)


def _is_number(written: str) -> bool:
    """Tell whether digits are one by date and check digits; D-numbers too."""
    return bool(fodselsnummer.is_valid(written.replace(".", "")))
