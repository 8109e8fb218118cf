"""What is done to erase a company, step by step. Each is needed: a test leaves one out."""

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, models
from django.db.models.functions import Cast

from policies.erasing import tables
from policies.models import Controller
from policies.models.history import MODELS, history_of
from policies.workplace.active import SESSION_KEY
from privacyhub.accounts.models import Invitation
from privacyhub.audit.models import Event

_MESSAGES = "_messages"  # where Django keeps what the next page will tell


def others(company: Controller) -> None:
    """Let the rooms that know us, but not we them, erase what is theirs."""
    for path in settings.ERASED_WITH_COMPANY:
        import_module(path).erase(company)


def events(company: Controller) -> None:
    """Empty and delete what the log tells of it."""
    Event.objects.about(company.key).erase()


def versions(company: Controller) -> None:
    """Empty and delete its published versions."""
    found = tables.versions(company)
    found.erase(by=str(company.pk), reason=str(company.pk))
    found.delete()


def admin_log(company: Controller) -> None:
    """Delete what Django's own log holds of its records, also of those that were deleted."""
    for model, column in [*tables.owned(), (Controller, "id")]:
        kinds = ContentType.objects.get_for_model(model)
        known = [model._default_manager.filter(**{column: company.pk})]
        if model in MODELS:
            known.append(history_of(model).filter(**{column: company.pk}))
        for rows in known:
            numbers = rows.order_by().annotate(as_text=Cast("id", models.TextField()))
            LogEntry.objects.filter(
                content_type=kinds, object_id__in=numbers.values("as_text")
            ).delete()


def history(company: Controller) -> None:
    """Delete its history, links first: they are found through it."""
    for rows in (*tables.history_links(company), *tables.history(company)):
        _delete(rows)


def register(company: Controller) -> None:
    """Delete its records and whatever else belongs to it, without writing history of it."""
    for rows in tables.links(company):
        _delete(rows)
    for model, rows in tables.rows(company).items():
        if model in MODELS:
            _delete(rows)
        else:
            rows.delete()
    _delete(Controller.objects.filter(pk=company.pk))


def _delete(rows: Any) -> None:
    """Delete rows in one query; references are checked at the end, and no history is written."""
    rows._raw_delete(rows.db)  # noqa: SLF001 - what the ORM itself uses for it


def search_index(_company: Controller) -> None:
    """Make SQLite's index anew: the rows went with the records, but their words stay in it.

    PostgreSQL keeps no words but those of rows.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO policies_search(policies_search) VALUES ('rebuild')")


def people(company: Controller) -> None:
    """Forget that anybody worked on it last."""
    users = get_user_model()._default_manager
    users.filter(last_company=company.key).update(last_company="")


def invitations(company: Controller) -> None:
    """Delete the invitations to it, answered or not."""
    Invitation.objects.filter(company_key=company.key).delete()


def sessions(company: Controller) -> None:
    """Forget that anybody works on it, and messages that wait to be shown."""
    store = SessionStore()
    for session in Session.objects.all():
        held = session.get_decoded()
        is_chosen = held.get(SESSION_KEY) == company.pk
        if is_chosen or _MESSAGES in held:
            held.pop(_MESSAGES, None)
            if is_chosen:
                held.pop(SESSION_KEY)
            session.session_data = store.encode(held)
            session.save(update_fields=["session_data"])


# The order matters: what is found through the register goes before it; what those who write at
# the same time may still add goes after it, when their writing has been waited for.
STEPS: tuple[Callable[[Controller], None], ...] = (
    admin_log,
    others,
    versions,
    register,
    search_index,
    history,
    events,
    people,
    invitations,
    sessions,
)


def empty_journal() -> None:
    """Let SQLite write what was erased over the file, and cut its journal (WAL) to nothing.

    While somebody else holds the database it waits for another time: the company is erased.
    """
    if connection.vendor == "sqlite":
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
