"""The case page: one case, one hour, what the person may see and do."""

from datetime import date, timedelta

import pytest
from django.core import signing
from django.test import override_settings
from django.utils import timezone

from rights_requests import actions
from rights_requests import terms as t
from rights_requests.models import Case, Demand, Message, Pause, Reply, Step
from rights_requests.public import passes
from tests.rights_requests.factories import ask, confirmed, digits, post
from tests.rights_requests.public.visiting import CASE, ENTRY, Visitor, hidden, keys, text_of

pytestmark = pytest.mark.django_db
COOKIE = "__Secure-henvendelse"
NUMBER = "svar/1.pdf"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def case(company, now):
    return confirmed(company, t.Right.ACCESS, t.Right.ERASURE, now=now)


def enter_by_mail(case):
    """Return a visitor who got in with a one-time code."""
    visitor = Visitor()
    visitor.enter(case.reference)
    post(timezone.now())
    assert visitor.enter(case.reference, digits()).url == CASE
    return visitor


def reply_to(case, number=1, text="Hei Per\n\n## Innsyn\n\n- navn\n- adresse"):
    return Reply.objects.create(
        case=case, number=number, text=text, pdf=b"%PDF-svar", text_sha256="0" * 64,
        pdf_sha256="0" * 64, recipient=case.email, four_eyes=False, sent_at=timezone.now(),
    )  # fmt: skip


def page_of(case, **columns):
    """Return what the page says of a case in some state."""
    Case.objects.filter(pk=case.pk).update(**columns)
    return text_of(enter_by_mail(case).client.get(CASE))


def ended(state, **columns):
    return {"state": state, "closed_on": date(2026, 12, 1), "trace": {}, **columns}


STATES = {
    "received": ({}, "Mottatt. Ingen har begynt på den ennå."),
    "in-progress": ({"state": "in-progress"}, "Vi arbeider med den."),
    "for-approval": ({"state": "for-approval"}, "Svaret er skrevet og kontrolleres."),
    "awaiting-clarification": (
        {"state": "awaiting-clarification"},
        "Vi venter på deg: Vi har stilt et spørsmål.",
    ),
    "answered": ({"state": "answered"}, "Svaret er klart."),
    "closed": (ended("closed"), "Avsluttet 1. desember 2026."),
    "withdrawn": (ended("withdrawn"), "Du har trukket henvendelsen."),
    "wrong-recipient": (ended("wrong-recipient"), "Vi har ikke ansvar for disse opplysningene."),
}


@pytest.mark.parametrize(("columns", "said"), STATES.values(), ids=STATES)
def test_page_says_where_the_case_is(case, columns, said):
    assert said in page_of(case, **columns)


def test_every_state_has_its_words(case):
    told = {*STATES, "unconfirmed", "awaiting-identity", "duplicate"}
    assert {state.value for state in t.State} == told


def test_merged_case_names_the_other(company, case, now):
    other = ask(company, now=now, email="b@b.no").case
    said = page_of(case, **ended("duplicate", duplicate_of=other))
    assert f"Slått sammen med {other.reference}. Den tidligste datoen gjelder." in said


def test_identity_is_asked_for_with_its_ground(case):
    about = {"ground": "Flere heter det samme.", "question": "Hvilken adresse?"}
    Pause.objects.create(case=case, kind_of="identity", asked_on=case.received_on, **about)
    said = page_of(case, state="awaiting-identity")
    assert "Vi må vite at det er deg. Flere heter det samme." in said


def test_late_and_extended_are_said(case):
    said = page_of(case, received_on=date(2026, 1, 5), due_on=date(2026, 2, 5),
                   work_by=date(2026, 2, 5))  # fmt: skip
    assert "Vi er forsinket. Du kan klage til Datatilsynet nå." in said
    assert "Du kan også ta saken til domstolene." in said
    today = timezone.localdate()
    said = page_of(case, received_on=today, due_on=today + timedelta(days=90), work_by=today,
                   extension_on=today, extension_sent_on=today,
                   extension_reason="det er mye å lete i.")  # fmt: skip
    assert "Vi trenger mer tid, fordi det er mye å lete i." in said
    assert "Fristen er forlenget." in said


