"""Registers drawn at random: every field of every value, and references that hold."""

import types
import typing
from collections import defaultdict
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin

from hypothesis import strategies as st

from policies.document import base
from policies.document import schema as s
from policies.document import terms as t
from policies.document.base import Value
from policies.document.integrity import TARGETS, references

LETTERS = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"),
)
line = st.text(LETTERS, max_size=12).map(str.strip)
text = st.text(LETTERS | st.just("\n"), max_size=20).map(str.strip)
filled = line.filter(bool)
keys = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
KNOWN = {
    base.Key: keys,
    base.Line: line,
    base.Text: text,
    base.Email: st.sampled_from(["", "post@eksempel.no"]),
    base.Phone: st.sampled_from(["", "+47 22 39 69 00"]),
    base.Duration: st.sampled_from(["", "P5Y", "P3Y6M", "P30D"]),
    base.Url: st.sampled_from(["", "https://eksempel.no/a?b=c"]),
    base.Host: st.sampled_from(["", "eksempel.no", "blåbær.no"]),
    base.Country: st.sampled_from(["NO", "FI", "US"]),
    base.Day: st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    s.Checksum: st.just("0" * 64),
    s.Seconds: st.integers(0, 10**8),
    s.Days: st.integers(1, 365),
}


@cache
def hints(value: type[Value]) -> dict[str, Any]:
    return typing.get_type_hints(value, include_extras=True)


def plain(hint: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for a field that names no other record."""
    for known, strategy in KNOWN.items():
        if hint is known or hint == known:
            return strategy
    if isinstance(hint, types.UnionType) or get_origin(hint) is typing.Union:
        return st.one_of(*(plain(part) for part in get_args(hint)))
    if hint is type(None):
        return st.none()
    if hint is bool:
        return st.booleans()
    if hint is date:
        return st.dates(date(1900, 1, 1), date(2100, 1, 1))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    if get_origin(hint) is typing.Annotated:  # a list of items, or a pattern
        inner = get_args(hint)[0]
        if get_origin(inner) is tuple:
            return st.lists(plain(get_args(inner)[0]), max_size=3).map(tuple)
        return st.just("")
    raise NotImplementedError(hint)


class Drawn:
    """Draws one register, keeping the keys that later records may name."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.known: dict[type[Value], list[str]] = defaultdict(list)

    def value(self, kind: type[Value], **given: Any) -> Value:
        held = dict(given)
        for name, hint in hints(kind).items():
            if name in {"model_config", "sources", *held}:
                continue
            field = kind.model_fields[name]
            if "rows" in field.metadata:
                held[name] = self.rows(get_args(field.annotation)[0])
            elif name in references(kind):
                held[name] = self.named(kind, name)
            else:
                held[name] = self.draw(plain(hint))
        return kind(**mended(kind, held, self.draw))

    def rows(self, kind: type[Value]) -> tuple[Value, ...]:
        taken = self.known[kind]
        if kind is s.Disclosure and not self.known[s.Recipient]:
            return ()
        new = [k for k in self.draw(st.lists(keys, unique=True, max_size=3)) if k not in taken]
        rows = []
        for key in new:
            rows.append(self.value(kind, key=key))
            taken.append(key)
        return tuple(rows)

    def named(self, kind: type[Value], name: str) -> Any:
        known = self.known[TARGETS[name]]
        if "refs" in kind.model_fields[name].metadata:
            return tuple(self.draw(st.lists(st.sampled_from(known), max_size=3))) if known else ()
        if known and ("ref" in kind.model_fields[name].metadata or self.draw(st.booleans())):
            return self.draw(st.sampled_from(known))
        return None


def mended(kind: type[Value], held: dict[str, Any], draw: Any) -> dict[str, Any]:
    """Return the fields so that they keep the rules that records have of their own."""
    if kind is s.Assertion:
        held["is_shown"] = held["is_shown"] and held["doubt"] is None
        held["shown_reason"] = held["shown_reason"] or "fordi"
    if kind is s.Register:
        held["identifier_scheme"], held["identifier_number"] = draw(
            st.sampled_from(
                [(None, ""), (t.IdentifierScheme.NO_ORGNR, "974761467"), ("fi-vat", "FI29256341")]
            )
        )
    if kind is s.Recipient:
        held["agreement_expires_on"] = None
    if kind is s.Activity:
        held["ended_on"] = date(2026, 1, 1) if held["status"] == t.ActivityStatus.ENDED else None
    if kind is s.Disclosure and held["transfer"] != t.Answer.YES:
        held |= dict.fromkeys(("transfer_country", "transfer_mechanism", "transfer_certified"))
        held |= {"transfer_safeguard": "", "transfer_copy_from": ""}
    for name in ("name", "text", "title", "file"):
        if name in held and kind is not s.Party:
            held[name] = held[name] or "x"
    return held


@st.composite
def registers(draw: Any, key: str = "flex") -> s.Register:
    """Draw a register whose records fit together, with a span on the first document."""
    drawn = Drawn(draw)
    register = drawn.value(s.Register, key=key)
    spans = ()
    if register.documents:
        document = register.documents[0].key
        spans = ({"document": document, "lines": (1, 2), "field": "name", "stated": "x"},)
    return s.Register.model_validate(register.model_dump() | {"sources": spans})
