"""What a telephone's app shows: RFC 6238, by its own short recipe."""

import base64
import hashlib
import hmac
import struct
import time


def totp(secret: str, at: float | None = None) -> str:
    """Return the six figures that the app shows at a moment."""
    step = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(secret), step, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def fresh_totp(secret: str) -> str:
    """Return a code that holds for some seconds yet: a browser takes its time."""
    while time.time() % 30 > 20:
        time.sleep(0.5)
    return totp(secret)
