"""Requests made by the verbs, as they come."""

import re
from datetime import UTC, date, datetime, timedelta

from django.core import mail

from rights_requests import actions
from rights_requests import terms as t
from rights_requests.actions import Asked
from rights_requests.guards import CHECKLIST
from rights_requests.mail import outbox
from rights_requests.models import Case, Reply

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)  # noon in Oslo
TODAY = date(2026, 11, 22)
EMAIL = "per@eksempel.no"


def after(days, moment=NOON):
    """Return the same time of day so many days later."""
    return moment + timedelta(days=days)


def ask(company, *rights, now=NOON, **about):
    """Send the form, and return the case and its long code."""
    rights = rights or (t.Right.ACCESS,)
    others = Case.objects.count()  # nobody's mailbox is filled: an address of its own for each
    email = f"p{others}@eksempel.no" if others else EMAIL
    asked = Asked(rights, **{"name": "Per Hansen", "email": email, **about})
    return actions.receive(company, asked, now=now)


def register(company, by, *rights, received_on=TODAY, now=NOON, channel="letter", **about):
    """Register a letter, and return the case."""
    rights = rights or (t.Right.ACCESS,)
    asked = Asked(rights, **{"name": "Per Hansen", "address": "Storgata 1", **about})
    return actions.register(
        company, asked, by=by, channel=t.Channel(channel), received_on=received_on, now=now
    )


def post(now=NOON):
    """Send the mail that waits, and return how much went out."""
    return outbox.send_waiting(now)


def link():
    """Return the token of the link in the last mail."""
    return re.search(r"/bekreft/([\w-]+)/", mail.outbox[-1].body)[1]


def digits():
    """Return the one-time code of the last mail."""
    return re.search(r"\d{6}", mail.outbox[-1].body)[0]


def confirmed(company, *rights, now=NOON, **about):
    """Return a case whose address is confirmed."""
    case = ask(company, *rights, now=now, **about).case
    post(now)
    assert actions.confirm_email(link(), now=now) == case
    case.refresh_from_db()
    return case


def answered_case(company, now=NOON, **about):
    """Return a case with a reply, without the time that a real PDF takes."""
    case = ask(company, now=now, **about).case
    Case.objects.filter(pk=case.pk).update(state=t.State.ANSWERED)
    held = {"text": "Svar", "pdf": b"%PDF-1.7", "text_sha256": "0" * 64, "pdf_sha256": "0" * 64}
    Reply.objects.create(case=case, number=1, recipient="Per", four_eyes=False, sent_at=now, **held)
    case.refresh_from_db()
    return case


def worked_on(company, by, *rights, now=NOON, **about):
    """Return a case that somebody has begun to work on."""
    case = confirmed(company, *rights, now=now, **about)
    actions.start(case, by, now=now)
    return case


def answerable(company, by, *rights, now=NOON, **about):
    """Return a case that lacks nothing but approval: all is decided, the answer written."""
    case = worked_on(company, by, *rights, now=now, **about)
    for demand in case.demands.all():
        actions.decide(case, by, demand, actions.Decision(t.Outcome.GRANTED), now=now)
    for task in case.tasks.all():
        actions.do_task(case, by, task, t.TaskResult.DONE, now=now)
    actions.draft(case, by, "{hilsen}, her er svaret.", now=now)
    return case


# How a case comes to stand in each state.
def in_state(state, company, by, approver, now=NOON):
    """Return a case in a state, brought there by the verbs."""
    return _WAYS[state](company, by, approver, now)


def _unconfirmed(company, _by, _approver, now):
    return ask(company, now=now).case


def _received(company, _by, _approver, now):
    return confirmed(company, now=now)


def _in_progress(company, by, _approver, now):
    return answerable(company, by, now=now)


def _asked(verb, **about):
    def way(company, by, _approver, now):
        case = answerable(company, by, now=now)
        verb(case, by, actions.Question("Tvil.", "Hvem?"), now=now, **about)
        return case

    return way


def _for_approval(company, by, _approver, now):
    case = answerable(company, by, now=now)
    actions.submit(case, by, now=now)
    return case


def _answered(company, by, approver, now):
    case = _for_approval(company, by, approver, now)
    actions.send(case, approver, CHECKLIST, now=now)
    return case


def _closed(company, by, approver, now):
    case = _answered(company, by, approver, now)
    actions.close(case, by, now=now)
    return case


def _withdrawn(company, _by, _approver, now):
    case = confirmed(company, now=now)
    actions.withdraw(case, now=now)
    return case


def _duplicate(company, by, _approver, now):
    days = (now - timedelta(days=2), now - timedelta(days=1))
    first, second = (confirmed(company, now=day, email="to@eksempel.no") for day in days)
    actions.merge(second, first, by, "Samme person.", now=now)
    return second


def _redirected(company, by, _approver, now):
    case = confirmed(company, now=now)
    actions.redirect(case, by, "Spør kommunen.", "Ikke vår.", now=now)
    return case


_WAYS = {
    t.State.UNCONFIRMED: _unconfirmed,
    t.State.RECEIVED: _received,
    t.State.AWAITING_IDENTITY: _asked(actions.ask_identity),
    t.State.AWAITING_CLARIFICATION: _asked(actions.ask_clarification, large=True),
    t.State.IN_PROGRESS: _in_progress,
    t.State.FOR_APPROVAL: _for_approval,
    t.State.ANSWERED: _answered,
    t.State.CLOSED: _closed,
    t.State.WITHDRAWN: _withdrawn,
    t.State.DUPLICATE: _duplicate,
    t.State.WRONG_RECIPIENT: _redirected,
}
