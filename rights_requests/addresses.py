"""The addresses that mails lead to. They are made without a request: run_due has none."""

from django.conf import settings

# Routes as rights_requests/public/urls.py has them; names: case-confirm and case-open.
CONFIRM_ROUTE = "henvendelse/bekreft/<str:token>/"
OPEN_ROUTE = "henvendelse/"


def confirm_url(token: str) -> str:
    """Return where an address is confirmed."""
    return f"{settings.SITE_URL}/{CONFIRM_ROUTE.replace('<str:token>', token)}"


def open_url() -> str:
    """Return where a case is followed, with reference and code."""
    return f"{settings.SITE_URL}/{OPEN_ROUTE}"
