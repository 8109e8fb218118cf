"""How a field's change is told: «Poststed: fra «Oslo» til «Bodø»»."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django_countries.fields import CountryField

from policies.models import DataUse, Policy
from policies.models.fields import ItemsField, TermField
from policies.models.history import Model
from policies.publishing.article.words import country, listed

_NAME_LENGTH = 80
Naming = Callable[[Model, int], str]


@dataclass(frozen=True)
class Difference:
    """A field with what stood before and after; for links, the records that they named."""

    field: Any
    before: Any
    after: Any

    @property
    def target(self) -> Model | None:
        """Return the model that the field refers to, None for an ordinary one."""
        found: Model | None = self.field.related_model
        return found

    @property
    def records(self) -> set[int]:
        """Return the records that the field refers to, before and after."""
        if self.field.many_to_many:
            return set(self.before | self.after)
        return {pk for pk in (self.before, self.after) if pk is not None}

    @property
    def reverse(self) -> "Difference":
        """Return the way back."""
        return Difference(self.field, self.after, self.before)


def told_as(difference: Difference, names: Naming) -> str:
    """Return the change of a field as a sentence."""
    field = difference.field
    label = capfirst(str(field.verbose_name))
    if field.many_to_many:
        return f"{label}: {_links(difference, names)}"
    if isinstance(field, ItemsField):
        return f"{label}: {_items(difference)}"
    about = {
        "before": shown(field, difference.before, names),
        "after": shown(field, difference.after, names),
    }
    return f"{label}: " + _("fra %(before)s til %(after)s") % about


def shown(field: Any, value: Any, names: Naming) -> str:
    """Return what a field holds, in words; what nobody has said is «ikke avklart»."""
    if value is None or str(value) == "":
        return _("ikke avklart")
    if field.many_to_one:
        return f"«{names(field.related_model, value)}»"
    if isinstance(field, TermField):
        return term(field.choices, value)
    return _plain(field, value)


def _plain(field: Any, value: Any) -> str:
    if isinstance(field, CountryField):
        return country(str(value))
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    return str(value) if isinstance(value, int) else f"«{value}»"


def term(choices: Any, value: str) -> str:
    """Return what people call a term, or the term itself when it has left the vocabulary."""
    return str(dict(choices).get(value, value))


def _links(difference: Difference, names: Naming) -> str:
    target: Any = difference.target

    def called(pks: Iterable[int]) -> list[str]:
        return sorted(names(target, pk) for pk in pks)

    before, after = difference.before, difference.after
    return _moved(called(after - before), called(before - after))


def _items(difference: Difference) -> str:
    before, after = difference.before or [], difference.after or []
    choices = difference.field.vocabulary.choices if difference.field.vocabulary else ()
    gained = [term(choices, item) for item in after if item not in before]
    lost = [term(choices, item) for item in before if item not in after]
    return _moved(gained, lost) if gained or lost else _("ny rekkefølge")


def _moved(gained: list[str], lost: list[str]) -> str:
    parts = []
    if gained:
        parts.append(_("la til %(items)s") % {"items": listed(f"«{item}»" for item in gained)})
    if lost:
        parts.append(_("fjernet %(items)s") % {"items": listed(f"«{item}»" for item in lost)})
    return ", ".join(parts)


def named(record: models.Model, category: Callable[[int], str] | None = None) -> str:
    """Return what a record is called, in at most 80 characters.

    With `category`, which names a category by its number, the database isn't asked.
    """
    name = str(record.title) if isinstance(record, Policy) else ""
    if isinstance(record, DataUse) and category is not None:
        name = ", ".join(record.items)
        name = name or (category(record.category_id) if record.category_id else _("opplysninger"))
    name = name or str(record)
    return name if len(name) <= _NAME_LENGTH else Truncator(name).chars(_NAME_LENGTH)
