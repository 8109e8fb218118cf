"""Where Django finds the log."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The log of who did what."""

    name = "privacyhub.audit"
    label = "audit"
    verbose_name = _("Logg")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of every way of signing in and out (docs/decisions/0012)."""
        from privacyhub.audit import sign_in  # noqa: PLC0415 - needs the models to be loaded

        sign_in.listen()
