"""The pass that a code gives: one case, one hour, one browser; what the long code alone shows."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import override_settings
from django.utils import timezone

from rights_requests.models import Case, Demand, Message
from rights_requests.public import passes
from tests.rights_requests.factories import confirmed, digits, post
from tests.rights_requests.public.visiting import (
    CASE,
    ENTRY,
    PDF,
    Visitor,
    enter_by_mail,
    hidden,
    keys,
    reply_to,
    text_of,
)

pytestmark = pytest.mark.django_db
COOKIE = "__Secure-henvendelse"


def test_pass_is_a_cookie_that_only_these_pages_get(case):
    visitor = Visitor()
    visitor.enter(case.reference)
    post(timezone.now())
    cookie = visitor.enter(case.reference, digits()).cookies[COOKIE]
    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == (
        "/henvendelse/",
        "Strict",
        3600,
    )
    assert (cookie["secure"], cookie["httponly"], cookie["domain"]) == (True, True, "")
    assert case.reference not in cookie.value
    page = visitor.client.get(CASE)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_development_has_the_cookie_without_https(case):
    with override_settings(DEBUG=True):
        assert passes.cookie_name() == "henvendelse"


def test_misuse_3_a_pass_opens_its_own_case_alone(company, case, now):
    other = confirmed(company, now=now, email="b@b.no", name="Bodil")
    reply_to(other, text="Til Bodil")
    visitor = enter_by_mail(case)
    for about in ({"case": other.pk}, {"reference": other.reference}, {"id": other.pk}):
        assert "Bodil" not in visitor.client.get(CASE, about).content.decode()
    assert visitor.client.get(PDF).status_code == 404
    page = visitor.client.get(CASE)
    sent = {**hidden(page), "text": "Hei", "case": other.pk, "reference": other.reference}
    visitor.client.post(f"{CASE}melding/", sent)
    assert Message.objects.get().case == case


@pytest.mark.parametrize("odd", ["", "x", "a:b:c", "é", '"'])
def test_misuse_3_a_pass_that_we_did_not_sign_opens_nothing(case, odd):
    visitor = Visitor()
    visitor.client.cookies[COOKIE] = odd
    assert visitor.client.get(CASE).url == ENTRY
    visitor.client.cookies[COOKIE] = signing.dumps([case.pk, "", True, "n"], salt="another")
    assert visitor.client.get(CASE).url == ENTRY


def test_pass_ends_with_the_hour_a_new_code_another_address_and_the_case(case, monkeypatch):
    for end in ("hour", "code", "address", "case"):
        visitor = enter_by_mail(case)
        if end == "hour":
            monkeypatch.setattr(passes, "LASTS", timedelta(seconds=-1))
        elif end == "code":
            Case.objects.update(secret_hash="1" * 64)
        elif end == "address":
            Case.objects.update(email="ny@b.no", confirmed_email="ny@b.no")
        else:
            case.steps.all().erase()
            case.delete()
        assert visitor.client.get(CASE).url == ENTRY
        monkeypatch.undo()


def test_what_was_written_survives_the_hour(case):
    visitor = Visitor()
    page = visitor.client.post(f"{CASE}melding/", {"text": "En lang\nmelding", "token": "x"})
    assert "Teksten din er beholdt" in text_of(page)
    assert hidden(page)["text"] == ["En lang\nmelding"]
    asked = visitor.client.post(ENTRY, {**hidden(page), "reference": case.reference})
    post(timezone.now())
    opened = visitor.client.post(ENTRY, {**hidden(asked), "code": digits()})
    assert "En lang\nmelding</textarea>" in opened.content.decode()
    assert COOKIE in opened.cookies
    sent = {"token": hidden(opened)["token"][0], "text": "En lang\nmelding"}
    visitor.client.post(f"{CASE}melding/", sent)
    assert Message.objects.get().text == "En lang\nmelding"


def test_leaving_takes_the_pass_back(case):
    visitor = enter_by_mail(case)
    page = visitor.client.get(CASE)
    visitor.client.post(f"{CASE}forlat/", {"token": "x"})
    assert visitor.client.get(CASE).status_code == 200
    visitor.client.post(f"{CASE}forlat/", {"token": hidden(page)["token"][0]})
    assert visitor.client.get(CASE).url == ENTRY


def test_misuse_15_the_long_code_shows_no_answer_once_the_address_is_confirmed(company, visitor):
    """Whoever filed in another's name holds the code; the address is the other's."""
    reference, code = keys(visitor.send())
    Case.objects.update(confirmed_at=timezone.now(), confirmed_email="per@eksempel.no",
                        identity="email", state="answered")  # fmt: skip
    case = Case.objects.get()
    reply_to(case, text="Alt om Per")
    Message.objects.create(case=case, is_from_person=False, text="Til Per",
                           written_at=timezone.now())  # fmt: skip
    Demand.objects.update(reason="Om Per")
    visitor.enter(reference, code)
    page = visitor.client.get(CASE)
    for hidden_text in ("Alt om Per", "Til Per", "Om Per", "ikke avgjort", "melding/", "trekk/"):
        assert hidden_text not in page.content.decode()
    assert "Meldinger og svar åpnes med engangskode" in text_of(page)
    assert visitor.client.get(PDF).status_code == 404
    token = hidden(page)["token"][0]
    answer = visitor.client.post(f"{CASE}melding/", {"token": token, "text": "Send til meg"})
    assert (answer.status_code, Message.objects.count()) == (409, 1)
