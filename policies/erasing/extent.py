"""How much goes when a company is erased, in words."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from policies.erasing import tables
from policies.models import Controller, ErasureRequest
from policies.models.history import MODELS
from privacyhub.accounts.models import Invitation
from privacyhub.audit.models import Event

Count = tuple[str, int]


def counts(company: Controller) -> list[Count]:
    """Return each kind of row and how many there are; kinds without any are left out."""
    found = [*_records(company), *_others(company)]
    return [(label, number) for label, number in found if number]


def _records(company: Controller) -> list[Count]:
    """Count the register in the order of the work, then what else belongs to the company."""
    rows = tables.rows(company)
    order = [model for model in MODELS if model in rows]
    order += [model for model in rows if model not in MODELS and model is not ErasureRequest]
    return [(_name(model), rows[model].count()) for model in order]


def _others(company: Controller) -> list[Count]:
    versions = tables.versions(company)
    history = tables.history(company)
    last = get_user_model()._default_manager.filter(last_company=company.key)
    return [
        (_("Publiserte versjoner, med nettside, PDF og JSON"), versions.count()),
        (_("Rader i historikken"), _sum(history)),
        (_("Hendelser i loggen"), Event.objects.about(company.key).count()),
        (_("Brukere som sist arbeidet med virksomheten"), last.count()),
        (_("Invitasjoner"), Invitation.objects.filter(company_key=company.key).count()),
        *(count for path in settings.ERASED_WITH_COMPANY for count in _counts(path, company)),
    ]


def _counts(path: str, company: Controller) -> list[Count]:
    found: list[Count] = import_module(path).counts(company)
    return found


def _sum(querysets: list[Any]) -> int:
    """Count the rows of many tables in one query."""
    first, *others = [rows.values_list("history_id") for rows in querysets]
    return int(first.union(*others, all=True).count())


def _name(model: Any) -> str:
    return str(capfirst(str(model._meta.verbose_name_plural)))
