"""Undoing a change: its fields and links are set back, if they still hold what it gave them.

An undo is a change like others: it has its own row in the history, and can be undone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from policies.models import Controller, Policy, SourceDocument
from policies.models.history import MODELS, UNDONE, Model, history_of, links_of, remember
from policies.workplace.history import Names, what_of
from policies.workplace.rows import BELOW, Ref, Step, steps_of
from policies.workplace.wording import Difference, named, shown, told_as
from privacyhub.audit.models import Kind
from privacyhub.audit.record import record as record_event

_ADDRESS = {"street", "postcode", "city"}  # spans speak of the three together


class CannotUndoError(Exception):
    """Somebody changed the same since, or what it needs is gone. Says what, in sentences."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(*problems)
        self.problems = problems


@dataclass
class WayBack:
    """What an undo will do, in sentences, and what stands in its way."""

    effects: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    made: list[Any] = field(default_factory=list)  # records to insert, the one above first
    changed: list[Any] = field(default_factory=list)  # records to save, or only to link anew
    links: list[tuple[Any, str, set[int]]] = field(default_factory=list)


def way_back(ref: Ref) -> WayBack:
    """Return what undoing a change would do. It reads only."""
    step = steps_of([ref])[ref]
    names = Names([step])
    if step.row.history_type == "-":
        return _restoring(step, names)
    if step.differences():
        return _setting_back(step, names)
    return WayBack(problems=[_("Denne endringen kan ikke angres.")])


@transaction.atomic
def undo(ref: Ref, company: Controller, *, by: Any) -> WayBack:
    """Set back what a change did, and say what was done.

    Raises CannotUndoError, with nothing done, when something stands in the way.
    """
    Controller.objects.select_for_update().get(pk=company.pk)
    step = steps_of([ref])[ref]
    list(step.model._default_manager.select_for_update().filter(pk=step.row.id))
    way = way_back(ref)
    if way.problems:
        raise CannotUndoError(way.problems)
    for record in (*way.made, *way.changed):
        record.skip_history_when_saving = True  # until its links are written too
        record.save(force_insert=any(record is made for made in way.made))
    for record, name, wanted in way.links:
        getattr(record, name).set(wanted)
    for record in way.made:
        remember([record], [], reason=UNDONE, by=by)
    for record in way.changed:
        remember([], [record], reason=UNDONE, by=by)
    fields = [capfirst(str(d.field.verbose_name)) for d in step.differences()]
    about = {"company": company, "subject": (*way.made, *way.changed)[0]}
    record_event(Kind.UNDONE, by=by, called=named(about["subject"]), fields=fields, **about)
    return way


def _setting_back(step: Step, names: Names) -> WayBack:
    way = WayBack()
    record: Any = step.model._default_manager.filter(pk=step.row.id).first()
    if record is None:
        way.problems.append(_("%(what)s er fjernet siden.") % {"what": _what(step, names)})
        return way
    way.changed.append(record)
    for difference in step.differences():
        way.effects.append(told_as(difference.reverse, names))
        if difference.field.many_to_many:
            way.problems += _set_links_back(record, difference, names, way)
        else:
            way.problems += _set_field_back(record, difference, names)
    if not way.problems:
        record.sources = _spans_back(record, step)
        way.problems += _faults(record, {d.field.name for d in step.differences()})
    return way


def _set_field_back(record: Any, difference: Difference, names: Names) -> Iterator[str]:
    column, now = difference.field, getattr(record, difference.field.attname)
    about = {"field": capfirst(str(column.verbose_name))}
    if now != difference.after:
        about["now"] = shown(column, now, _name_now)
        yield _("%(field)s er endret siden, og er nå %(now)s.") % about
    elif column.name == "key" and isinstance(record, Policy) and record.versions.exists():
        yield _("Adressen er publisert, og kan ikke endres.")
    elif column.many_to_one and _gone(column.related_model, {difference.before}):
        about["name"] = names(column.related_model, difference.before)
        yield _("%(field)s kan ikke settes tilbake: «%(name)s» er fjernet siden.") % about
    else:
        setattr(record, column.attname, difference.before)


def _set_links_back(
    record: Any, difference: Difference, names: Names, way: WayBack
) -> Iterator[str]:
    name, target = difference.field.name, difference.field.related_model
    now = set(getattr(record, name).values_list("pk", flat=True))
    gained = difference.after - difference.before
    lost = difference.before - difference.after
    about = {"field": capfirst(str(difference.field.verbose_name))}
    if not gained <= now or lost & now:
        yield _("%(field)s er endret siden.") % about
    for pk in sorted(_gone(target, lost)):
        about["name"] = names(target, pk)
        yield _("%(field)s kan ikke settes tilbake: «%(name)s» er fjernet siden.") % about
    way.links.append((record, name, (now - gained) | lost))


