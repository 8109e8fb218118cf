"""References, codes and tokens: made at random, kept as hashes, compared in constant time."""

import hashlib
import re
import secrets
from hmac import compare_digest

from django.utils.crypto import salted_hmac

# Without what is mistaken for something else when read aloud or written by hand.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_REFERENCE, _SECRET, _GROUP = 8, 28, 4  # 28 of 30 signs: 137 bits
_DIGITS = 6
_NOT_OURS = re.compile(r"[^0-9A-Z]")
NOTHING = "0" * 64  # what an unknown code is compared with, so that it takes as long


def new_reference() -> str:
    """Return «H-7KQ2-M9XD»: to be said aloud, and no count of anything."""
    return "-".join(["H", *_grouped(_REFERENCE)])


def new_secret() -> str:
    """Return the long code that opens a case, shown once."""
    return "-".join(_grouped(_SECRET))


def new_token() -> str:
    """Return what stands in the link of a confirmation."""
    return secrets.token_urlsafe(32)


def new_digits() -> str:
    """Return a one-time code of six digits."""
    return "".join(secrets.choice("0123456789") for _ in range(_DIGITS))


def _grouped(length: int) -> list[str]:
    signs = [secrets.choice(ALPHABET) for _ in range(length)]
    return ["".join(signs[start : start + _GROUP]) for start in range(0, length, _GROUP)]


def read_reference(written: str) -> str:
    """Return a reference as it is kept, however it was written."""
    signs = _NOT_OURS.sub("", written.upper())[:20]
    if len(signs) != _REFERENCE:  # the H before it was written too; one may also begin with H
        signs = signs.removeprefix("H")
    groups = [signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP)]
    return "-".join(["H", *groups])


def hash_secret(secret: str) -> str:
    """Return what is kept of the long code. It has entropy enough to need no salt."""
    signs = _NOT_OURS.sub("", secret[:200].upper())
    return hashlib.sha256(signs.encode()).hexdigest()


def hash_token(token: str) -> str:
    """Return what is kept of a link's token."""
    return hashlib.sha256(token[:200].encode("utf-8", "replace")).hexdigest()


def hash_digits(digits: str, case: int) -> str:
    """Return what is kept of a one-time code: so short that it takes the installation's key."""
    said = "".join(sign for sign in digits[:40] if sign.isdecimal())
    salt = "rights_requests.codes"
    return salted_hmac(salt, f"{case}:{said}", algorithm="sha256").hexdigest()


def alike(one: str, other: str) -> bool:
    """Compare two hashes in constant time."""
    return compare_digest(one.encode(), other.encode())
