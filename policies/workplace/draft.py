"""What a page would say if what is being written were saved: rendered, then rolled back."""

from typing import Any

from django.contrib import messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from policies.document import terms as t
from policies.document.layout import root, tables
from policies.models import (
    Assertion,
    Controller,
    DataSource,
    DataUse,
    Disclosure,
    Policy,
    ProcessingActivity,
    Purpose,
    Recipient,
    RetentionRule,
    SecurityMeasure,
    System,
    Term,
)
from policies.publishing import article
from policies.publishing.publish import preview

_MANY = 50  # activities: with more, the page beside a form shows those that the form is about
_SHOWN = 10
# How an activity comes to name each kind of record.
_NAMED_BY: dict[type[models.Model], tuple[str, ...]] = {
    Assertion: ("assertions",),
    DataSource: ("data_sources",),
    DataUse: ("data_uses",),
    Disclosure: ("disclosures",),
    Purpose: ("purposes",),
    Recipient: ("disclosures__recipient", "systems__supplier"),
    RetentionRule: (
        "retention_rules",
        "purposes__retention_rules",
        "data_uses__retention_rules",
    ),
    SecurityMeasure: ("security_measures",),
    System: ("systems",),
    Term: ("data_uses__category", "data_uses__subjects"),
}


def record_of(row: models.Model) -> str:
    """Return a row's address among the records of its company: `purpose/svare`."""
    table = next(table for table in (root(), *tables()) if table.model is type(row))
    return f"{table.value.kind()}/{row.key}"  # type: ignore[attr-defined]


def policy_about(company: Controller, row: models.Model | None) -> Policy | None:
    """Return the policy to show a record in: one that covers it, else the first."""
    policies = Policy.objects.filter(controller=company).select_related("controller")
    if isinstance(row, Policy):
        return policies.filter(pk=row.pk).first()
    if isinstance(row, ProcessingActivity):
        return policies.filter(activities=row).first() or policies.first()
    return policies.first()


def draft(request: HttpRequest, company: Controller, row: Any, save: Any) -> HttpResponse:
    """Return the article as it is (GET), or as the posted form would make it (POST).

    `save` handles the post as the admin does and returns its answer: a redirect when the
    form was valid. Nothing it writes is kept, and nothing it says is shown later.
    """
    if request.method != "POST":
        return HttpResponse(_article(company, row))
    with transaction.atomic():
        saved = save().status_code == HttpResponse(status=302).status_code
        html = _article(company, row) if saved else ""
        transaction.set_rollback(True)
    _forget_messages(request)
    if not saved:
        text = _("Rett feilene i skjemaet, så vises siden igjen.")
        return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(html)


def _article(company: Controller, row: Any) -> str:
    policy = policy_about(company, row)
    if policy is None:
        return ""
    total = ProcessingActivity.objects.filter(controller=company).count()
    if total <= _MANY:
        return article.render(preview(policy))
    published = preview(policy, activities=activities_about(policy, row))
    note = _note(row, len(published.company.activities), total)
    return article.render_part(published, note, is_one=isinstance(row, ProcessingActivity))


def _note(row: Any, shown: int, total: int) -> str:
    if not isinstance(row, ProcessingActivity):
        about = {"shown": shown, "total": total}
        return _("Viser %(shown)d av %(total)d behandlinger.") % about
    if shown:
        return _("Viser bare denne behandlingen.")
    return _("Behandlingen er ikke med på siden: den er ikke i bruk, eller ikke med i erklæringen.")


def activities_about(policy: Policy, row: models.Model) -> set[int]:
    """Return which of a policy's activities to show a record in, some of them if they are many.

    A record that no activity in the policy names is shown among its first ones.
    """
    if isinstance(row, ProcessingActivity):
        return {row.pk}
    covered = ProcessingActivity.objects.filter(policies=policy, status=t.ActivityStatus.ACTIVE)
    found: set[int] = set()
    for path in _NAMED_BY.get(type(row), ()):
        found |= set(covered.filter(**{path: row.pk}).values_list("pk", flat=True)[:_SHOWN])
    return set(sorted(found)[:_SHOWN]) or set(covered.values_list("pk", flat=True)[:_SHOWN])


def _forget_messages(request: HttpRequest) -> None:
    storage: Any = messages.get_messages(request)
    storage._queued_messages.clear()  # noqa: SLF001 - there is no public way to take one back