def _spans_back(record: Any, step: Step) -> list[Any]:
    """Return the spans as they were for the fields that are set back, others as they are."""
    before, after = step.before.sources, step.row.sources
    if record.sources == after:
        return _of_known(record, before)
    fields = {difference.field.name for difference in step.differences()}
    if fields & _ADDRESS:
        fields.add("address")
    kept = [span for span in record.sources if span["field"] not in fields]
    return _of_known(record, [*kept, *(span for span in before if span["field"] in fields)])


def _of_known(record: Any, spans: list[Any]) -> list[Any]:
    """Leave out the spans of documents that are no longer in the register."""
    company = getattr(record, "controller_id", record.pk)
    known = set(SourceDocument.objects.filter(controller=company).values_list("key", flat=True))
    return [span for span in spans if span["document"] in known]


def _faults(record: Any, changed: set[str]) -> list[str]:
    """Return what the record's own rules say against it."""
    others = {column.name for column in record._meta.fields} - changed
    try:
        record.clean_fields(exclude=others)
        record.clean()
        record.validate_constraints()
    except ValidationError as error:
        return list(error.messages)
    return []


def _restoring(step: Step, names: Names) -> WayBack:
    """Bring a deleted record back, the rows that went with it, and its links."""
    way = WayBack()
    parts = [step, *_gone_with(step)]
    names = Names(parts)
    back = {(part.model, part.row.id) for part in parts}
    for part in parts:
        record = part.row.instance
        way.effects.append(_("%(what)s kommer tilbake.") % {"what": _what(part, names)})
        way.problems += _hindrances(part, back, names)
        record.sources = _of_known(record, record.sources)
        way.made.append(record)
        for link in links_of(part.model):
            other = link.related_model
            kept = part.links_before[link.name]
            lost = {pk for pk in _gone(other, set(kept)) if (other, pk) not in back}
            way.links.append((record, link.name, set(kept) - lost))
    if not way.problems:
        for record in way.made:
            references = {c.name for c in record._meta.fields if c.many_to_one}
            own = {c.name for c in record._meta.fields} - references
            way.problems += _faults(record, own - {"id"})
    _link_again(parts, back, way)
    return way


def _gone_with(step: Step) -> list[Step]:
    """Return the rows below that were deleted in the same stroke, in an order to insert."""
    below = BELOW.get(step.model, {})
    refs = []
    for model in MODELS:
        if column := below.get(model):
            held = {f"{column}_id": step.row.id, "history_date": step.row.history_date}
            rows = history_of(model).filter(history_type="-", **held).order_by("history_id")
            refs += [(str(model._meta.model_name), row.history_id) for row in rows]
    return list(steps_of(refs).values())


def _hindrances(step: Step, back: set[tuple[Model, int]], names: Names) -> Iterator[str]:
    what = _what(step, names)
    if not _gone(step.model, {step.row.id}):
        yield _("%(what)s er allerede hentet tilbake.") % {"what": what}
    for column in step.row.tracked_fields:
        if not column.many_to_one:
            continue
        pk, target = getattr(step.row, column.attname), column.related_model
        if pk is not None and (target, pk) not in back and _gone(target, {pk}):
            about = {"what": what, "field": str(column.verbose_name)}
            yield _("%(what)s kan ikke hentes tilbake alene: %(field)s er også fjernet.") % about


def _link_again(parts: list[Step], back: set[tuple[Model, int]], way: WayBack) -> None:
    """Give the records that lost a link by the deletion their link again."""
    moment = parts[0].row.history_date
    for model in MODELS:
        if not any(link.related_model is part.model for link in links_of(model) for part in parts):
            continue
        rows = history_of(model).filter(history_type="~", history_date=moment).order_by()
        refs = [(str(model._meta.model_name), row.history_id) for row in rows]
        for step in steps_of(refs).values():
            owner = model._default_manager.filter(pk=step.row.id).first()
            if owner is not None:
                _link_owner(owner, step, back, way)


def _link_owner(owner: Any, step: Step, back: set[tuple[Model, int]], way: WayBack) -> None:
    names = Names([step])
    for difference in step.differences():
        if not difference.field.many_to_many:
            continue
        target: Any = difference.target
        lost = {pk for pk in difference.before - difference.after if (target, pk) in back}
        if lost:
            now = set(getattr(owner, difference.field.name).values_list("pk", flat=True))
            way.links.append((owner, difference.field.name, now | lost))
            way.changed.append(owner)
            again = Difference(difference.field, frozenset(), frozenset(lost))
            about = {"what": _what(step, names), "how": told_as(again, names)}
            way.effects.append(_("%(what)s: %(how)s.") % about)


def _gone(model: Model, pks: Iterable[int | None]) -> set[int]:
    """Return which of these records no longer exist."""
    wanted = {pk for pk in pks if pk is not None}
    if not wanted:
        return set()
    return wanted - set(model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True))


def _name_now(model: Model, pk: int) -> str:
    return named(model._default_manager.get(pk=pk))


def _what(step: Step, names: Names) -> str:
    return str(capfirst(what_of(step, names)))
