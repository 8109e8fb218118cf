"""Makes our admin site the one that Django registers models with."""

from django.contrib.admin.apps import AdminConfig


class SiteConfig(AdminConfig):
    """The admin, with our site."""

    default_site = "privacyhub.admin.Site"
