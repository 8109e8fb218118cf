"""Do what is due."""

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Run everything in the setting DUE. Safe to run as often as one likes."""

    help = "Does what is due: run it once an hour. What one part fails at doesn't stop the others."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each part by itself, and tell how much it did."""
        now, failed = timezone.now(), []
        for path in settings.DUE:
            try:
                done = import_string(path)(now)
            except Exception:
                logger.exception(path)
                failed.append(path)
            else:
                self.stdout.write(f"{path}: {done}")
        if failed:
            raise CommandError(_("Mislyktes: %(parts)s") % {"parts": ", ".join(failed)})
