"""Rows made by hand, where a test needs less than a company."""

from datetime import timedelta

from django.utils import timezone

from policies.models import Controller, Policy, PolicyVersion
from policies.models.version import sha256


def make_policy(company: str = "a", key: str = "personvern", **fields) -> Policy:
    """Return a policy of a company, both made if needed."""
    controller, _made = Controller.objects.get_or_create(
        key=company, defaults={"name": company.upper()}
    )
    fields = {"title": f"Personvernerklæring for {controller.name}", **fields}
    return Policy.objects.create(controller=controller, key=key, **fields)


def make_version(
    policy: Policy, number: int = 1, *, days_ago: float = 0, **fields
) -> PolicyVersion:
    """Return a sealed version with small content, in force since some days."""
    at = timezone.now() - timedelta(days=days_ago)
    about = {
        "title": policy.title,
        "company": policy.controller.name,
        "visibility": policy.visibility,
        "is_indexed": True,
        "effective_at": at,
        "published_at": at,
        "published_by": "Kari",
        "document": '{"a":1}',
        "article": f"<h1>{policy.title} {number}</h1>",
        "pdf": b"%PDF-1.7",
        **fields,
    }
    about |= {
        "document_sha256": sha256(about["document"].encode()),
        "pdf_sha256": sha256(about["pdf"]),
    }
    return PolicyVersion.objects.create(policy=policy, number=number, **about)
