"""Confirming an address, and the ways in to a case: nothing is told to who can't know it."""

from datetime import timedelta
from time import time

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from rights_requests import actions
from rights_requests.models import Case, Outgoing
from tests.rights_requests.factories import ask, confirmed, digits, link, post
from tests.rights_requests.public.visiting import CASE, ENTRY, Visitor, hidden, keys, text_of

pytestmark = pytest.mark.django_db
UNKNOWN, CODE = "H-2222-2222", "2222-2222-2222-2222-2222-2222-2222"
WRONG = "Referansen eller koden stemmer ikke."


def confirm_path():
    return f"/henvendelse/bekreft/{link()}/"


def alike(one, other):
    """Tell whether two answers are the same in status, headers and body."""
    headers = [{**answer.headers} for answer in (one, other)]
    return (one.status_code, headers[0], one.content) == (
        other.status_code,
        headers[1],
        other.content,
    )


def test_confirming_asks_first_and_moves_the_case_on(company, visitor):
    visitor.send()
    post(timezone.now())
    path = confirm_path()
    assert "Var det deg?" in text_of(visitor.client.get(path))
    assert Case.objects.get().confirmed_at is None
    done = visitor.client.post(path)
    case = Case.objects.get()
    assert (case.state, case.identity, case.confirmed_email) == ("received", "email", case.email)
    assert text_of(done).startswith("Adressen er bekreftet")
    assert keys(done) == [case.reference]


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_misuse_7_opening_the_link_changes_nothing(company, visitor, method):
    visitor.send()
    post(timezone.now())
    before = Case.objects.values().get()
    for _ in range(3):
        getattr(visitor.client, method)(confirm_path())
    assert Case.objects.values().get() == before


def test_misuse_8_a_link_dies_when_used_replaced_too_old_or_ended(company, visitor, now):
    case = ask(company, now=now).case
    post(now)
    first = confirm_path()
    actions.person.outbox.queue(case, "confirm-again", now=now)
    post(now)
    second = confirm_path()
    assert visitor.client.post(first).status_code == 410
    case.refresh_from_db()
    assert case.confirmed_at is None
    Case.objects.update(confirm_expires_at=now - timedelta(seconds=1))
    assert visitor.client.post(second).status_code == 410
    Case.objects.update(confirm_expires_at=now + timedelta(days=1))
    assert visitor.client.post(second).status_code == 200
    assert visitor.client.post(second).status_code == 410


def test_misuse_8_a_link_of_an_ended_case_is_dead(company, visitor, now):
    case = ask(company, now=now).case
    post(now)
    actions.withdraw(case, now=now)
    assert visitor.client.get(confirm_path()).status_code == 410
    assert visitor.client.post(confirm_path()).status_code == 410
    case.refresh_from_db()
    assert (case.state, case.confirmed_at) == ("withdrawn", None)


def test_a_dead_link_is_answered_like_one_that_never_was(company, visitor, now):
    ask(company, now=now)
    post(now)
    path = confirm_path()
    visitor.client.post(path)
    never = f"/henvendelse/bekreft/{'x' * 43}/"
    assert alike(visitor.client.post(path), visitor.client.post(never))
    assert alike(visitor.client.get(path), visitor.client.get(never))


@pytest.mark.parametrize("method", ["get", "post"])
def test_misuse_6_no_token_is_logged(visitor, caplog, settings, method):
    for rate in ("1000/h/key", "0/h/key"):
        settings.RIGHTS_RATE_LIMITS = {"confirm:address": rate}
        getattr(visitor.client, method)("/henvendelse/bekreft/hemmelig/")
    assert "hemmelig" not in caplog.text


