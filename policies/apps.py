"""Where Django finds the register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    """The register and its policies."""

    name = "policies"
    verbose_name = _("Personvern")
    default_auto_field = "django.db.models.BigAutoField"
