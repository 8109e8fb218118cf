"""Text with the words that were searched for marked."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from policies.workplace.words import Part

register = template.Library()


@register.filter
def marks(parts: Iterable[Part]) -> SafeString:
    """Return the pieces of a text, every one escaped, those that were asked for marked."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", t) if is_hit else t,) for t, is_hit in parts)
    )
