"""Mail is neutral, goes out once after the commit, and is tried again until it does."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from rights_requests import actions
from rights_requests.due import remind, send_mail
from rights_requests.mail import outbox
from rights_requests.mail.wording import wording
from rights_requests.models import Outgoing, Practice
from rights_requests.terms import MailKind, Right
from tests.rights_requests.factories import EMAIL, NOON, after, ask, confirmed, post, worked_on

HOSTILE = "Per\u00a0<b>Bcc: alle@b.no</b>"


class Down(EmailBackend):
    """A mail server that refuses."""

    error = SMTPServerDisconnected("hemmelig adresse")

    def send_messages(self, _messages):
        raise self.error


DOWN = f"{__name__}.Down"


@pytest.mark.parametrize("kind", list(MailKind))
def test_misuse_13_and_16_a_mail_says_nothing_that_anybody_wrote(company, kind):
    about = {"name": HOSTILE, "text": HOSTILE, "known_as": HOSTILE, "represented": HOSTILE}
    case = ask(company, *Right, **about).case
    letter = wording(case, kind, link="https://x.no/1", expires="6. desember 2026", code="123456")
    said = f"{letter.subject} {letter.body}"
    assert "Per" not in said
    assert "\n" not in letter.subject
    assert [right for right in Right if str(right.label).split(" (")[0] in said.lower()] == []
    assert "%(" not in said


def test_a_sensitive_company_is_called_something_else_in_mail(company):
    case = ask(company).case
    Practice.objects.create(controller=company, mail_name="Kontoret i Storgata")
    post()
    assert "Kontoret i Storgata" in mail.outbox[0].body
    assert case.controller.name not in mail.outbox[0].body


def test_misuse_13_an_address_gets_one_confirmation_and_one_reminder_a_day(company):
    for _ in range(5):
        ask(company, email=EMAIL)
    for _ in range(3):
        post()
    assert [m.subject for m in mail.outbox] == ["Bekreft e-postadressen din"]
    assert Outgoing.objects.exclude(dropped_at=None).count() == 4
    assert remind(after(4)) == 5
    post(after(4))
    assert [m.subject for m in mail.outbox][1:] == ["Påminnelse: bekreft e-postadressen din"]


def test_a_mail_goes_out_once_whoever_sends_it(company):
    ask(company)
    pk = Outgoing.objects.get().pk
    assert (outbox.deliver(pk, now=NOON), outbox.deliver(pk, now=NOON)) == (True, False)
    assert len(mail.outbox) == 1


def test_misuse_25_what_is_rolled_back_sends_nothing(company, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sender = transaction.atomic()
        sender.__enter__()
        ask(company)
        transaction.set_rollback(True)
        sender.__exit__(None, None, None)
    assert (len(mail.outbox), Outgoing.objects.count()) == (0, 0)


def test_with_the_mail_server_down_nothing_is_lost(
    company, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = DOWN
    with django_capture_on_commit_callbacks(execute=True):
        case = ask(company, now=NOON).case
    waiting = Outgoing.objects.get()
    assert (waiting.attempts, waiting.last_error) == (1, "SMTPServerDisconnected")
    assert case.state == "unconfirmed"
    assert list(case.mails.failing()) == [waiting]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    soon = waiting.next_try_at
    assert (send_mail(soon - timedelta(seconds=1)), send_mail(soon), send_mail(soon)) == (0, 1, 0)
    assert list(case.mails.failing()) == []


def test_each_try_waits_longer_and_after_thirty_it_is_left_to_people(
    company, settings, monkeypatch
):
    settings.EMAIL_BACKEND = DOWN
    monkeypatch.setattr(Down, "error", SMTPRecipientsRefused({"x@y.no": (550, b"nei")}))
    ask(company)
    waits, now = [], NOON
    for _ in range(outbox.MOST_ATTEMPTS):
        post(now)
        row = Outgoing.objects.get()
        waits.append(row.next_try_at - now)
        now = row.next_try_at
    assert [w.total_seconds() / 60 for w in waits[:7]] == [5, 15, 60, 240, 720, 1440, 1440]
    assert waits[-1].days == 365
    assert "y.no" not in row.last_error


def test_a_second_try_kills_the_token_of_the_first(company, settings):
    case = ask(company).case
    post()
    first = re.search(r"/bekreft/([\w-]+)/", mail.outbox[-1].body)[1]
    Outgoing.objects.update(sent_at=None, next_try_at=NOON)
    post()
    assert actions.find_confirmation(first, now=NOON) is None
    case.refresh_from_db()
    assert case.confirm_hash != ""


def test_misuse_6_no_secret_lies_in_the_queue(company):
    ask(company)
    assert {field.name for field in Outgoing._meta.fields} == {
        "id",
        "case",
        "kind_of",
        "email",
        "created_at",
        "attempts",
        "next_try_at",
        "sent_at",
        "dropped_at",
        "last_error",
    }


def test_what_is_no_longer_true_is_not_sent(company, kari):
    case = ask(company).case
    actions.accept(case, kari, "Ringte.", now=NOON)
    actions.withdraw(case, now=NOON)
    post()
    assert [m.subject for m in mail.outbox] == ["Avsluttet"]


def test_misuse_28_a_mail_to_an_earlier_address_is_not_sent(company, kari):
    case = ask(company).case
    actions.change_contact(case, kari, {"email": "ny@b.no"}, "Feil.", now=NOON)
    post()
    assert [m.to for m in mail.outbox] == [["ny@b.no"]]


def test_a_code_that_went_out_too_late_is_not_sent(company):
    case = confirmed(company)
    actions.send_code(case.reference, now=NOON)
    assert (post(NOON + timedelta(minutes=11)), len(mail.outbox)) == (0, 1)


def test_misuse_33_an_address_is_reminded_once_also_when_the_job_missed_days(company):
    ask(company)
    post()
    told = [remind(after(day)) for day in (0, 2, 9, 9, 10, 40)]
    assert told == [0, 0, 1, 0, 0, 0]


def test_misuse_33_a_question_is_reminded_of_twice_never_on_adjacent_days(company, kari):
    case = worked_on(company, kari)
    actions.ask_identity(case, kari, actions.Question("Tvil.", "Hvem?"), now=after(1))
    days = [day for day in range(1, 60) if remind(after(day))]
    assert days == [8, 15]


def test_misuse_33_nobody_is_reminded_of_what_is_answered_or_ended(company, kari):
    one, two = worked_on(company, kari), ask(company).case
    actions.ask_identity(one, kari, actions.Question("Tvil.", "Hvem?"), now=after(1))
    actions.write_message(one, "Meg.", now=after(2))
    actions.withdraw(two, now=after(2))
    assert remind(after(30)) == 0
