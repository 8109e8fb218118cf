"""Words for the pages under /konto/."""

from typing import Any

from django import template
from django.contrib import admin
from django.utils.translation import gettext as _

register = template.Library()
# The first that fits: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def _first(agent: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for part, name in names if part in agent), "")


@register.simple_tag(takes_context=True)
def may_work(context: dict[str, Any]) -> bool:
    """Tell whether the pages of staff open for the user."""
    return bool(admin.site.has_permission(context["request"]))


@register.filter
def browser(agent: str) -> str:
    """Return what a person calls the browser: «Firefox på Windows»."""
    name, system = _first(agent, _BROWSERS), _first(agent, _SYSTEMS)
    if name and system:
        return _("%(browser)s på %(system)s") % {"browser": name, "system": system}
    return name or system or _("Ukjent nettleser")
