"""What a record is used by: such a one is ended, or taken out there first, not deleted.

Found by the relations of the models, so that a new relation counts by being declared.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import CASCADE, PROTECT, RESTRICT, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from policies.document.layout import root, tables
from policies.models import Policy, PolicyVersion, Record
from policies.models.history import Model
from policies.publishing.article.words import listed
from policies.workplace.phrases import the
from policies.workplace.wording import named

_MOST_NAMED = 5


@dataclass(frozen=True)
class Refusal:
    """Why a record can't be deleted: a sentence, where it is used, and where to end it."""

    record: Any
    text: str
    uses: list[tuple[str, str]]
    end_href: str = ""


@cache
def paths(model: Model) -> tuple[tuple[Model, str], ...]:
    """Return who may name a record of a kind, or a part of it: their model and the lookup."""
    found = list(_named_by(model))
    parts = {
        r.related_model: r.field.name
        for r in model._meta.related_objects
        if r.one_to_many and r.on_delete is CASCADE
    }
    for part, column in parts.items():
        inside = {*parts, model}
        found += [(by, f"{path}__{column}") for by, path in _named_by(part) if by not in inside]
    return tuple(found)


def _named_by(model: Any) -> list[tuple[Model, str]]:
    return [
        (r.related_model, r.field.name)
        for r in model._meta.related_objects
        if r.many_to_many or (r.one_to_many and r.on_delete in (RESTRICT, PROTECT))
    ]


def in_use(records: Any) -> Any:
    """Leave out of some records what is ended."""
    ends = hasattr(records.model, "ended_on")
    return records.filter(ended_on__isnull=True) if ends else records


def is_used(record: Any) -> bool:
    """Tell whether other records name it, in one query, or else a published version."""
    model: Any = type(record)
    condition = Q()
    for by, path in paths(model):
        condition |= Q(Exists(by._default_manager.filter(**{path: OuterRef("pk")})))
    by_others = condition and model._default_manager.filter(condition, pk=record.pk).exists()
    return bool(by_others or versions_telling(record, most=1))


def uses_of(records: Sequence[Any]) -> dict[int, list[Any]]:
    """Return the records that name each, by its number: as many queries however many."""
    found: dict[int, dict[Any, None]] = defaultdict(dict)
    if not records:
        return {}
    model: Any = type(records[0])
    own = {record.pk for record in records}
    for by, path in paths(model):
        pairs = set(by._default_manager.filter(**{f"{path}__in": own}).values_list(path, "pk"))
        users = by._default_manager.in_bulk({pk for _named, pk in pairs}) if pairs else {}
        for number, pk in sorted(pairs):
            if not (by is model and pk in own):
                found[number][users[pk]] = None
    return {number: list(users) for number, users in found.items()}


def versions_telling(record: Any, most: int = _MOST_NAMED) -> list[PolicyVersion]:
    """Return the newest published versions that tell of a record that can be ended."""
    if not hasattr(record, "ended_on"):
        return []
    table = next(t for t in tables() if t.parent is root() and t.model is type(record))
    quoted = json.dumps(record.key)
    versions = (
        PolicyVersion.objects.kept()
        .filter(policy__controller_id=record.controller_id, document__contains=quoted)
        .only("number", "title", "document", "policy")
    )
    found: list[PolicyVersion] = []
    for version in versions.iterator(chunk_size=1):
        told = json.loads(version.document).get("company", {}).get(table.name, ())
        if any(one["key"] == record.key for one in told):
            found.append(version)
        if len(found) == most:
            break
    return found


def refusals(records: Sequence[Any]) -> list[Refusal]:
    """Return why some of these records, all of one kind, can't be deleted."""
    found = []
    used = uses_of(records)
    for record in records:
        users = used.get(record.pk) or versions_telling(record)
        if users:
            found.append(_refusal(record, users))
    return found


def _refusal(record: Any, users: list[Any]) -> Refusal:
    names = [the(user) for user in users[:_MOST_NAMED]]
    if more := len(users) - len(names):
        names.append(_("%(number)d til") % {"number": more})
    about = {"name": named(record), "list": listed(names)}
    end_href = ""
    if isinstance(record, Policy):
        text = _("%(name)s er publisert, og blir stående.")
    elif not hasattr(record, "ended_on"):
        text = _("%(name)s brukes i %(list)s. Ta den ut der først.")
    elif record.ended_on:
        text = _("%(name)s brukes i %(list)s. Den er avsluttet, og blir stående.")
    else:
        text = _("%(name)s brukes i %(list)s. Avslutt den i stedet for å slette.")
        end_href = _address(record, "end")
    places = [(the(user), _address(user, "change")) for user in users[:_MOST_NAMED]]
    return Refusal(record, text % about, places, end_href)


def _address(record: Record | PolicyVersion, page: str) -> str:
    return reverse(f"admin:policies_{record._meta.model_name}_{page}", args=[record.pk])
