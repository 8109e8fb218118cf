"""A request comes: what is kept, what is shown once, and from when the clock runs."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from policies.models import RightStatement
from policies.permissions import Access
from policies.publishing import pdf
from policies.publishing.publish import publish_policy
from rights_requests import actions, codes, workflow
from rights_requests import terms as t
from rights_requests.errors import RefusedError
from rights_requests.models import Case, Step
from tests.policies.models.factories import make, make_company, make_policy, make_version
from tests.rights_requests.factories import (
    EMAIL,
    TODAY,
    after,
    ask,
    post,
    register,
)

Right, State = t.Right, t.State


def test_a_request_through_the_form_runs_from_this_day(company):
    case, code = ask(company, Right.ACCESS, Right.ERASURE)
    assert (case.state, case.channel, case.received_on) == ("unconfirmed", "form", TODAY)
    assert (case.due_on, case.work_by, case.promised_on) == (
        date(2026, 12, 22),
        date(2026, 12, 22),
        None,
    )
    assert [demand.right for demand in case.demands.all()] == ["access", "erasure"]
    assert len(code.replace("-", "")) == 28


def test_misuse_1_the_code_is_long_and_kept_as_a_hash(company):
    case, code = ask(company)
    kept = list(Case.objects.values().get(pk=case.pk).values()) + list(Step.objects.values())
    assert code not in repr(kept)
    assert case.secret_hash == codes.hash_secret(code)
    assert 30**28 > 2**128
    assert actions.open_with_secret(case.reference, code) == case


def test_misuse_1_a_reference_tells_no_count(company):
    references = {ask(company, email=f"{n}@b.no").case.reference for n in range(20)}
    assert len(references) == 20
    assert all(set(r) <= set(codes.ALPHABET + "H-") for r in references)


@pytest.mark.parametrize("written", ["H-HAD2-VT46", "had2 vt46", "HHAD2VT46", "h-had2vt46"])
def test_a_reference_that_begins_with_the_letter_before_it_is_read(written):
    assert codes.read_reference(written) == "H-HAD2-VT46"


@pytest.mark.parametrize("written", ["{0}", " {0} ", "h{0}"])
def test_a_code_is_understood_however_it_is_written(company, written):
    case, code = ask(company)
    spaced = code.replace("-", " ").lower()
    reference = written.format(case.reference.removeprefix("H-")).lower()
    assert actions.open_with_secret(reference, spaced) == case


@pytest.mark.parametrize(
    ("rights", "email", "state", "mails"),
    [
        ((Right.ACCESS,), EMAIL, State.UNCONFIRMED, 1),
        ((Right.ACCESS,), "", State.RECEIVED, 0),
        ((Right.MARKETING,), EMAIL, State.RECEIVED, 0),
        ((Right.WITHDRAWAL, Right.MARKETING), EMAIL, State.RECEIVED, 0),
        ((Right.WITHDRAWAL, Right.ACCESS), EMAIL, State.UNCONFIRMED, 1),
    ],
)
def test_marketing_and_consent_wait_for_no_confirmation(company, rights, email, state, mails):
    case = ask(company, *rights, email=email, phone="22 39 69 00").case
    assert (case.state, post()) == (state, mails)


def test_marketing_is_to_be_stopped_within_three_working_days(company):
    case = ask(company, Right.MARKETING).case
    (task,) = case.tasks.all()
    assert (task.kind_of, task.due_on) == ("stop", date(2026, 11, 25))


def test_the_confirmation_goes_out_after_the_commit(company, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask(company)
        assert mail.outbox == []
    assert [m.to for m in mail.outbox] == [[EMAIL]]


def test_a_company_that_is_reproduced_takes_none(db):
    with pytest.raises(RefusedError):
        ask(make_company("ntc", origin="reproduced"))
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    "about",
    [
        {"name": "Per\u2028Bcc: alle@b.no"},
        {"email": "per@b.no\r\nBcc: alle@b.no"},
        {"text": "\0"},
        {"text": "\ud800"},
        {"text": "x" * 6000},
        {"email": "ikke en adresse"},
    ],
)
def test_misuse_16_and_21_what_no_column_holds_is_refused_whole(company, about):
    with pytest.raises(ValidationError):
        ask(company, **about)
    assert Case.objects.count() == 0


def test_a_letter_runs_from_the_day_it_came(company, kari):
    case = register(company, kari, received_on=date(2026, 11, 1), channel="letter")
    assert (case.state, case.due_on) == ("received", date(2026, 12, 1))
    assert (case.registered_on, case.registered_by) == (TODAY, "kari@flex.no")
    (step,) = case.steps.all()
    assert (step.event, step.reason) == ("register", "Registrert 21 dager etter at den kom.")


def test_a_day_to_come_is_refused_at_its_field(company, kari):
    with pytest.raises(RefusedError) as refused:
        register(company, kari, received_on=TODAY + timedelta(days=1))
    assert (refused.value.field, Case.objects.count()) == ("received_on", 0)


def test_only_case_workers_register(company):
    reader = workflow.staff(type("U", (), {"pk": 1})(), Access(frozenset({"reader"})))
    with pytest.raises(PermissionDenied):
        register(company, reader)


def test_the_policy_in_force_at_receipt_is_kept(company, kari):
    policy = make_policy(company)
    first = make_version(policy, 1, effective_at=after(-30))
    second = make_version(policy, 2, effective_at=after(-1))
    make_version(make_policy(company, "ansatte", visibility="staff"), effective_at=after(-1))
    assert ask(company).case.version == second
    old = register(company, kari, received_on=TODAY - timedelta(days=10))
    assert old.version == first


@pytest.mark.parametrize(("days", "work_by"), [(14, date(2026, 12, 6)), (60, date(2026, 12, 22))])
def test_a_promise_in_the_policy_is_worked_by_when_it_is_earlier(
    company, monkeypatch, days, work_by
):
    policy = make_policy(company)
    make(RightStatement, company, policy=policy, right="access", promised_days=days)
    monkeypatch.setattr(pdf, "render", lambda *_: b"%PDF-1.7")
    publish_policy(policy, by="Kari", effective_at=after(-1))
    case = ask(company).case
    assert (case.promised_days, case.due_on) == (days, date(2026, 12, 22))
    assert case.work_by == work_by
    assert ask(company, Right.ERASURE).case.promised_days is None
