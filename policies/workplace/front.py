"""What the front page tells: what to do now, how the policies stand, what changed last."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.document import terms as t
from policies.exports.touching import EXPIRES_SOON
from policies.models import Controller, Policy, ProcessingActivity, Recipient
from policies.models.history import MODELS
from policies.workplace.history import Change, told
from policies.workplace.rows import newest_first, of_company, without_first_load
from policies.workplace.standing import standings

SOON = timedelta(days=30)
_MOST_TASKS = 5
_MOST_CHANGES = 8


@dataclass(frozen=True)
class Task:
    """Something to do now: a sentence, where it is done, by when, and how it hurries in words."""

    text: str
    href: str
    due: date
    hurry: str = ""
    level: str = ""


@dataclass(frozen=True)
class Shown:
    """A policy as the front page shows it: the version, what waits, what is missing."""

    policy: Policy
    version: int | None
    is_changed: bool
    missing: int

    @property
    def href(self) -> str:
        """Return where the policy is edited."""
        return reverse("admin:policies_policy_change", args=[self.policy.pk])

    @property
    def publish_href(self) -> str:
        """Return where it is published."""
        return reverse("admin:policy-publish", args=[self.policy.pk])

    @property
    def preview_href(self) -> str:
        """Return where it is read as it would be published."""
        return reverse("admin:policy-preview", args=[self.policy.pk])


def policies_of(company: Controller) -> list[Shown]:
    """Return how each of the company's policies stands."""
    policies = Policy.objects.filter(controller=company).select_related("controller")
    found = standings(company)
    return [
        Shown(p, found[p.pk].version, found[p.pk].is_changed, len(found[p.pk].gaps))
        for p in policies
        if p.pk in found  # one added this very moment comes next time
    ]


def tasks(
    company: Controller,
    policies: list[Shown],
    today: date | None = None,
    *,
    publishes: bool = True,
) -> list[Task]:
    """Return what to do now, at most five things, by date; where depends on who may publish."""
    today = today or timezone.localdate()
    found = [
        *_policies(policies, today, publishes=publishes),
        *_agreements(company, today),
        *_reviews(company, today),
    ]
    return first_due(found)


def first_due(found: Iterable[Task]) -> list[Task]:
    """Return what is due first, at most five things."""
    return sorted(found, key=lambda task: task.due)[:_MOST_TASKS]


def _policies(policies: list[Shown], today: date, *, publishes: bool) -> Iterator[Task]:
    for standing in policies:
        where = standing.publish_href if publishes else standing.preview_href
        about = {"title": standing.policy.title}
        if standing.version is None:
            text = _("«%(title)s» er ikke publisert ennå") % about
            yield Task(text, where, today)
        elif standing.is_changed:
            text = _("«%(title)s» viser fortsatt gammel tekst: endringer er ikke publisert")
            yield Task(text % about, where, today)
        due = standing.policy.review_on
        if due and due <= today + SOON:
            yield Task(_("Gå gjennom «%(title)s»") % about, standing.href, due)


def _agreements(company: Controller, today: date) -> Iterator[Task]:
    expiring = Recipient.objects.filter(
        controller=company, agreement_expires_on__lte=today + EXPIRES_SOON, ended_on=None
    ).order_by("agreement_expires_on")
    for recipient in expiring[:_MOST_TASKS]:
        due: Any = recipient.agreement_expires_on
        days = (due - today).days
        about = {"name": recipient.name, "days": days}
        if days < 0:
            text = _("Avtalen med %(name)s er gått ut") % about
        elif days == 0:
            text = _("Avtalen med %(name)s går ut i dag") % about
        else:
            text = (
                ngettext(
                    "Avtalen med %(name)s går ut om %(days)d dag",
                    "Avtalen med %(name)s går ut om %(days)d dager",
                    days,
                )
                % about
            )
        href = reverse("admin:recipient-touches", args=[recipient.pk])
        yield Task(text, href, due)


def _reviews(company: Controller, today: date) -> Iterator[Task]:
    waiting = (
        ProcessingActivity.objects.filter(controller=company, next_review_on__lte=today + SOON)
        .exclude(status=t.ActivityStatus.ENDED)
        .order_by("next_review_on")
    )
    for activity in waiting[:_MOST_TASKS]:
        href = reverse("admin:policies_processingactivity_change", args=[activity.pk])
        text = _("Gå gjennom behandlingen «%(name)s»") % {"name": activity.name}
        due: Any = activity.next_review_on
        yield Task(text, href, due)


def changed_last(company: Controller) -> list[Change]:
    """Return the last changes, where a loaded file is told of once."""
    rows = without_first_load(of_company(company, MODELS))
    return told(newest_first(rows, _MOST_CHANGES))
