"""What a page would say if what is being written were saved: rendered, then rolled back."""

from typing import Any

from django.contrib import messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from policies.document.layout import root, tables
from policies.models import Controller, Policy, ProcessingActivity
from policies.publishing import article
from policies.publishing.publish import preview


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
    return article.render(preview(policy)) if policy else ""


def _forget_messages(request: HttpRequest) -> None:
    storage: Any = messages.get_messages(request)
    storage._queued_messages.clear()  # noqa: SLF001 - there is no public way to take one back
