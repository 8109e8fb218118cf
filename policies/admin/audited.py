"""What is done on a company's pages, told to the log as that company's."""

from typing import Any

from django.http import HttpRequest

from policies.workplace.active import active_company
from policies.workplace.wording import named
from privacyhub.audit.audited import Audited


class AuditedRecords(Audited):
    """Tells of records by the names that the history uses, on the active company."""

    def event_company(self, request: HttpRequest) -> Any:
        """Return the company that is worked on."""
        return active_company(request)

    def event_name(self, record: Any) -> str:
        """Return what the record is called."""
        return named(record)
