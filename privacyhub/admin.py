"""The admin site: Django's own, in Norwegian and in the order of the work."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class Site(admin.AdminSite):
    """Where staff work."""

    site_title = _("Personvernhub")
    site_header = _("Personvernhub")
    index_title = _("Registeret")
    empty_value_display: Any = _("Ikke avklart")


class SiteConfig(AdminConfig):
    """Makes ours the site that Django registers models with."""

    default_site = "privacyhub.admin.Site"
