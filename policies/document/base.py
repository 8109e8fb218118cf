"""The building blocks of the values: text, keys, references, source spans, records."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Annotated, Any, TypeVar

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic import StringConstraints as Constraints

from policies.document.periods import check_period
from policies.document.terms import Standing

KEY_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LINE_LENGTH = 300
TEXT_LENGTH = 5000
KEY_LENGTH = 80
# Control characters, marks that reorder text (CVE-2021-42574), line separators, and what isn't
# a character at all; a soft hyphen and the joiners that some scripts need are let through.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_JOINERS = frozenset("\u00ad\u200c\u200d")

T = TypeVar("T")


def plain_text(text: str, *, lines: bool = True) -> str:
    """Return the text with unified line ends; raise ValueError for control characters."""
    if text.isprintable():  # the usual case, told by one look at it all
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for character in text:
        if character == "\n" and lines:
            continue
        if unicodedata.category(character) in _UNSEEN and character not in _JOINERS:
            message = _("Teksten har et usynlig styretegn (U+%(code)s). Skriv den uten.")
            raise ValueError(message % {"code": f"{ord(character):04X}"})
    return text


def _line(text: str) -> str:
    return plain_text(text, lines=False)


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        message = _("E-postadressen mangler @ eller noe etter den. Eksempel: kari@eksempel.no")
        raise ValueError(message) from error
    return text


def _phone(text: str) -> str:
    message = _("Telefonnummeret stemmer ikke. Eksempel: +47 22 39 69 00")
    try:
        number = phonenumbers.parse(text, "NO")
    except phonenumbers.NumberParseException as error:
        raise ValueError(message) from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError(message)
    return text


def _iso_day(value: Any) -> Any:
    # pydantic reads a number as seconds since 1970; nobody means that in a register.
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        message = _("«%(value)s» er ikke en dato. Skriv for eksempel 2026-11-22.")
        raise ValueError(message % {"value": value[:60]})
    return value


def _empty_or(check: Any) -> AfterValidator:
    return AfterValidator(lambda text: check(text) if text else text)


def _unique(keys: Iterable[str]) -> tuple[str, ...]:
    found = tuple(keys)
    return tuple(sorted(set(found))) if len(found) > 1 else found


_STRIPPED = Constraints(strip_whitespace=True, strict=True)
Key = Annotated[str, Constraints(pattern=KEY_PATTERN, max_length=KEY_LENGTH, strict=True)]
Line = Annotated[str, _STRIPPED, Field(max_length=LINE_LENGTH), AfterValidator(_line)]
Text = Annotated[str, _STRIPPED, Field(max_length=TEXT_LENGTH), AfterValidator(plain_text)]
Email = Annotated[Line, _empty_or(_email)]
Phone = Annotated[Line, _empty_or(_phone)]
Duration = Annotated[Line, _empty_or(check_period)]
Number = Annotated[Line, AfterValidator(lambda text: "".join(text.split()))]
Url = Annotated[Line, Field(pattern=r"^(https?://[^\s<>\"]+)?$")]
Host = Annotated[Line, Field(pattern=r"^([a-z0-9æøåäöü-]+(\.[a-z0-9æøåäöü-]+)+)?$")]
Day = Annotated[date, BeforeValidator(_iso_day)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Items = Annotated[tuple[T, ...], BeforeValidator(lambda value: () if value is None else value)]

# Markers that load and build read: children, one reference, several references.
Rows = Annotated[tuple[T, ...], "rows"]
Ref = Annotated[Key, "ref"]
Refs = Annotated[tuple[Key, ...], AfterValidator(_unique), "refs"]


LineNumber = Annotated[int, Field(ge=1, le=1_000_000)]


class Frozen(BaseModel):
    """A value: it can't change, and it knows every field it has."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Frozen):
    """Which lines of a source document support a field of the record it lies on.

    `lines` are the first and last, counted from 1; `item` is the element when the field is
    a list; `stated` is the value as the source states it, when it differs from the field.
    """

    document: Key
    lines: tuple[LineNumber, LineNumber]
    field: str
    item: Line = ""
    stated: Text = ""
    standing: Standing = Standing.STATED


class Value(Frozen):
    """A record: a key that is stable and unique among its kind, and where it comes from."""

    key: Key
    sources: tuple[Span, ...] = ()

    @classmethod
    @cache
    def kind(cls) -> str:
        """Return the kind as it is written in addresses of records: `data-use`."""
        name = cls.__name__
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")

    @property
    def record(self) -> str:
        """Return the record's address within its company: `purpose/svare`."""
        return f"{self.kind()}/{self.key}"

    def children(self) -> Iterator["Value"]:
        """Yield the records directly below this one, in order."""
        for name, field in type(self).model_fields.items():
            if "rows" in field.metadata:
                yield from getattr(self, name)

    def walk(self) -> Iterator["Value"]:
        """Yield this record and every record below it, depth first."""
        yield self
        for child in self.children():
            yield from child.walk()
