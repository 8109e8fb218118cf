"""History rows as Norwegian sentences: who changed what, from what to what, and when.

Naming the records takes one query for each kind, two where some are gone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from policies.models import DataUse, Term
from policies.models.history import LOADED, UNDONE, Model, history_of
from policies.workplace.rows import Ref, Step, page_of, steps_of
from policies.workplace.wording import named, told_as


@dataclass(frozen=True)
class Change:
    """One change: who did what to which record, and each field from what to what."""

    ref: Ref
    at: datetime
    sentence: str
    details: tuple[str, ...]
    href: str
    can_be_undone: bool

    @property
    def moment(self) -> str:
        """Return «22.11.2026 kl. 15.10»."""
        return timezone.localtime(self.at).strftime("%d.%m.%Y kl. %H.%M")

    @property
    def text(self) -> str:
        """Return the whole change as one sentence."""
        return f"{self.sentence}. {'. '.join(self.details)}".strip(". ") + "."

    @property
    def undo_href(self) -> str:
        """Return where the change is undone; empty when it can't be."""
        return reverse("admin:history-undo", args=self.ref) if self.can_be_undone else ""


def told(refs: Sequence[Ref]) -> list[Change]:
    """Return changes in words, in the order they are asked for."""
    steps = steps_of(refs)
    names = Names(steps.values())
    return [_told(ref, steps[ref], names) for ref in refs]


class Names:
    """What records are called now; what is gone is called what it was when it went."""

    def __init__(self, steps: Iterable[Step]) -> None:
        wanted: dict[Model, set[int]] = defaultdict(set)
        for step in steps:
            model, pk = page_of(step)
            wanted[model].add(pk)
            if step.model is DataUse:
                wanted[Term].add(step.row.category_id)
            for difference in step.differences():
                if difference.target:
                    wanted[difference.target] |= difference.records
        self.living: dict[Model, dict[int, str]] = {}
        self.gone: dict[Model, dict[int, str]] = {}
        for model, pks in wanted.items():
            self._look_up(model, pks - {None})

    def _look_up(self, model: Model, pks: set[int]) -> None:
        found = model._default_manager.filter(pk__in=pks)
        if model is DataUse:
            found = found.select_related("category")
        self.living[model] = {record.pk: named(record) for record in found}
        self.gone[model] = {}
        if missing := pks - self.living[model].keys():
            rows = history_of(model).filter(id__in=missing).order_by("history_id")
            self.gone[model] = {row.id: named(row.instance, _unknown_category) for row in rows}

    def __call__(self, model: Model, pk: int) -> str:
        """Return a record's name."""
        return self.living[model].get(pk) or self.gone[model].get(pk) or _("ukjent")


def _unknown_category(_pk: int) -> str:
    return _("opplysninger")


def _told(ref: Ref, step: Step, names: Names) -> Change:
    row = step.row
    can_be_undone = row.history_type == "-" or bool(step.differences())
    return Change(
        ref=ref,
        at=row.history_date,
        sentence=sentence_of(step, names),
        details=details_of(step, names),
        href=_href(step, names),
        can_be_undone=can_be_undone,
    )


def details_of(step: Step, names: Names) -> tuple[str, ...]:
    """Return each field from what to what, and spans when nothing else changed."""
    if step.row.history_type != "~":
        return ()
    if step.before is None:
        return (_("Det som sto før, er ikke kjent"),)
    details = tuple(told_as(difference, names) for difference in step.differences())
    if not details and step.before.sources != step.row.sources:
        return (_("Kildehenvisningene ble endret"),)
    return details


def sentence_of(step: Step, names: Names) -> str:
    """Return «Kari endret formål «levere varene»»."""
    reason, kind = step.row.history_change_reason or "", step.row.history_type
    sentences = {
        "+": _("%(who)s la til %(what)s"),
        "~": _("%(who)s endret %(what)s"),
        "-": _("%(who)s fjernet %(what)s"),
    }
    undone = {
        "+": _("%(who)s angret en fjerning, og hentet tilbake %(what)s"),
        "~": _("%(who)s angret en endring i %(what)s"),
    }
    sentence = undone.get(kind, sentences[kind]) if reason == UNDONE else sentences[kind]
    return sentence % {"who": _who(step.row), "what": what_of(step, names)}


def _who(row: Any) -> str:
    user, is_loaded = row.history_user, row.history_change_reason == LOADED
    if is_loaded:
        return _("%(who)s (fra fil)") % {"who": user} if user else _("Innlasting fra fil")
    return str(user) if user else _("En ukjent bruker")


def what_of(step: Step, names: Names) -> str:
    """Return the record by its kind and name: «formål «levere varene»»."""
    name = named(step.row.instance, lambda pk: names(Term, pk))
    return f"{step.model._meta.verbose_name} «{name}»"


def _href(step: Step, names: Names) -> str:
    model, pk = page_of(step)
    if pk not in names.living[model]:
        return ""
    try:
        return reverse(f"admin:policies_{model._meta.model_name}_change", args=[pk])
    except NoReverseMatch:
        return ""
