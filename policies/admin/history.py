"""A record's own history, in words."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from policies.models.history import MODELS
from policies.workplace.history_views import page_of_changes
from policies.workplace.rows import of_record
from policies.workplace.wording import named


class HistoryInWords:
    """Shows who changed what, on the record's «Historikk»: its own rows and those below it."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the changes of a record of the active company, newest first."""
        options: Any = self
        record = options.get_object(request, object_id)
        if not options.has_view_or_change_permission(request, record):
            raise PermissionDenied
        context = {
            **options.admin_site.each_context(request),
            "title": _("Historikk for %(name)s") % {"name": named(record)},
            "opts": options.opts,
            "module_name": capfirst(str(options.opts.verbose_name_plural)),
            "object": record,
            **page_of_changes(request, of_record(record, MODELS)),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/record_history.html", context)
