"""What the staff's templates ask for."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from policies.admin.empty import NOTHING_YET
from policies.admin.errors import Fault
from policies.admin.errors import faults as faults_of

register = template.Library()


@register.simple_tag(takes_context=True)
def faults(context: Any) -> list[Fault]:
    """Return what is wrong with the form on the page, and where."""
    return faults_of(context)


@register.filter
def nothing_yet(options: Any) -> str:
    """Say that a list is empty, and what usually belongs there."""
    return str(NOTHING_YET.get(options.object_name, _("Ingenting her ennå.")))
