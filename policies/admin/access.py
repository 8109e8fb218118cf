"""Who may do what in the admin: by the roles one has in the active company.

Django's own permissions say nothing of companies, so they aren't asked.
"""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey
from django.http import Http404, HttpRequest, HttpResponse

from policies.admin.reading import legible, list_in_words, lists_of
from policies.admin.scoped import NAMED_BY
from policies.permissions import may_edit, may_read
from policies.workplace.active import active_company, allowed, desk_of


class ByRole:
    """Lets a page, a list, rows or a choice of actions ask the roles. What isn't ours, isn't."""

    model: Any
    # What tells a field that only a form has, to one who may only read; None leaves it out.
    in_words: ClassVar[dict[str, Any]] = {}

    def has_module_permission(self, request: HttpRequest) -> bool:
        return allowed(request, may_read)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allowed(request, may_read)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A record needs a company to belong to."""
        return allowed(request, may_edit) and active_company(request) is not None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allowed(request, may_edit)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allowed(request, may_edit)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Answer alike for what doesn't exist and what isn't ours, before roles are asked."""
        options: Any = super()
        found = options.get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show lists and the like in words to one who may only read."""
        options: Any = super()
        fieldsets = options.get_fieldsets(request, obj)
        if may_edit(desk_of(request).access):
            return fieldsets
        return legible(fieldsets, self._told())

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Count what is shown in words among what isn't a field of the form."""
        options: Any = super()
        fixed = options.get_readonly_fields(request, obj)
        if may_edit(desk_of(request).access):
            return fixed
        return (*fixed, *(field for field in self._told().values() if field), *self.in_words)

    def _told(self) -> dict[str, Any]:
        return {
            column.name: list_in_words(column) for column in lists_of(self.model)
        } | self.in_words

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Refuse an action that isn't offered for want of a role."""
        options: Any = self
        asked = request.POST.get("action")
        known = {name for _action, name, _label in options._get_base_actions()}  # noqa: SLF001
        if asked in known and asked not in options.get_actions(request):
            raise PermissionDenied
        shown: Any = super()
        answer: HttpResponse = shown.changelist_view(request, extra_context)
        return answer


class RowsByRole(ByRole):
    """The same for the rows below a record."""

    def get_queryset(self, request: HttpRequest) -> Any:
        """Bring along what the rows name, where they are shown as text."""
        options: Any = super()
        rows = options.get_queryset(request)
        if may_edit(desk_of(request).access):
            return rows
        named = [f for f in rows.model._meta.fields if isinstance(f, ForeignKey)]
        parts = [f"{f.name}__{part}" for f in named for part in NAMED_BY.get(f.related_model, ())]
        return rows.select_related(*(f.name for f in named), *parts)
