"""Which countries lie outside the EEA (chapter V): dated facts, not opinions.

The members as of 22 November 2026: the EU's 27 (Treaty on European Union art. 52) and the three
EFTA states of the EEA agreement. Switzerland and the United Kingdom are not among them.
"""

_EU = (
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"  # 27 states
)
EEA = frozenset(_EU.split()) | {"IS", "LI", "NO"}


def is_outside(country: str | None) -> bool:
    """Tell whether a country is known to lie outside the EEA."""
    return country is not None and country not in EEA
