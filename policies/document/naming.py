"""How keys are formed from the words people write (docs/decisions/0002)."""

import re
import unicodedata
from collections.abc import Container

from policies.document.base import KEY_LENGTH

# Words that addresses of the application itself begin with, or that a company's pages have.
RESERVED_KEYS = frozenset(
    [
        "admin",
        "api",
        "favicon",
        "healthz",
        "henvendelse",
        "hjelp",
        "konto",
        "media",
        "om",
        "rettigheter",
        "robots",
        "static",
    ]
)
RESERVED_POLICY_KEYS = frozenset(["dato", "protokoll", "rettigheter", "versjoner"])

_NORWEGIAN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ü": "u"})
_LONGEST = 50


def key_for(text: str, taken: Container[str] = (), *, fallback: str = "ny") -> str:
    """Return a readable key for the text that isn't taken: «Kjøp & salg» → kjop-salg."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_NORWEGIAN))
    plain = plain.encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    key = key[:_LONGEST].rstrip("-") or fallback
    found, number = key, 1
    while found in taken:
        number += 1
        found = f"{key[: KEY_LENGTH - 6]}-{number}"
    return found
