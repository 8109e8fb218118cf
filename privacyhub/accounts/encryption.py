"""Secrets that must be read again lie encrypted in the database, under the settings' key.

A copy of the database alone gives nobody the seeds of the codes. Older keys stand in
SECRET_KEY_FALLBACKS: they still open, and what is written is closed with the newest.
"""

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT = "privacyhub.accounts.encryption"


def _box() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (salted_hmac(_SALT, "", key, algorithm="sha256").digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def encrypt(text: str) -> str:
    """Return the text, readable only with the key."""
    return _box().encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """Return the text. If the key that closed it is gone, return a seed that nobody knows."""
    try:
        return _box().decrypt(text.encode()).decode()
    except InvalidToken:
        return base64.b32encode(secrets.token_bytes(20)).decode()


def fingerprint(token: str) -> str:
    """Return what is kept of a token that need only be known again."""
    return hashlib.sha256(token.encode()).hexdigest()
