"""The verbs: everything that anybody does to a case, as plain functions."""

from rights_requests.actions.person import (
    confirm_email,
    find_confirmation,
    open_with_code,
    open_with_secret,
    send_code,
    withdraw,
    write_message,
)
from rights_requests.actions.receiving import Asked, Receipt, receive, register

__all__ = [
    "Asked",
    "Receipt",
    "confirm_email",
    "find_confirmation",
    "open_with_code",
    "open_with_secret",
    "receive",
    "register",
    "send_code",
    "withdraw",
    "write_message",
]
