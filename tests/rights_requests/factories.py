"""Requests made by the verbs, as they come."""

import re
from datetime import UTC, date, datetime, timedelta

from django.core import mail

from rights_requests import actions
from rights_requests import terms as t
from rights_requests.actions import Asked
from rights_requests.mail import outbox

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)  # noon in Oslo
TODAY = date(2026, 11, 22)
EMAIL = "per@eksempel.no"


def after(days, moment=NOON):
    """Return the same time of day so many days later."""
    return moment + timedelta(days=days)


def ask(company, *rights, now=NOON, **about):
    """Send the form, and return the case and its long code."""
    rights = rights or (t.Right.ACCESS,)
    asked = Asked(rights, **{"name": "Per Hansen", "email": EMAIL, **about})
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
