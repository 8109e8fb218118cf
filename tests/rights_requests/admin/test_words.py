"""Every page of case work speaks bokmål: queue, forms, errors, and each thing that staff do."""

import pytest
from django.urls import reverse

from rights_requests import terms as t
from rights_requests.admin.verbs import REGISTRY
from rights_requests.models import Case
from tests.rights_requests.factories import answered_case, ask, confirmed
from tests.words import wrong

pytestmark = pytest.mark.any_engine

STATES = ("unconfirmed", "received", "in-progress", "for-approval", "answered")


def test_queue_and_forms(desk, company):
    ask(company, t.Right.ACCESS, t.Right.ERASURE)
    for path in (
        reverse("admin:case-list"),
        reverse("admin:case-list") + "?q=zzz&tilstand=closed&rett=access",
        reverse("admin:case-register"),
        reverse("admin:case-practice"),
    ):
        assert wrong(desk.get(path)) == {}, path
    for name in ("case-register", "case-practice"):
        for sent in ({}, {"received_on": "i går", "email": "kari", "channel": "x"}):
            assert wrong(desk.post(reverse(f"admin:{name}"), sent, follow=True)) == {}


@pytest.mark.parametrize("state", STATES)
def test_a_case_in_every_state(desk, company, state):
    case = answered_case(company)
    Case.objects.filter(pk=case.pk).update(state=state)
    assert wrong(desk.get(reverse("admin:case-detail", args=[case.reference]))) == {}


@pytest.mark.parametrize("slug", sorted(REGISTRY))
def test_what_staff_do_says_what_is_wrong(desk, company, slug):
    case = confirmed(company, t.Right.ACCESS, t.Right.ERASURE)
    path = reverse("admin:case-act", args=[case.reference, slug])
    for sent in ({}, {"reason": "\x07", "asked_on": "i morgen", "number": "x"}):
        assert wrong(desk.post(path, sent, follow=True)) == {}
