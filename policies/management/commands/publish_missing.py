"""Publish version 1 of every policy that has none."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from policies.models import Policy
from policies.publishing.publish import publish_policy


class Command(BaseCommand):
    """Publish what has never been published; what has is left alone."""

    help = "Publishes version 1 of each policy that has no version."

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish each, and say its address."""
        waiting = Policy.objects.filter(versions__isnull=True)
        for pk in list(waiting.values_list("pk", flat=True)):
            policy = Policy.objects.select_related("controller").get(pk=pk)
            version = publish_policy(policy, by=_("Personvernhub (første innlasting)"))
            about = {"title": version.title, "path": policy.get_absolute_url()}
            self.stdout.write(_("Publisert: %(title)s på %(path)s") % about)
