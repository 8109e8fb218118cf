"""Where Django finds the people who sign in."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users."""

    name = "privacyhub.accounts"
    label = "accounts"
    verbose_name = _("Brukere")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what the site refuses to start with, and tell the log of accounts."""
        import_module("privacyhub.checks")
        import_module("privacyhub.accounts.audited").listen()
