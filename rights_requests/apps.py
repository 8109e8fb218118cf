"""Where Django finds the rights requests."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsRequestsConfig(AppConfig):
    """People's requests, from the form to the answer."""

    name = "rights_requests"
    verbose_name = _("Henvendelser")
    default_auto_field = "django.db.models.BigAutoField"
