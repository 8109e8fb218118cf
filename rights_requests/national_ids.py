"""Norwegian national identity numbers that people write: found, masked, taken out.

Nobody asks for them here. Digits count with or without spaces,
dots or hyphens between them; the two check digits and the date tell them from other numbers.
"""

import re
from collections.abc import Iterator

from stdnum.no import fodselsnummer

_SEPARATOR = r"[ .\-\u00a0\u2009\u202f]{0,2}"
_DIGITS = 11
# A look-ahead, so that a number inside a longer run of digits and spaces is found too.
_NUMBER = re.compile(rf"(?<![0-9])(?=((?:[0-9]{_SEPARATOR}){{{_DIGITS - 1}}}[0-9])(?![0-9]))")
MASK = "••••••"


def find(text: str) -> list[tuple[int, int]]:
    """Return where the numbers stand, as start and end, in order and without overlap."""
    return list(_found(text))


def _found(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    for match in _NUMBER.finditer(text):
        start, stop = match.span(1)
        if start >= end and fodselsnummer.is_valid(re.sub(r"[^0-9]", "", match[1])):
            yield start, stop
            end = stop


def are_written(text: str) -> bool:
    """Tell whether a text holds what can be a fødselsnummer or D-number."""
    return bool(find(text))


def masked(text: str) -> str:
    """Return the text as lists and mails may show it."""
    return _replaced(text, MASK)


def remove(text: str) -> str:
    """Return the text without the numbers, and without the holes they leave."""
    return re.sub(r"[ \t]{2,}", " ", _replaced(text, "")).strip() if find(text) else text


def _replaced(text: str, by: str) -> str:
    parts, end = [], 0
    for start, stop in find(text):
        parts += [text[end:start], by]
        end = stop
    return "".join([*parts, text[end:]])
