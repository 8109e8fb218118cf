"""Where Django finds the people who sign in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users."""

    name = "privacyhub.accounts"
    label = "accounts"
    verbose_name = _("Brukere")
    default_auto_field = "django.db.models.BigAutoField"
