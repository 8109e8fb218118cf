"""A case's page: everything on it, every form, and what is told of looking."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from privacyhub.audit.models import Event
from rights_requests import actions
from rights_requests import terms as t
from rights_requests.admin.page import PARTS
from rights_requests.admin.verbs import REGISTRY
from rights_requests.models import Outgoing, Task
from tests.policies.admin.sending import text
from tests.policies.models.factories import make_member
from tests.rights_requests.admin.conftest import client_of
from tests.rights_requests.factories import answerable, ask, confirmed, post, register, worked_on

Right = t.Right


def now():
    return timezone.now()


def page_of(client, case):
    answer = client.get(f"/admin/henvendelser/{case.reference}/")
    assert answer.status_code == 200
    return answer


def act(client, case, slug, **sent):
    """Send a form of the case, and say whether it was taken."""
    answer = client.post(f"/admin/henvendelser/{case.reference}/{slug}/", sent)
    case.refresh_from_db()
    return answer


def done(answer):
    return answer.status_code == 302


def problems(answer):
    """Return what the form says is wrong."""
    return answer.context["bound"].errors


def test_every_form_has_a_place_on_the_page():
    placed = {slug for slugs in PARTS.values() for slug in slugs}
    in_rows = {"avgjor", "oppgave", "oppgave-spurt", "fjern-oppgave"}
    assert placed | in_rows == set(REGISTRY)


def test_the_whole_story_by_the_pages(company, kari, ola, plain_pdf):
    desk, other = client_of(kari), client_of(ola)
    case = confirmed(company, Right.ERASURE, now=now())
    assert done(act(desk, case, "start"))
    assert done(act(desk, case, "ny-oppgave", kind="search", name="Arkivet"))
    task = case.tasks.get()
    assert done(act(desk, case, "oppgave-spurt", row=task.pk))
    assert done(act(desk, case, "oppgave", row=task.pk, result="found"))
    demand = case.demands.get()
    sent = {"outcome": "refused", "ground": "17-3-e", "reason": "Vi er i retten."}
    assert done(act(desk, case, "avgjor", row=demand.pk, **sent))
    draft = page_of(desk, case).context["parts"]["answer"][0]
    assert done(act(desk, case, "utkast", text=draft.initial["text"], seen=""))
    assert done(act(desk, case, "til-godkjenning"))
    ticked = {"checked": ["recipient", "others", "complete"]}
    assert not done(act(desk, case, "send", **ticked))
    assert "kan du klage til Datatilsynet" in text(page_of(other, case))
    assert done(act(other, case, "send", **ticked))
    assert done(act(desk, case, "lukk"))
    assert case.state == "closed"
    assert case.replies.get().approved_by_name == str(ola.name)


def test_the_page_in_every_part_speaks_of_the_case(company, kari, desk):
    about = {"text": "Jeg vil vite alt.", "known_as": "kunde 7", "phone": "22 39 69 00"}
    case = worked_on(company, kari, now=now(), **about)
    actions.note(case, kari, "Ring tirsdag.")
    actions.write(case, kari, "Hei, vi leter.")
    page = text(page_of(desk, case))
    for said in (
        case.reference,
        "Under behandling",
        "dager igjen",
        "Jeg vil vite alt.",
        "kunde 7",
        "Ring tirsdag.",
        "Hei, vi leter.",
        "Bekreftet e-postadresse",
        "Slik er fristen regnet",
        "(art. 12 nr. 4)",
        "Arbeidet startet (kari@flex.no)",
    ):
        assert said in page, said


def test_what_is_wrong_is_told_and_what_was_written_stays(company, kari, desk):
    case = worked_on(company, kari, now=now())
    answer = act(desk, case, "spor-hvem", ground="", question="Hvilken adresse?", asked_on="x")
    assert problems(answer) == {
        "ground": ["Skriv et svar."],
        "asked_on": ["Skriv datoen som dd.mm.åååå, for eksempel 01.02.2026."],
    }
    assert "Hvilken adresse?</textarea>" in answer.content.decode()
    assert "Feil:" in answer.content.decode().partition("</title>")[0]
    assert case.state == "in-progress"


def test_misuse_24_state_deadline_and_receipt_cannot_be_set_by_a_form(company, kari, desk):
    case = worked_on(company, kari, now=now())
    kept = (case.state, case.received_on, case.due_on, case.work_by, case.identity)
    sent = {
        "state": "closed",
        "received_on": "01.01.2020",
        "due_on": "01.01.2030",
        "work_by": "01.01.2030",
        "identity": "in-person",
        "name": "Per",
        "reason": "x",
        "text": "x",
    }
    for slug in ("kontakt", "notat", "melding"):
        act(desk, case, slug, **sent)
    assert (case.state, case.received_on, case.due_on, case.work_by, case.identity)[:4] == kept[:4]
    assert case.identity != "in-person"


def test_misuse_3_a_row_of_another_case_is_unknown(company, kari, desk):
    case, other = (worked_on(company, kari, Right.OTHER, now=now()) for _ in range(2))
    task = Task.objects.create(case=other, kind_of="search", name="Arkivet")
    row = other.demands.get().pk
    for slug, number in (("avgjor", row), ("oppgave", task.pk), ("fjern-oppgave", task.pk)):
        sent = {"outcome": "granted", "result": "found", "reason": "x", "row": number}
        answer = act(desk, case, slug, **sent)
        assert problems(answer)["row"] == ["Det finnes ikke lenger. Last siden på nytt."]
    task.refresh_from_db()
    assert (other.demands.get().outcome, task.result) == (None, None)


@pytest.mark.parametrize("row", ["", "x", "-1", "9" * 40, "½", "١"])
def test_a_row_that_is_no_number_is_unknown(company, kari, desk, row):
    case = worked_on(company, kari, now=now())
    answer = act(desk, case, "avgjor", row=row, outcome="granted")
    assert (answer.status_code, "row" in problems(answer)) == (200, True)


def test_an_unknown_verb_or_a_look_at_one_is_not_found(company, kari, desk):
    case = worked_on(company, kari, now=now())
    path = f"/admin/henvendelser/{case.reference}/"
    assert desk.post(f"{path}finnes-ikke/").status_code == 404
    assert desk.get(f"{path}start/").status_code == 404


def test_misuse_27_looking_is_told_once_an_hour(company, desk):
    case = ask(company).case
    for _ in range(3):
        page_of(desk, case)
    event = Event.objects.get(kind="read")
    assert (event.subject_name, event.actor_email) == (case.reference, "kari@flex.no")
    assert event.subject_ref == f"rights_requests.case/{case.pk}"


def test_misuse_27_a_reply_that_is_fetched_is_told(company, kari, ola, desk, plain_pdf):
    case = answerable(company, kari, now=now())
    actions.submit(case, kari)
    actions.send(case, ola, {"recipient", "others", "complete"})
    answer = desk.get(f"/admin/henvendelser/{case.reference}/svar-1.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == f'attachment; filename="{case.reference}-1.pdf"'
    assert Event.objects.get(kind="exported").details == {"format": "PDF", "version": 1}
    assert desk.get(f"/admin/henvendelser/{case.reference}/svar-2.pdf").status_code == 404
    assert desk.get(f"/admin/henvendelser/{case.reference}/svar-{'9' * 30}.pdf").status_code == 404


def test_misuse_6_a_new_code_is_shown_once_and_never_kept(company, desk):
    case = ask(company).case
    answer = act(desk, case, "kode", reason="Gitt i skranken.")
    code = answer.context["code"]
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert actions.open_with_secret(case.reference, code) == case
    assert code not in page_of(desk, case).content.decode()


def test_two_who_write_at_once_do_not_lose_words(company, kari, ola):
    desk, other = client_of(kari), client_of(ola)
    case = worked_on(company, kari, now=now())
    assert done(act(desk, case, "utkast", text="Karis svar", seen=""))
    late = act(other, case, "utkast", text="Olas svar", seen="")
    assert "Noen andre endret svaret imens." in problems(late)["text"][0]
    assert "Olas svar</textarea>" in late.content.decode()
    form = late.context["bound"]
    assert done(act(other, case, "utkast", text="Olas svar", seen=form["seen"].value()))
    assert (case.draft.text, case.draft.written_by) == ("Olas svar", ola.number)


def test_misuse_28_the_preview_shows_to_whom_the_answer_goes(company, kari, desk):
    case = answerable(company, kari, now=now())
    assert f"Sendes til: Per Hansen, {case.email}" in text(page_of(desk, case))


def test_misuse_23_a_national_identity_number_is_warned_of(company, desk):
    case = ask(company, text="Jeg er 15108695088.").case
    assert "ser ut til å ha skrevet et fødselsnummer" in text(page_of(desk, case))
    other = ask(company, text="Ordre 12345678901.").case
    assert "fødselsnummer" not in text(page_of(desk, other))


def test_misuse_17_html_in_every_field_is_text(company, kari, desk):
    bad = "<img src=x onerror=alert(1)>"
    about = {"text": bad, "known_as": bad, "address": bad, "represented": bad, "name": bad}
    case = worked_on(company, kari, now=now(), **about)
    actions.note(case, kari, bad)
    actions.write(case, kari, bad)
    actions.draft(case, kari, f"{bad}\n\n## {bad}\n- {bad}")
    page = page_of(desk, case).content.decode()
    assert (page.count("<img"), page.count("&lt;img src=x") >= 9) == (0, True)


def test_misuse_33_overdue_is_shown(company, desk):
    case = ask(company, now=now() - timedelta(days=50)).case
    page = page_of(desk, case)
    assert page.context["urgency"] == "overdue"
    assert "over fristen" in text(page)


def test_a_mail_that_does_not_get_out_is_shown(company, desk):
    case = ask(company).case
    Outgoing.objects.update(attempts=2, last_error="SMTPServerDisconnected")
    assert "«bekreft e-postadressen» går ikke ut (2 forsøk, SMTPServerDisconnected)" in text(
        page_of(desk, case)
    )


def test_an_extension_whose_notice_waits_says_so(company, kari, desk):
    case = worked_on(company, kari, now=now())
    act(desk, case, "forleng", reason="Mange arkiver.")
    assert "Varselet om forlengelse er ikke sendt ennå." in text(page_of(desk, case))
    post(now())
    assert "Fristen er forlenget." in text(page_of(desk, case))
    assert mail.outbox[-1].subject == "Ny svarfrist"


def test_a_case_with_more_takes_no_more_queries(company, kari, desk):
    case = worked_on(company, kari, Right.ACCESS, now=now())
    counts = []
    for number in (1, 3):
        while case.tasks.count() < number:
            actions.add_task(case, kari, t.TaskKind.SEARCH, "Arkivet")
            actions.note(case, kari, "Hei.")
            actions.write(case, kari, "Hei.")
        page_of(desk, case)
        with CaptureQueriesContext(connection) as queries:
            page_of(desk, case)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 40


def test_a_letter_is_registered_with_its_date(company, desk):
    sent = {
        "channel": "letter",
        "received_on": timezone.localdate() - timedelta(days=3),
        "rights": ["access", "erasure"],
        "name": "Gerd Li",
        "address": "Storgata 1\r\n0155 Oslo",
        "on_behalf": "self",
    }
    sent["received_on"] = sent["received_on"].strftime("%d.%m.%Y")
    answer = desk.post("/admin/henvendelser/ny/", sent)
    case = company.cases.get()
    assert answer.url == f"/admin/henvendelser/{case.reference}/"
    assert (case.state, case.channel, case.address) == (
        "received",
        "letter",
        "Storgata 1\n0155 Oslo",
    )
    assert case.received_on == timezone.localdate() - timedelta(days=3)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"rights": []}, "rights"),
        ({"channel": "form"}, "channel"),
        ({"received_on": "01.01.2099"}, "received_on"),
        ({"email": "ikke"}, "email"),
        ({"name": ""}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"on_behalf": "x"}, "on_behalf"),
    ],
)
def test_what_cannot_be_registered_is_told_at_its_field(company, desk, changed, field):
    sent = {"channel": "phone", "rights": ["access"], "name": "Gerd Li", "on_behalf": "self"}
    answer = desk.post("/admin/henvendelser/ny/", sent | changed)
    assert list(answer.context["form"].errors) == [field]
    assert company.cases.count() == 0


def test_routines_are_set_by_who_approves_and_told(company, client):
    client.force_login(make_member("sjef@flex.no", "flex", roles=("approver",)))
    sent = {"internal_days": "10", "mail_name": "Kontoret", "clarification_pauses": "on"}
    assert client.post("/admin/henvendelser/rutiner/", sent).status_code == 302
    practice = company.rights_practice
    assert (practice.four_eyes, practice.internal_days, practice.mail_name) == (
        False,
        10,
        "Kontoret",
    )
    assert Event.objects.get(kind="changed").details["fields"][0].startswith("En annen")
    bad = client.post("/admin/henvendelser/rutiner/", sent | {"internal_days": "31"})
    assert "internal_days" in bad.context["form"].errors


def test_the_person_is_found_again_by_a_letter(company, kari, desk):
    case = register(company, kari, received_on=timezone.localdate(), now=now())
    assert done(act(desk, case, "identitet", level="known", how="Kundenummer."))
    assert case.identity == "known"
