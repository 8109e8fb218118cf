"""Rows below a record as cards: the first is open on a new page, rare fields are folded."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from policies.admin.base import RecordInline
from policies.admin.folding import rare_fields

MORE = _("Flere opplysninger")
ONE_MORE = "flere"  # asks for an empty card in the address, where there is no script


def asked_with(name: str, fieldsets: Any) -> Any:
    """Return a card's groups for a page of its own, which asks first what it belongs to."""
    (title, about), *rest = fieldsets
    return ((title, {**about, "fields": (name, *about["fields"])}), *rest)


class CardInline(RecordInline):
    """Cards below a record. `starts_with_one` shows an empty one on a new record's page."""

    starts_with_one = False

    def get_extra(self, request: HttpRequest, obj: Any = None, **_kwargs: Any) -> int:
        """Show an empty card where nothing stands yet, and where one is asked for."""
        wanted = self.starts_with_one if obj is None else request.GET.get(ONE_MORE) == self.prefix
        return int(wanted)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Tell the rows which of their fields are rare."""
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.rare = rare_fields(self.get_fieldsets(request, obj) if not kwargs else ())
        return formset

    @property
    def prefix(self) -> str:
        """Return what the rows are called on the page."""
        field: Any = self.model._meta.get_field(self.fk_name or "")
        return str(field.remote_field.get_accessor_name())
