"""What every change of a record was, and by whom (docs/decisions/0007).

A history row holds a record as it stood after a change, links and source spans included. One
save in a browser makes one row for each record, and a save that changes nothing makes none.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history import register
from simple_history.models import HistoricalRecords

from policies.models.fields import TermField

Model = type[models.Model]

# Every model whose history is kept, in the order of the work.
MODELS: list[Model] = []
LOADED = "load"
UNDONE = "undo"
_reason: ContextVar[str | None] = ContextVar("reason", default=None)


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Give every history row that is written meanwhile a reason: LOADED or UNDONE."""
    token = _reason.set(reason)
    try:
        yield
    finally:
        _reason.reset(token)


@dataclass
class _Going:
    """One deletion under way: its moment, what goes, and who had links to it."""

    at: datetime = field(default_factory=timezone.now)
    gone: set[tuple[Model, int]] = field(default_factory=set)
    owners: dict[tuple[Model, int], list[Any]] = field(default_factory=lambda: defaultdict(list))


def _going(origin: Any) -> _Going:
    """Return the deletion that began with a record or a queryset, kept on it."""
    found: _Going = origin.__dict__.setdefault("_going", _Going())
    return found


class Records(HistoricalRecords):  # type: ignore[misc]
    """The library's recording, with links kept whole and nothing told twice."""

    def copy_fields(self, model: Model) -> dict[str, Any]:
        """Let a history row hold a term that has left the vocabulary since."""
        fields: dict[str, Any] = super().copy_fields(model)
        for copied in fields.values():
            if isinstance(copied, TermField):
                plain: Any = copied
                plain.__class__, plain.choices = models.CharField, None
        return fields

    def get_change_reason_for_object(self, *_args: Any) -> str | None:
        """Take the reason from the work under way."""
        return _reason.get()

    def create_historical_record(
        self, instance: Any, history_type: str, using: str | None = None
    ) -> None:
        """Write a row; within one request, a record's later changes go into its first row."""
        made = self._of_this_request()
        if history_type == "~" and (before := newest(instance)):
            if _alike(before, instance):
                return
            if made and (type(instance), before.pk) in made:
                self._rewrite(before, instance)
                return
        super().create_historical_record(instance, history_type, using)
        if made is not None and history_type != "-":
            made.add((type(instance), newest(instance).pk))

    def _of_this_request(self) -> Any:
        """Return the rows that the request under way has written; None outside one."""
        request = getattr(self.context, "request", None)
        return None if request is None else request.__dict__.setdefault("history_rows", set())

    def _rewrite(self, row: Any, instance: Any) -> None:
        for kept in row.tracked_fields:
            setattr(row, kept.attname, getattr(instance, kept.attname))
        row.save()
        for link in links_of(type(instance)):
            getattr(row, link.name).all().delete()
        self.create_historical_record_m2ms(row, instance)

    def pre_delete(self, instance: Any, **kwargs: Any) -> None:
        """Note which records have links to one that goes: the links go with it."""
        super().pre_delete(instance, **kwargs)
        going = _going(kwargs["origin"])
        going.gone.add((type(instance), instance.pk))
        for relation in instance._meta.related_objects:
            if relation.many_to_many:
                owners = getattr(instance, relation.get_accessor_name()).all()
                going.owners[type(instance), instance.pk] += list(owners)

    def post_delete(self, instance: Any, using: str | None = None, **kwargs: Any) -> None:
        """Write the deletion, with one moment for all that goes together, and lost links."""
        going = _going(kwargs["origin"])
        key = type(instance), instance.pk
        instance._history_date = going.at  # noqa: SLF001 - the library reads it
        super().post_delete(instance, using=using, **kwargs)
        for owner in going.owners.pop(key, ()):
            if (type(owner), owner.pk) not in going.gone:
                owner._history_date = going.at  # noqa: SLF001
                self.create_historical_record(owner, "~", using)


def history_of(model: Model) -> Any:
    """Return the history rows of a model."""
    return getattr(model, "history").all()  # noqa: B009 - the library sets it


def newest(record: Any) -> Any:
    """Return a record's newest history row, None when it has none."""
    return history_of(type(record)).filter(id=record.pk).order_by("-history_id").first()


def links_of(model: Model) -> list[Any]:
    """Return the fields of a model that are links to several."""
    return list(model._meta.many_to_many)


def _alike(row: Any, record: Any) -> bool:
    """Tell whether a record still stands as a history row has it."""
    if any(getattr(row, f.attname) != getattr(record, f.attname) for f in row.tracked_fields):
        return False
    for link in links_of(type(record)):
        held = set(getattr(record, link.name).values_list("pk", flat=True))
        column = f"{link.m2m_reverse_field_name()}_id"
        if held != set(getattr(row, link.name).values_list(column, flat=True)):
            return False
    return True


def remember(
    added: Collection[Any], changed: Collection[Any], *, reason: str, by: Any = None
) -> None:
    """Write a history row, links included, for each of some records of one kind."""
    at = timezone.now()
    for records, is_update in ((added, False), (changed, True)):
        if not records:
            continue
        model = type(next(iter(records)))
        rows = getattr(model, "history").bulk_history_create(  # noqa: B009
            records,
            update=is_update,
            default_user=by,
            default_change_reason=reason,
            default_date=at,
        )
        by_record = {row.id: row for row in rows}
        for link in links_of(model):
            _remember_link(link, by_record)


def _remember_link(link: Any, rows: dict[int, Any]) -> None:
    """Copy a link's rows into the history of the records they start from."""
    through: Any = link.remote_field.through
    owner = link.m2m_field_name()
    company = next(iter(rows.values())).controller_id
    columns = [column.attname for column in through._meta.fields]
    kept: Any = Records.m2m_models[link]
    kept.objects.bulk_create(
        kept(history=rows[held[f"{owner}_id"]], **held)
        for held in through.objects.filter(**{f"{owner}__controller_id": company}).values(*columns)
        if held[f"{owner}_id"] in rows
    )


def record_history(models_kept: Collection[Model]) -> None:
    """Keep the history of these models: every field, source spans and links included."""
    MODELS.extend(models_kept)
    for model in models_kept:
        register(
            model,
            records_class=Records,
            m2m_fields=[link.name for link in links_of(model)],
            verbose_name=_("endring"),
            verbose_name_plural=_("endringer"),
        )
