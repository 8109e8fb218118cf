"""Admin pages that tell the log what is done on them, in place of Django's own log."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from privacyhub.audit.models import Kind
from privacyhub.audit.record import record, record_each, record_reading


class Audited:
    """Writes what is added, changed and deleted, and who looks at a person's data.

    Django's own log isn't written: it would keep the same text where nothing clears it.
    """

    holds_people: ClassVar[bool] = False

    def event_company(self, _request: HttpRequest) -> Any:
        """Return the company that an event belongs to; None for none."""
        return None

    def event_name(self, record: Any) -> str:
        """Return what a record is called."""
        return str(record)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:  # noqa: ARG002
        """Write what was added."""
        self._write_event(Kind.ADDED, request, obj)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write what was changed, by the names of the fields; a save of nothing isn't told."""
        if changed := changes(message):
            self._write_event(self.change_kind(request), request, obj, **changed)

    def change_kind(self, _request: HttpRequest) -> Kind:
        """Return what a change is called."""
        return Kind.CHANGED

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Write what is deleted, before it goes."""
        about = {"company": self.event_company(request), "request": request}
        record_each(Kind.DELETED, queryset, **about)

    def _write_event(self, kind: Kind, request: HttpRequest, obj: Any, **details: Any) -> None:
        company = self.event_company(request)
        called = self.event_name(obj)
        record(kind, request=request, company=company, subject=obj, called=called, **details)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """Write that a person's page was opened."""
        answer: HttpResponse = super().change_view(request, object_id, *args, **kwargs)  # type: ignore[misc]
        self._read(request, answer, object_id)
        return answer

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """Write that a person's history was opened: it tells what stood there."""
        answer: HttpResponse = super().history_view(request, object_id, *args, **kwargs)  # type: ignore[misc]
        self._read(request, answer, object_id)
        return answer

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Write that a list of people was opened."""
        answer: HttpResponse = super().changelist_view(request, *args, **kwargs)  # type: ignore[misc]
        self._read(request, answer, None)
        return answer

    def shows_people(self, _record: Any) -> bool:
        """Tell whether a record's page shows a person's data, where the kind may."""
        return True

    def _read(self, request: HttpRequest, answer: HttpResponse, object_id: str | None) -> None:
        """Write a reading when the page was shown: not a redirect, an error, or a save."""
        shown = request.method == "GET" and answer.status_code == HttpResponse.status_code
        if not self.holds_people or not shown:
            return
        options: Any = self
        about = {"by": request.user, "company": self.event_company(request)}
        if object_id is None:
            record_reading(options.model, **about)
            return
        found = options.get_object(request, object_id)
        if found is not None and self.shows_people(found):
            record_reading(found, called=self.event_name(found), **about)


def changes(message: Any) -> dict[str, list[str]]:
    """Return what Django's message says was changed: fields, and rows by kind and name."""
    found: dict[str, list[str]] = {}
    for part in message if isinstance(message, list) else ():
        for what, about in part.items():
            if "object" not in about:
                found.setdefault("fields", []).extend(_named(about["fields"]))
                continue
            row, fields = f"{about['name']} «{about['object']}»", about.get("fields")
            found.setdefault(_WHAT[what], []).append(
                f"{row} ({', '.join(_named(fields))})" if fields else row
            )
    return found


def _named(fields: Iterable[str]) -> list[str]:
    """Return what fields are called; Django hands its own names over in English."""
    return [_(name) for name in fields]


_WHAT = {"added": "added", "changed": "changed", "deleted": "removed"}
