"""Why something isn't done."""

from django.core.exceptions import PermissionDenied


class RefusedError(Exception):
    """It can't be done as it stands. The text is for whoever tried; `field` where to mend it."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = str(message), field


class NotAllowedError(PermissionDenied):
    """Whoever asks may not do that at all."""


class WrongStateError(RefusedError):
    """It can't be done where the case is now."""
