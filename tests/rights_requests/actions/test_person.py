"""The person confirms, gets in with a code, writes, and takes the request back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection, connections

from rights_requests import actions, codes
from rights_requests import terms as t
from rights_requests.errors import WrongStateError
from rights_requests.models import Case, Step
from tests.rights_requests.factories import (
    EMAIL,
    NOON,
    after,
    ask,
    confirmed,
    digits,
    link,
    post,
)

State = t.State


def test_confirming_moves_the_case_on_once(company):
    case = ask(company).case
    post()
    token = link()
    assert actions.find_confirmation(token, now=NOON) == case
    case.refresh_from_db()
    assert case.state == State.UNCONFIRMED
    confirmed_at = after(1)
    actions.confirm_email(token, now=confirmed_at)
    case.refresh_from_db()
    assert (case.state, case.confirmed_email, case.identity) == ("received", EMAIL, "email")
    assert (case.confirmed_at, case.received_on) == (confirmed_at, date(2026, 11, 22))
    assert actions.confirm_email(token, now=after(2)) is None


def test_misuse_8_a_link_is_dead_after_use_expiry_reissue_and_closing(company, kari):
    case = ask(company).case
    post()
    first = link()
    assert actions.confirm_email(first, now=after(15)) is None
    actions.accept(case, kari, "Ringte.", now=NOON)
    actions.change_contact(case, kari, {"email": "ny@b.no"}, "Byttet.", now=NOON)
    post()
    assert actions.confirm_email(first, now=NOON) is None
    second = link()
    actions.withdraw(case, now=NOON)
    assert actions.confirm_email(second, now=NOON) is None
    case.refresh_from_db()
    assert (case.state, case.confirmed_at) == (State.WITHDRAWN, None)


def test_misuse_8_a_confirmation_never_sets_a_state_back(company, kari):
    case = ask(company).case
    post()
    actions.accept(case, kari, "Ringte.", now=NOON)
    actions.start(case, kari, now=NOON)
    actions.confirm_email(link(), now=NOON)
    case.refresh_from_db()
    assert (case.state, case.identity) == (State.IN_PROGRESS, "email")


@pytest.mark.parametrize("token", ["", "x", "\0", "\ud800", "å" * 5000])
def test_an_unknown_link_confirms_nothing(company, token):
    ask(company)
    assert actions.confirm_email(token, now=NOON) is None


def test_misuse_2_and_3_a_code_opens_its_own_case_alone(company):
    one, code = ask(company)
    two, other = ask(company, email="kari@b.no")
    assert actions.open_with_secret(one.reference, other) is None
    assert actions.open_with_secret("H-2222-2222", code) is None
    assert actions.open_with_secret(one.reference, "") is None
    assert actions.open_with_secret(two.reference, other) == two


def test_a_case_without_a_code_is_opened_by_none(company):
    case = ask(company).case
    Case.objects.update(secret_hash="")
    assert actions.open_with_secret(case.reference, "") is None
    assert actions.open_with_secret(case.reference, codes.NOTHING) is None


def test_a_one_time_code_goes_to_the_confirmed_address_and_works_once(company):
    case = confirmed(company)
    actions.send_code(case.reference, now=NOON)
    post()
    code = digits()
    assert mail.outbox[-1].to == [EMAIL]
    assert actions.open_with_code(case.reference, code, now=NOON) == case
    assert actions.open_with_code(case.reference, code, now=NOON) is None


def test_an_address_that_is_not_confirmed_gets_no_code(company):
    case = ask(company).case
    actions.send_code(case.reference, now=NOON)
    actions.send_code("H-2222-2222", now=NOON)
    assert case.mails.filter(kind_of="code").count() == 0


def test_misuse_11_a_code_burns_after_five_tries_and_ten_minutes(company):
    case = confirmed(company)
    actions.send_code(case.reference, now=NOON)
    post()
    code = digits()
    late = NOON + timedelta(minutes=10)
    assert actions.open_with_code(case.reference, code, now=late) is None
    wrong = "000000" if code != "000000" else "111111"
    tries = [actions.open_with_code(case.reference, wrong, now=NOON) for _ in range(5)]
    assert tries == [None] * 5
    assert actions.open_with_code(case.reference, code, now=NOON) is None


def test_misuse_11_a_new_code_kills_the_old(company):
    case = confirmed(company)
    given = []
    for _ in range(2):
        actions.send_code(case.reference, now=NOON)
        post()
        given.append(digits())
    first, second = given
    assert actions.open_with_code(case.reference, second, now=NOON) == case
    assert actions.open_with_code(case.reference, first, now=NOON) is None


@pytest.mark.django_db(transaction=True)
def test_misuse_11_tries_at_once_are_all_counted(company):
    if connection.vendor == "sqlite":
        return  # one writer at a time, and a database in memory isn't shared
    case = confirmed(company)
    Case.objects.update(
        code_hash=codes.hash_digits("123456", case.pk), code_expires_at=after(1), code_attempts=0
    )

    def guess(number):
        try:
            return actions.open_with_code(case.reference, f"{number:06}", now=NOON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(guess, range(20))) == [None] * 20
    assert Case.objects.get().code_attempts == 5


def test_writing_while_we_wait_lets_the_clock_go_on(company, kari):
    case = confirmed(company)
    question = actions.Question("Flere heter det samme.", "Hvilken adresse brukte du?")
    actions.ask_identity(case, kari, question, now=after(2))
    actions.write_message(case, "Storgata 1", now=after(6))
    assert (case.state, case.due_on) == (State.IN_PROGRESS, date(2026, 12, 28))  # 26th: Saturday
    pause = case.pauses.get()
    assert (pause.answered_on - pause.asked_on).days == 4


def test_the_person_withdraws_until_the_answer_is_sent(company):
    case = confirmed(company, t.Right.ACCESS, t.Right.ERASURE)
    actions.withdraw(case, now=after(1))
    assert (case.state, case.closed_on) == (State.WITHDRAWN, date(2026, 11, 23))
    assert set(case.demands.values_list("outcome", flat=True)) == {"withdrawn"}
    assert case.trace["explanation"]["due_on"] == "2026-12-22"
    with pytest.raises(WrongStateError):
        actions.withdraw(case, now=after(1))


def test_misuse_6_the_log_holds_no_code_and_no_token(company):
    case, code = ask(company)
    post()
    token = link()
    actions.confirm_email(token, now=NOON)
    actions.send_code(case.reference, now=NOON)
    post()
    kept = repr(list(Step.objects.values())) + repr(list(case.mails.values()))
    assert [secret for secret in (code, token, digits()) if secret in kept] == []