def test_another_sites_form_confirms_nothing(company, now):
    ask(company, now=now)
    post(now)
    elsewhere = Visitor(headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.client.post(confirm_path()).status_code == 410
    assert Case.objects.get().confirmed_at is None


def test_ordinary_way_in_is_a_code_by_mail(company, visitor, now):
    case = confirmed(company, now=now)
    page = visitor.enter(case.reference)
    assert text_of(page).startswith("Skriv engangskoden")
    post(timezone.now())
    led = visitor.client.post(ENTRY, {**hidden(page), "code": digits()})
    assert (led.status_code, led.url) == (302, CASE)
    assert text_of(visitor.client.get(CASE)).startswith("Henvendelsen din til Flex AS")


def test_reserve_is_the_long_code(company, visitor):
    reference, code = keys(visitor.send(email="", phone="22 39 69 00"))
    assert visitor.enter(reference, code.lower().replace("-", " ")).url == CASE
    assert "Ingen meldinger ennå." in text_of(visitor.client.get(CASE))


def test_misuse_1_reference_and_address_open_nothing(company, visitor, now):
    case = confirmed(company, now=now)
    for code in (case.email, case.reference, str(case.pk), "", " "):
        answer = visitor.enter(case.reference, code)
        assert (answer.status_code, answer.cookies.output()) == (200, "")


def test_misuse_2_wrong_unknown_and_purged_are_answered_alike(company, now):
    case, code = ask(company, now=now)
    gone, gone_code = ask(company, now=now, email="b@b.no")
    gone.steps.all().erase()
    gone.delete()

    def answer(reference, secret):
        return Visitor().enter(reference, secret)

    asked = {"reference": case.reference, "code": CODE}
    for reference, secret in ((UNKNOWN, CODE), (gone.reference, gone_code), (UNKNOWN, code)):
        wrong = Visitor().client.post(ENTRY, asked)
        other = answer(reference, secret)
        other.content = other.content.replace(reference.encode(), case.reference.encode())
        other.content = other.content.replace(secret.encode(), CODE.encode())
        other.headers["Content-Length"] = wrong.headers.get("Content-Length", "")
        wrong.headers["Content-Length"] = wrong.headers.get("Content-Length", "")
        assert alike(wrong, other)
        assert WRONG in text_of(wrong)


def test_misuse_2_asking_for_a_code_tells_nothing(company, now):
    case = confirmed(company, now=now)
    unconfirmed = ask(company, now=now, email="b@b.no").case
    pages = [Visitor().enter(ref) for ref in (case.reference, unconfirmed.reference, UNKNOWN)]
    refs = (case.reference, unconfirmed.reference, UNKNOWN)
    bodies = {p.content.replace(ref.encode(), b"R") for p, ref in zip(pages, refs, strict=True)}
    assert len(bodies) == 1
    assert Outgoing.objects.filter(kind_of="code").count() == 1


def test_misuse_2_wrong_codes_take_as_many_queries_and_about_as_long(company, now):
    case, _code = ask(company, now=now)

    def cost(reference):
        visitor = Visitor()
        connection.force_debug_cursor = True
        before, began = len(connection.queries_log), time()
        visitor.enter(reference, CODE)
        connection.force_debug_cursor = False
        return len(connection.queries_log) - before, time() - began

    cost(UNKNOWN)
    assert cost(case.reference)[0] == cost("H-3333-3333")[0]


def test_misuse_10_the_mail_alone_opens_nothing(company, visitor, now):
    confirmed(company, now=now)
    post(now)
    letters = " ".join(letter.body for letter in mail.outbox)
    assert CASE not in letters
    assert visitor.client.get(CASE).url == ENTRY


def test_misuse_11_a_code_burns_after_five_tries(company, visitor, now):
    case = confirmed(company, now=now)
    visitor.enter(case.reference)
    post(timezone.now())
    wrong = "000000" if digits() != "000000" else "111111"
    for _ in range(5):
        assert WRONG in text_of(visitor.enter(case.reference, wrong))
    assert WRONG in text_of(visitor.enter(case.reference, digits()))


def test_misuse_11_each_new_code_kills_the_one_before(company, visitor, now):
    case = confirmed(company, now=now)
    given = []
    for _ in range(3):
        visitor.enter(case.reference)
        post(timezone.now())
        given.append(digits())
    for old in given[:-1]:
        assert WRONG in text_of(visitor.enter(case.reference, old)) or old == given[-1]
    assert visitor.enter(case.reference, given[-1]).url == CASE


def test_answer_is_still_to_be_read_when_the_case_has_ended(company, visitor, now):
    case = confirmed(company, now=now)
    actions.withdraw(case, now=now)
    visitor.enter(case.reference)
    post(timezone.now())
    assert visitor.enter(case.reference, digits()).url == CASE
    assert "Du har trukket henvendelsen." in text_of(visitor.client.get(CASE))


@pytest.mark.parametrize(
    "odd", ["", "x" * 400, "\u2028", "æøå", "H-" + "9" * 5000, "<script>", "%00", "a\0b"]
)
def test_odd_references_and_codes_are_answered_with_a_page(company, visitor, odd):
    for sent in ({"reference": odd, "code": odd}, {"reference": UNKNOWN, "code": odd}):
        answer = visitor.client.post(ENTRY, sent)
        assert (answer.status_code, "<script>a" in answer.content.decode()) == (200, False)


def test_another_sites_form_opens_nothing(company, visitor):
    reference, code = keys(visitor.send())
    answer = Visitor(headers={"Sec-Fetch-Site": "cross-site"}).enter(reference, code)
    assert (answer.status_code, answer.cookies.output()) == (200, "")
    assert "Trykk en gang til." in text_of(answer)


def test_way_in_is_a_page_without_cookies(visitor):
    page = visitor.client.get(ENTRY)
    assert text_of(page).startswith("Følg henvendelsen din")
    assert (page.cookies.output(), page.headers["Referrer-Policy"]) == ("", "no-referrer")


def test_misuse_22_nothing_leads_away(company, visitor):
    reference, code = keys(visitor.send())
    for name in ("next", "url", "redirect"):
        answer = visitor.enter(reference, code, **{name: "https://ond.example/"})
        assert answer.url == CASE
