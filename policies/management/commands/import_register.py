"""Load register files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from policies.document.files import MAX_BYTES, RegisterFileError, read
from policies.document.integrity import BrokenRegisterError
from policies.document.load import load
from policies.document.schema import Register
from policies.models import Controller
from policies.workplace.days import before_changing
from privacyhub.audit.models import Kind
from privacyhub.audit.record import COMMAND_LINE, record


class Command(BaseCommand):
    """Load whole files: each company's register becomes what its file says."""

    help = "Loads register files (YAML). A file with a mistake changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files, and whether to leave loaded companies alone."""
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument(
            "--missing", action="store_true", help="only companies that aren't loaded yet"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read every file before writing any."""
        registers = [(path, self._read(path)) for path in options["files"]]
        known = set(Controller.objects.values_list("key", flat=True)) if options["missing"] else ()
        for company in Controller.objects.filter(key__in={r.key for _path, r in registers}):
            before_changing(company)
        with transaction.atomic():
            for path, register in registers:
                if register.key in known:
                    about = {"file": path.name}
                    self.stdout.write(_("%(file)s: finnes fra før, ikke rørt") % about)
                else:
                    self._load(path, register)

    def _load(self, path: Path, register: Register) -> None:
        try:
            change = load(register)
        except BrokenRegisterError as error:
            message = _("%(file)s: %(why)s Ingenting er lagret.")
            raise CommandError(message % {"file": path.name, "why": error}) from error
        if change:
            company = Controller.objects.get(key=register.key)
            about = {"company": company, "subject": company}
            count = change.added + change.changed + change.removed
            record(Kind.LOADED, by=str(COMMAND_LINE), count=count, **about)
        message = _("%(file)s: %(added)d nye, %(changed)d endret, %(removed)d fjernet")
        self.stdout.write(message % {"file": path.name, **vars(change)})

    def _read(self, path: Path) -> Register:
        try:
            with path.open("rb") as file:
                return read(file.read(MAX_BYTES + 1))
        except OSError as error:
            message = _("%(file)s kan ikke leses. Finnes filen? Ingenting er lagret.")
            raise CommandError(message % {"file": path}) from error
        except RegisterFileError as error:
            message = _("%(file)s:\n%(faults)s\nIngenting er lagret.")
            raise CommandError(message % {"file": path.name, "faults": error}) from error
