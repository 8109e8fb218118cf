"""Register files: a company's register as readable YAML, with every mistake at its line.

Scalars are read as text and typed by the values, so that `country: NO` is Norway and a
date is a date. Aliases, tags and duplicate keys are refused; nothing is half read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _
from pydantic import ValidationError

from policies.document.integrity import problems
from policies.document.messages import explain
from policies.document.schema import Register

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 20
MAX_FAULTS = 20
MAX_NODES = 100_000
_NULLS = frozenset({"", "~", "null"})
_READ: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One mistake in a file: the line (from 1), the field, and what is wrong and right."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        if self.field:
            return _("Linje %(line)d, felt %(field)s: %(message)s") % vars(self)
        return _("Linje %(line)d: %(message)s") % vars(self)


class RegisterFileError(ValueError):
    """A register file that can't be read; `faults` are in the order of the file."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def read(content: bytes) -> Register:
    """Return the register in a file. Raises RegisterFileError with every mistake found."""
    if len(content) > MAX_BYTES:
        message = _("Filen er for stor: %(size)d byte. Grensen er %(limit)d.")
        raise RegisterFileError(
            [Fault(1, "", message % {"size": len(content), "limit": MAX_BYTES})]
        )
    tree, lines = _parse(content)
    if not isinstance(tree, dict):
        message = _("Filen må begynne med felter, for eksempel «key: eksempel».")
        raise RegisterFileError([Fault(1, "", message)])
    try:
        register = Register.model_validate(tree)
    except ValidationError as error:
        found = [(d["loc"], explain(d)) for d in error.errors(include_url=False)]
        raise RegisterFileError(_faults(found, lines)) from error
    if broken := list(problems(register)):
        raise RegisterFileError(_faults(broken, lines))
    return register


def write(register: Register) -> str:
    """Return the register as YAML that `read` turns into the same register."""
    tree = register.model_dump(mode="json", exclude_defaults=True)
    return yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


class _Dumper(yaml.SafeDumper):
    """Short lists of plain values on one line, records below each other."""

    def represent_sequence(
        self,
        tag: str,
        sequence: Any,
        flow_style: bool | None = None,  # noqa: FBT001 - PyYAML's signature
    ) -> Any:
        flat = all(not isinstance(item, dict | list) for item in sequence)
        return super().represent_sequence(tag, sequence, flow_style or flat)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


def _faults(found: list[tuple[Place, str]], lines: dict[Place, int]) -> list[Fault]:
    faults = []
    for raw, message in found:
        place = tuple(raw)
        while place and place not in lines:
            place = place[:-1]
        names = [str(part) for part in raw if not isinstance(part, int) and part in _field(raw)]
        faults.append(Fault(lines.get(place, 1), ".".join(names), message))
    faults.sort(key=lambda fault: fault.line)
    if len(faults) > MAX_FAULTS:
        message = _("… og %(number)d feil til. Rett de første, og prøv igjen.")
        left = len(faults) - MAX_FAULTS
        faults = [
            *faults[:MAX_FAULTS],
            Fault(faults[MAX_FAULTS].line, "", message % {"number": left}),
        ]
    return faults


def _field(place: Place) -> set[Any]:
    return {part for part in place if isinstance(part, str) and "[" not in part}


def _parse(content: bytes) -> tuple[Any, dict[Place, int]]:
    """Return the tree of a file and the line of each place in it."""
    lines: dict[Place, int] = {}
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise RegisterFileError([Fault(line, "", _("Filen er ikke lagret som UTF-8."))]) from error
    try:
        tree = _Reader(yaml.parse(text, Loader=_READ), lines).document()
    except yaml.reader.ReaderError as error:
        line = text[: text.index(chr(error.character))].count("\n") + 1
        message = _("Filen har et usynlig styretegn (U+%(code)s). Fjern det.")
        message %= {"code": f"{error.character:04X}"}
        raise RegisterFileError([Fault(line, "", message)]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        message = _("Dette er ikke gyldig YAML. Sjekk innrykk, kolon og anførselstegn.")
        raise RegisterFileError([Fault(line, "", message)]) from error
    return tree, lines


class _Reader:
    """Turns YAML events into dicts, lists and text, and refuses what isn't plain."""

    def __init__(self, events: Iterator[Any], lines: dict[Place, int]) -> None:
        self.events = events
        self.lines = lines

    def document(self) -> Any:
        event = next(self.events)
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            return None
        tree = self.node(event, ())
        next(self.events)  # the document's end
        self._expect_end(next(self.events))
        return tree

    def _expect_end(self, event: Any) -> None:
        if not isinstance(event, yaml.StreamEndEvent):
            self._refuse(event, "", _("Filen har flere dokumenter. Ha ett register i hver fil."))

    def node(self, event: Any, place: Place) -> Any:
        self.lines[place] = event.start_mark.line + 1
        if len(self.lines) > MAX_NODES:
            self._refuse(event, "", _("Filen har for mange felter. Del den i flere virksomheter."))
        name = str(next((part for part in reversed(place) if isinstance(part, str)), ""))
        if len(place) > MAX_DEPTH:
            self._refuse(event, name, _("Filen har for mange nivåer."))
        self._plain(event, name)
        if isinstance(event, yaml.ScalarEvent):
            plain = event.implicit[0] and not event.style
            return None if plain and event.value in _NULLS else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(place)
        return self._mapping(place)

    def _plain(self, event: Any, name: str) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            message = _("Skriv innholdet helt ut. Ankere (& og *) er ikke tillatt.")
            self._refuse(event, name, message)
        if event.tag is not None and event.tag != "!":
            self._refuse(event, name, _("Fjern merket «!…». Bare vanlige verdier er tillatt."))

    def _sequence(self, place: Place) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.node(event, (*place, len(found))))
        return found

    def _mapping(self, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(event, "", _("Et feltnavn må være ett ord."))
            self._plain(event, event.value)
            name = event.value
            if name in found:
                earlier = self.lines[(*place, name)]
                message = _("Feltet står også på linje %(line)d. Behold ett av dem.")
                self._refuse(event, name, message % {"line": earlier})
            found[name] = self.node(next(self.events), (*place, name))
            self.lines[(*place, name)] = event.start_mark.line + 1
        return found

    def _refuse(self, event: Any, field: str, message: str) -> None:
        raise RegisterFileError([Fault(event.start_mark.line + 1, field, message)])
