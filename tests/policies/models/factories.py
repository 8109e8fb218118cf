"""The few rows that tests make by hand."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from policies.models import (
    CompanyErasure,
    Controller,
    ExportJob,
    Membership,
    Policy,
    PolicyVersion,
    Record,
)
from policies.models.version import sha256

MOMENT = datetime(2026, 11, 1, 12, tzinfo=UTC)


def make_company(key: str = "flex", **fields: Any) -> Controller:
    """Return a new company, named after its key."""
    return Controller.objects.create(key=key, **{"name": f"{key.title()} AS", **fields})


def make(model: type[Record], company: Controller, key: str = "ny", **fields: Any) -> Any:
    """Return a new record of the company."""
    return model._default_manager.create(controller=company, key=key, **fields)


def make_policy(company: Controller, key: str = "personvern", **fields: Any) -> Policy:
    """Return a new policy of the company."""
    return make(Policy, company, key, **{"title": f"Erklæring for {company.name}", **fields})


def make_version(policy: Policy, number: int = 1, **fields: Any) -> PolicyVersion:
    """Return a sealed version, without the time that a real PDF takes."""
    document, pdf = '{"format": "personvernhub-1"}', b"%PDF-1.7"
    held = {
        "title": policy.title,
        "company": policy.controller.name,
        "visibility": policy.visibility,
        "is_indexed": True,
        "effective_at": MOMENT,
        "published_at": MOMENT,
        "published_by": "Kari",
        "document": document,
        "article": f"<h1>{policy.title}</h1>",
        "pdf": pdf,
        "document_sha256": sha256(document.encode()),
        "pdf_sha256": sha256(pdf),
    }
    return PolicyVersion.objects.create(policy=policy, number=number, **{**held, **fields})


def make_job(company: Controller, by: Any, **fields: Any) -> ExportJob:
    """Return an order of a file that is made."""
    about = {"form": "json", "variant": "alt", "scope": "i-bruk", "day": MOMENT.date()}
    about |= {"ordered_at": timezone.now(), "told_at": timezone.now(), "state": "done"}
    about |= {"file": b"{}", "file_name": "protokoll.json", "sha256": sha256(b"{}")}
    return ExportJob.objects.create(controller=company, ordered_by=by, **{**about, **fields})


def make_tombstone(number: int, by: Any) -> CompanyErasure:
    """Return what is left of a company that was erased."""
    about = {"asked_at": MOMENT, "asked_by": by.pk, "confirmed_at": MOMENT}
    return CompanyErasure.objects.create(
        company_number=number, confirmed_by=by.pk + 1, reason="Avtalen er sagt opp.", **about
    )


def make_member(email: str, *companies: str, roles: Any = ("editor",)) -> Any:
    """Return a new user with the roles in each of the companies, named by key."""
    user = get_user_model().objects.create_user(email, "hemmelig")
    Membership.objects.bulk_create(
        Membership(user=user, company=company, role=role)
        for company in Controller.objects.filter(key__in=companies)
        for role in roles
    )
    return user