def test_rows_say_what_became_of_each_thing_and_where_to_complain(case):
    Demand.objects.filter(right="erasure").update(
        outcome="partial", ground="17-3-b", decided_at=timezone.now(),
        reason="Faktura beholdes til 2031, bokføringsloven § 13.",
    )  # fmt: skip
    said = page_of(case, state="answered")
    assert "Se hvilke opplysninger dere har om meg (innsyn): ikke avgjort ennå." in said
    assert (
        "Slette opplysninger (sletting): delvis imøtekommet. Faktura beholdes til 2031, "
        "bokføringsloven § 13." in said
    )
    assert "Er du uenig, kan du klage til Datatilsynet" in said


def test_answer_is_shown_as_text_and_as_pdf(case):
    reply_to(case)
    visitor = enter_by_mail(case)
    page = visitor.client.get(CASE)
    assert "<h3" in page.content.decode().split('class="letter"')[1]
    assert "navn adresse" in text_of(page)
    file = visitor.client.get(CASE + NUMBER)
    assert (file.content, file.headers["Content-Type"]) == (b"%PDF-svar", "application/pdf")
    name = f'attachment; filename="svar-{case.reference}-1.pdf"'
    assert file.headers["Content-Disposition"] == name
    assert visitor.client.get(f"{CASE}svar/2.pdf").status_code == 404


def test_misuse_17_no_markup_of_anybody_is_markup(case):
    mark = "<script>alert(1)</script>"
    reply_to(case, text=f"{mark}\n\n## {mark}\n\n- {mark}")
    Message.objects.create(case=case, is_from_person=False, text=mark, written_at=timezone.now())
    page = enter_by_mail(case).client.get(CASE).content.decode()
    assert (page.count("<script>"), page.count("&lt;script&gt;")) == (0, 4)


def test_person_and_company_write_to_each_other(case):
    visitor = enter_by_mail(case)
    page = visitor.client.get(CASE)
    led = visitor.client.post(f"{CASE}melding/", {**hidden(page), "text": "Hei\nigjen"})
    assert led.url == f"{CASE}?sendt=1#meldinger"
    assert "Meldingen er sendt." in text_of(visitor.client.get(f"{CASE}?sendt=1"))
    (message,) = Message.objects.all()
    assert (message.text, message.is_from_person) == ("Hei\nigjen", True)


@pytest.mark.parametrize("text", ["", " ", "x" * 5001, "a\0b", "a\u202eb"])
def test_odd_messages_are_refused_at_their_field(case, text):
    visitor = enter_by_mail(case)
    page = visitor.client.get(CASE)
    answer = visitor.client.post(f"{CASE}melding/", {"token": hidden(page)["token"], "text": text})
    assert 'href="#id_text"' in answer.content.decode()
    assert Message.objects.count() == 0


def test_a_form_without_the_pages_token_does_nothing_and_keeps_the_text(case):
    visitor = enter_by_mail(case)
    for token in ("", "x", hidden(enter_by_mail(case).client.get(CASE))["token"][0]):
        answer = visitor.client.post(f"{CASE}melding/", {"token": token, "text": "Hei der"})
        assert (answer.status_code, "Hei der</textarea>" in answer.content.decode()) == (409, True)
        visitor.client.post(f"{CASE}trekk/", {"token": token})
    case.refresh_from_db()
    assert (Message.objects.count(), case.state) == (0, "received")


def test_withdrawing_asks_once(case):
    visitor = enter_by_mail(case)
    page = visitor.client.get(f"{CASE}trekk/")
    case.refresh_from_db()
    assert case.state == "received"
    assert visitor.client.post(f"{CASE}trekk/", hidden(page)).url == CASE
    case.refresh_from_db()
    assert case.state == "withdrawn"
    again = visitor.client.post(f"{CASE}trekk/", hidden(page))
    assert (again.url, Step.objects.filter(event="withdraw").count()) == (CASE, 1)


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
    assert visitor.client.get(CASE + NUMBER).status_code == 404
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
    assert visitor.client.get(CASE + NUMBER).status_code == 404
    token = hidden(page)["token"][0]
    answer = visitor.client.post(f"{CASE}melding/", {"token": token, "text": "Send til meg"})
    assert (answer.status_code, Message.objects.count()) == (409, 1)


@pytest.mark.parametrize("several", [1, 3])
def test_case_page_takes_a_fixed_number_of_queries(
    company, now, several, django_assert_num_queries
):
    rights = list(t.Right)[:several]
    case = confirmed(company, *rights, now=now)
    for number in range(several):
        reply_to(case, number + 1)
        actions.write_message(case, f"Nr. {number}", now=now)
    visitor = enter_by_mail(case)
    with django_assert_num_queries(5):
        assert visitor.client.get(CASE).status_code == 200
