"""Make the files that are ordered."""

from typing import Any

from django.core.management.base import BaseCommand

from policies.workplace.jobs import make_waiting


class Command(BaseCommand):
    """Make each file that waits, and end."""

    help = "Makes the files that are ordered on the page «Protokoll». Started by the page itself."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them, and tell how many."""
        self.stdout.write(str(make_waiting()))
