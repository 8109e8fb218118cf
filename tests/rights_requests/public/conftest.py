"""A shop with a published policy, and a visitor."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from policies.publishing import pdf
from policies.publishing.publish import publish_policy
from rights_requests import terms as t
from tests.policies.models.factories import make_policy, make_version
from tests.rights_requests.factories import confirmed
from tests.rights_requests.public.visiting import Visitor


@pytest.fixture
def company(company):
    """Let the company have a policy in force, in a format that nobody reads."""
    make_version(make_policy(company))
    return company


@pytest.fixture
def shop(load_company, monkeypatch):
    """Return the invented company, complete, with its policy published."""
    monkeypatch.setattr(pdf, "render", lambda *_: b"%PDF-1.7")
    policy = load_company("eksempelbutikken")
    publish_policy(policy, by="Kari")
    return policy.controller


@pytest.fixture
def visitor(db):
    """Return somebody with a browser that keeps to what it is given."""
    cache.clear()
    return Visitor()


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def case(company, now):
    """Return a request for access and erasure whose address is confirmed."""
    return confirmed(company, t.Right.ACCESS, t.Right.ERASURE, now=now)
