"""What a page in the admin may be asked: what its own filters ask, and a record by its number."""

from typing import Any

from django.contrib.admin.filters import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest

_ENDS = ("__exact", "__isnull", "__id__exact")


def _asks(item: Any) -> set[str]:
    """Return the parameters of one filter: a field, a field with its class, or a class."""
    if isinstance(item, type) and issubclass(item, SimpleListFilter):
        return {str(item.parameter_name)}
    name = item[0] if isinstance(item, (list, tuple)) else item
    return {f"{name}{end}" for end in _ENDS}


class OwnFilters:
    """Leads to the whole list when somebody asks for more than the filters do.

    Django answers any lookup on the model's own fields: a regular expression that never ends,
    a number that no column holds, a lookup that the database can't do.
    """

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Return a record; a form may send an empty name of the field that it is known by."""
        return super().get_object(request, object_id, from_field or None)  # type: ignore[misc]

    def lookup_allowed(
        self,
        lookup: str,
        value: str,  # noqa: ARG002 - Django's signature
        request: HttpRequest | None = None,
    ) -> bool:
        """Allow what a filter asks."""
        options: Any = self
        if not any(lookup in _asks(item) for item in options.get_list_filter(request)):
            raise IncorrectLookupParameters
        return True
