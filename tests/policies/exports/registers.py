"""Registers to make records of: the six companies' files, and generated ones."""

from datetime import date

from policies.document.schema import Register
from policies.exports.sheets import Choice, Scope, Variant
from tests.conftest import COMPANIES, register_of

DAY = date(2026, 11, 22)
EVERY = Choice(Variant.WHOLE, Scope.EVERY)
MANDATORY = Choice(Variant.MANDATORY, Scope.APPROVED)


def generated(size: int = 500, **more: object) -> Register:
    """Return a register with so many activities: each tenth ended, each fifth for a client."""
    return Register.model_validate(
        {
            "key": "stor",
            "name": "Stor & Sønn AS",
            "terms": [
                {"key": "kunder", "kind_of": "subject", "name": "kunder"},
                *({"key": f"t{n}", "kind_of": "data", "name": f"data {n}"} for n in range(9)),
            ],
            "recipients": [
                {"key": f"r{n}", "name": f"Mottaker {n}", "kind_of": "organisation"}
                for n in range(7)
            ],
            "websites": [
                {"key": "w", "host": "stor.example", "cookies": [{"key": "c", "name": "økt"}]}
            ],
            "activities": [_activity(n) for n in range(size)],
            "disclosures": [
                {"key": f"d{n}", "recipient": f"r{n % 7}", "activities": [f"a{n}"]}
                for n in range(size)
            ],
            "retention_rules": [
                {"key": f"l{n}", "purpose": f"p{n}", "period": "P5Y", "starts_from": "kjøpet"}
                for n in range(size)
            ],
            **more,
        }
    )


def _activity(n: int) -> dict[str, object]:
    ended = {"status": "ended", "ended_on": "2026-01-01"} if n % 10 == 9 else {}
    mine = {"role": "processor", "processor_for": f"Kunde {n % 3}; Kunde X"} if n % 5 == 4 else {}
    return {
        "key": f"a{n}",
        "name": f"Behandling {n}",
        "owner": f"leder {n % 4}",
        "purposes": [{"key": f"p{n}", "text": f"formål {n}", "legal_basis": "6-1-b"}],
        "data_uses": [{"key": f"u{n}", "category": f"t{n % 9}", "subjects": ["kunder"]}],
        "data_sources": [{"key": f"k{n}", "kind_of": "person"}],
        **ended,
        **mine,
    }


def small(**more: object) -> Register:
    """Return a register with nothing but a name, and what is given."""
    return Register.model_validate({"key": "liten", "name": "Liten AS", **more})


def every() -> list[Register]:
    """Return the six companies' registers and a generated one."""
    return [*map(register_of, COMPANIES), generated()]
