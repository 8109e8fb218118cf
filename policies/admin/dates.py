"""Dates as people write them."""

import re
from typing import Any

from django import forms

from policies.publishing.article.words import LOCALE

_MONTHS = {name: number for number, name in LOCALE.months["format"]["wide"].items()}
_WRITTEN = re.compile(rf"\s*(\d{{1,2}})\.?\s+({'|'.join(_MONTHS)})\s+(\d{{4}})\s*", re.IGNORECASE)


class WrittenDate(forms.DateField):
    """A date that may be written «22. november 2026» too."""

    def to_python(self, value: Any) -> Any:
        """Put the month's number for its name."""
        found = _WRITTEN.fullmatch(value) if isinstance(value, str) else None
        if found:
            day, month, year = found.groups()
            value = f"{day}.{_MONTHS[month.lower()]}.{year}"
        return super().to_python(value)
