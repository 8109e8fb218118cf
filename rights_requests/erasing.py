"""A company's requests go with it: rows that the seal guards are emptied first (decision 0013)."""

from typing import Any

from django.db import transaction
from django.utils.text import capfirst

from policies.models import Controller
from rights_requests.models import (
    Case,
    Demand,
    Draft,
    Message,
    Note,
    Outgoing,
    Pause,
    Practice,
    Reply,
    SentForm,
    Step,
    Task,
)
from rights_requests.public.desk import said_by
from rights_requests.terms import State

_BELOW: tuple[Any, ...] = (
    Demand,
    Draft,
    Message,
    Note,
    Outgoing,
    Pause,
    Reply,
    SentForm,
    Step,
    Task,
)


def erase(company: Controller) -> None:
    """Erase a company's requests and everything below them.

    What this process remembers of its policies (names of people among it) goes with them.
    """
    Reply.objects.filter(case__controller=company).erase()
    Step.objects.filter(case__controller=company).erase()
    cases = Case.objects.filter(controller=company)
    merged = cases.filter(state=State.DUPLICATE)
    merged.update(state=State.CLOSED, duplicate_of=None)  # they hold on to the others
    cases.delete()
    Practice.objects.filter(controller=company).delete()
    transaction.on_commit(said_by.cache_clear)


def counts(company: Controller) -> list[tuple[str, int]]:
    """Return how much there is below the requests; they themselves are counted as the company's."""
    return [
        (
            str(capfirst(str(model._meta.verbose_name_plural))),
            model._default_manager.filter(case__controller=company).count(),
        )
        for model in _BELOW
    ]
