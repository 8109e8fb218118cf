"""From the form to the closed case, as in issue 5: searched, extended, answered, approved."""

from datetime import date

import pytest
from django.core import mail

from policies.models import Controller
from policies.publishing import pdf
from policies.publishing.publish import publish_policy
from rights_requests import actions, drafting
from rights_requests import terms as t
from rights_requests.actions import Decision
from rights_requests.errors import RefusedError, WrongStateError
from rights_requests.guards import CHECKLIST
from tests.rights_requests.conftest import actor_of
from tests.rights_requests.factories import after, confirmed, post

Outcome, Ground, State = t.Outcome, t.Ground, t.State


@pytest.fixture
def shop(load_company, monkeypatch):
    """Return a company with a whole register and a published policy."""
    policy = load_company("eksempelbutikken")
    monkeypatch.setattr(pdf, "render", lambda *_: b"%PDF-1.7")
    publish_policy(policy, by="Kari", effective_at=after(-10))
    return Controller.objects.get(key="eksempelbutikken")


def test_the_whole_story(shop):
    kari = actor_of("kari@b.no", "case-worker", company=shop.key)
    ola = actor_of("ola@b.no", "case-worker", company=shop.key)
    case = confirmed(shop, t.Right.ACCESS, t.Right.ERASURE)
    actions.start(case, kari, now=after(1))
    assert (case.state, case.assigned_to_id) == (State.IN_PROGRESS, kari.number)
    assert actions.propose_searches(case, kari, now=after(1)) > 2
    assert actions.propose_searches(case, kari, now=after(1)) == 0
    actions.extend(case, kari, "Vi må lete i gamle arkiver.", now=after(3))
    assert case.due_on == date(2026, 12, 22)
    post(after(3))
    case.refresh_from_db()
    assert (case.extension_sent_on, case.due_on) == (date(2026, 11, 25), date(2027, 2, 22))
    assert mail.outbox[-1].subject == "Ny svarfrist"
    assert "Ny frist er 22. februar 2027." in mail.outbox[-1].body
    for task in case.tasks.all():
        actions.do_task(case, kari, task, t.TaskResult.FOUND, now=after(5))
    access, erasure = case.demands.all()
    actions.decide(case, kari, access, Decision(Outcome.GRANTED), now=after(6))
    kept = Decision(Outcome.PARTIAL, Ground.OBLIGATION, "Faktura beholdes i fem år.")
    actions.decide(case, kari, erasure, kept, now=after(6))
    text = drafting.compose(case)
    actions.draft(case, kari, text, now=after(6))
    with pytest.raises(RefusedError) as missing:
        actions.submit(case, kari, now=after(6))
    assert missing.value.message.startswith("Sett inn kopien av opplysningene")
    actions.draft(case, kari, text.replace("{kopi}", "Kopien ligger ved."), now=after(6))
    actions.submit(case, kari, now=after(6))
    with pytest.raises(RefusedError):
        actions.send(case, kari, CHECKLIST, now=after(7))
    reply = actions.send(case, ola, CHECKLIST, now=after(7))
    assert (case.state, reply.number, reply.approved_by) == (State.ANSWERED, 1, ola.number)
    assert reply.pdf.startswith(b"%PDF-1.7")
    assert "{" not in reply.text
    assert "Faktura beholdes i fem år." in reply.text
    assert reply.text.count("kan du klage til Datatilsynet") == 1
    post(after(7))
    assert (mail.outbox[-1].subject, mail.outbox[-1].to) == ("Svaret er klart", [case.email])
    with pytest.raises(RefusedError):
        actions.close(case, kari, now=after(8))
    left = list(case.tasks.filter(result=None))
    assert {task.kind_of for task in left} == {"notify"}
    for task in left:
        actions.do_task(case, kari, task, t.TaskResult.DONE, now=after(8))
    actions.close(case, kari, now=after(9))
    assert (case.state, case.closed_on) == (State.CLOSED, date(2026, 12, 1))
    actions.reopen(case, kari, "Nye opplysninger.", now=after(10))
    assert (case.state, case.trace, case.replies.count()) == (State.IN_PROGRESS, None, 1)


def test_an_answer_is_sent_from_approval_alone(company, kari):
    case = confirmed(company)
    with pytest.raises(WrongStateError):
        actions.send(case, kari, CHECKLIST, now=after(1))
