"""The case page: one case, one hour, what the person may see and do."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from rights_requests import actions
from rights_requests import terms as t
from rights_requests.models import Case, Demand, Message, Pause, Step
from rights_requests.public import case_page
from tests.rights_requests.factories import ask, confirmed
from tests.rights_requests.public.visiting import (
    CASE,
    PDF,
    enter_by_mail,
    hidden,
    reply_to,
    text_of,
)

pytestmark = pytest.mark.django_db


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
    file = visitor.client.get(PDF)
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


@pytest.mark.parametrize("does", ["melding", "trekk"])
def test_what_the_case_no_longer_takes_is_told_and_kept(case, monkeypatch, does):
    """Staff ended the case after the page was read and before the database was asked."""
    visitor = enter_by_mail(case)
    token = hidden(visitor.client.get(CASE))["token"][0]
    actions.withdraw(case)
    monkeypatch.setattr(case_page, "_may", lambda *_: True)
    answer = visitor.client.post(f"{CASE}{does}/", {"token": token, "text": "Hei"})
    assert answer.status_code == 409
    assert "Henvendelsen er nå «trukket»." in text_of(answer)
    assert ("Hei</textarea>" in answer.content.decode()) is (does == "melding")
    assert Message.objects.count() == 0


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
