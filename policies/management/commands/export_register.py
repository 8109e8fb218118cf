"""Write one company's register as a file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from policies.document.build import build
from policies.document.files import write
from policies.models import Controller
from privacyhub.audit.models import Kind
from privacyhub.audit.record import COMMAND_LINE, record


class Command(BaseCommand):
    """Print a register file that import_register reads back as the same register."""

    help = "Prints a company's register as YAML."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the company's address."""
        parser.add_argument("slug")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build the register and print it."""
        try:
            register = build(options["slug"])
        except Controller.DoesNotExist as error:
            message = _("Ingen virksomhet har adressen «%(slug)s».")
            raise CommandError(message % options) from error
        company = Controller.objects.get(key=register.key)
        about = {"company": company, "subject": company, "format": "YAML"}
        record(Kind.EXPORTED, by=str(COMMAND_LINE), **about)
        self.stdout.write(write(register), ending="")
