"""Tell which lines of which source support which field."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from policies.document.build import build
from policies.document.provenance import statements
from policies.models import Controller


class Command(BaseCommand):
    """Print every source span in the registers."""

    help = "Prints which lines of which source text support which field."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the companies (all without any), and the form."""
        parser.add_argument("slugs", nargs="*")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each span, or all of them as a JSON list."""
        slugs = options["slugs"] or Controller.objects.values_list("key", flat=True).order_by("key")
        found = [statement for slug in slugs for statement in statements(build(slug))]
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for each in found:
            first, last = each["lines"]
            place = f"{each['file']}:{first}-{last}"
            self.stdout.write(f"{place}\t{each['record']}.{each['field']}\t{each['value']}")
