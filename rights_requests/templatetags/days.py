"""Dates as the policies write them."""

from datetime import date, datetime

from django import template

from policies.publishing.article import words

register = template.Library()


@register.filter
def day(moment: date | datetime) -> str:
    """Return «22. november 2026»."""
    return words.day(moment)
