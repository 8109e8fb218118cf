"""A company, its staff, and a moment that the tests live in."""

from datetime import UTC, datetime

import pytest

from policies.document.terms import Role
from policies.permissions import Access
from rights_requests import workflow
from tests.policies.models.factories import make_company, make_member
from tests.rights_requests.factories import NOON


@pytest.fixture
def company(db):
    return make_company("flex", authority="datatilsynet", email="post@flex.no")


def actor_of(email, *roles, company="flex"):
    """Return a member of staff as the verbs know them."""
    user = make_member(email, company, roles=roles)
    return workflow.staff(user, Access(frozenset(roles)))


@pytest.fixture
def kari(company):
    """Return the case worker who drafts."""
    return actor_of("kari@flex.no", Role.CASE_WORKER)


@pytest.fixture
def ola(company):
    """Return the case worker who approves."""
    return actor_of("ola@flex.no", Role.CASE_WORKER)


@pytest.fixture
def now():
    return NOON


@pytest.fixture
def later():
    return datetime(2026, 11, 23, 11, tzinfo=UTC)
