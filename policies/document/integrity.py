"""What must hold between the records of a register, with the place of each fault.

The database holds the same rules; here they get a place and a sentence, before anything
is written.
"""

from collections.abc import Iterator
from functools import cache
from typing import get_args

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.document.base import Span, Value
from policies.document.naming import RESERVED_KEYS, RESERVED_POLICY_KEYS

Place = tuple[str | int, ...]
Problem = tuple[Place, str]

# Which kind of record each reference names, by field name.
TARGETS: dict[str, type[Value]] = {
    "activities": s.Activity,
    "activity": s.Activity,
    "category": s.Term,
    "data_use": s.DataUse,
    "provider": s.Recipient,
    "purpose": s.Purpose,
    "purposes": s.Purpose,
    "recipient": s.Recipient,
    "subjects": s.Term,
    "supplier": s.Recipient,
    "systems": s.System,
    "websites": s.Website,
}

# The list of the file that each kind stands in.
_LISTS: dict[type[Value], str] = {
    s.Activity: "activities",
    s.DataUse: "data_uses",
    s.Purpose: "purposes",
    s.Recipient: "recipients",
    s.System: "systems",
    s.Term: "terms",
    s.Website: "websites",
}


class BrokenRegisterError(ValueError):
    """A register whose records don't fit together. `problems` says where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(message for _place, message in problems))
        self.problems = problems


def check(register: s.Register) -> None:
    """Raise BrokenRegisterError when records don't fit together."""
    if found := list(problems(register)):
        raise BrokenRegisterError(found)


def problems(register: s.Register) -> Iterator[Problem]:
    """Yield each fault with its place, in the order of the file."""
    keys = _keys(register)
    lengths = {document.key for document in register.documents}
    seen: set[str] = set()
    if not register.name:
        yield ("name",), _("Skriv navnet på virksomheten.")
    for place, value in walk(register):
        if value.record in seen:
            message = _("Nøkkelen «%(key)s» er brukt før. Velg en annen.")
            yield (*place, "key"), message % {"key": value.key}
        seen.add(value.record)
        yield from _references(place, value, keys)
        yield from _spans(place, value, lengths)
        yield from _reserved(place, value)
        yield from _rules(place, value)


def walk(value: Value, place: Place = ()) -> Iterator[tuple[Place, Value]]:
    """Yield each record with its place in the file, depth first."""
    yield place, value
    for name, field in type(value).model_fields.items():
        if "rows" in field.metadata:
            for index, child in enumerate(getattr(value, name)):
                yield from walk(child, (*place, name, index))


def _keys(register: s.Register) -> dict[type[Value], set[str]]:
    keys: dict[type[Value], set[str]] = {}
    for value in register.walk():
        keys.setdefault(type(value), set()).add(value.key)
    return keys


def _references(place: Place, value: Value, keys: dict[type[Value], set[str]]) -> Iterator[Problem]:
    for name in references(type(value)):
        named, target = getattr(value, name), TARGETS[name]
        for key in named if isinstance(named, tuple) else (named,):
            if key is not None and key not in keys.get(target, ()):
                message = _("«%(key)s» finnes ikke blant %(kind)s i filen.")
                yield (*place, name), message % {"key": key, "kind": _LISTS[target]}


@cache
def references(kind: type[Value]) -> tuple[str, ...]:
    """Return the fields of a kind of record that name other records."""
    return tuple(
        name
        for name, field in kind.model_fields.items()
        if {"ref", "refs"} & set(map(str, field.metadata))
        or any(
            "ref" in getattr(option, "__metadata__", ()) for option in get_args(field.annotation)
        )
    )


def _spans(place: Place, value: Value, documents: set[str]) -> Iterator[Problem]:
    for index, span in enumerate(value.sources):
        for name, message in _span(value, span, documents):
            yield (*place, "sources", index, name), message


def _span(value: Value, span: Span, documents: set[str]) -> Iterator[tuple[str, str]]:
    if span.document not in documents:
        yield (
            "document",
            _("«%(key)s» finnes ikke blant kildedokumentene.") % {"key": span.document},
        )
    if span.lines[0] > span.lines[1]:
        yield "lines", _("Første linje må komme før siste.")
    held = getattr(value, span.field, None) if is_field(value, span.field) else None
    if held is None or held in ("", ()):
        message = _("Feltet «%(field)s» finnes ikke eller er tomt.")
        yield "field", message % {"field": span.field}
    elif isinstance(held, tuple) and span.item not in [str(item) for item in held]:
        message = _("«%(item)s» står ikke i listen %(field)s.")
        yield "item", message % {"item": span.item, "field": span.field}
    elif not isinstance(held, tuple) and span.item:
        yield "item", _("Bare lister har punkter. Bruk «stated» for ordlyden i kilden.")


def is_field(value: Value, name: str) -> bool:
    """Tell whether a span may point at it: a field of the record, or its whole address."""
    return (name in type(value).model_fields and name not in {"sources", "position"}) or (
        name == "address" and hasattr(value, "address")
    )


def _reserved(place: Place, value: Value) -> Iterator[Problem]:
    reserved = {s.Register: RESERVED_KEYS, s.Policy: RESERVED_POLICY_KEYS}.get(type(value), ())
    if value.key in reserved:
        message = _("«%(key)s» er i bruk av Personvernhub selv. Velg en annen adresse.")
        yield (*place, "key"), message % {"key": value.key}


def _rules(place: Place, value: Value) -> Iterator[Problem]:
    if isinstance(value, s.Assertion):
        if value.doubt and value.is_shown:
            yield (*place, "is_shown"), _("En tvilsom påstand kan ikke vises på siden.")
        if not value.is_shown and not value.shown_reason:
            yield (*place, "shown_reason"), _("Skriv hvorfor utsagnet ikke vises på siden.")
    elif isinstance(value, s.Recipient):
        signed, expires = value.agreement_signed_on, value.agreement_expires_on
        if signed and expires and expires < signed:
            yield (*place, "agreement_expires_on"), _("Avtalen går ut før den er inngått.")
    elif isinstance(value, s.Activity):
        if (value.status == t.ActivityStatus.ENDED) != (value.ended_on is not None):
            message = _("En avsluttet behandling har en sluttdato, og bare den.")
            yield (*place, "ended_on"), message
    elif isinstance(value, s.Disclosure) and value.transfer != t.Answer.YES:
        told = (value.transfer_country, value.transfer_mechanism, value.transfer_certified)
        if any(told) or value.transfer_safeguard or value.transfer_copy_from:
            message = _("Svar ja på overføring før du skriver land og grunnlag.")
            yield (*place, "transfer"), message
