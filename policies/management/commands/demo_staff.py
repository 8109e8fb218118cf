"""Make staff for a demonstration."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

EMAIL = "demo@personvernhub.example"
PASSWORD = "demo"  # noqa: S105 - works only with DEBUG, on the machine it runs on


class Command(BaseCommand):
    """Make a person who may edit everything. Refused outside DEBUG."""

    help = "Makes demo staff. Works only with DEBUG."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the person unless they exist, and print how to sign in."""
        if not settings.DEBUG:
            message = "Demo staff are for DEBUG only. Make real ones with createsuperuser."
            raise CommandError(message)
        users: Any = get_user_model().objects
        if not users.filter(email=EMAIL).exists():
            users.create_superuser(EMAIL, PASSWORD, name="Demo")
        self.stdout.write(f"Sign in at /admin/ as {EMAIL} with the password {PASSWORD}")
