"""The queue: what is due first, in words, filtered and searched, in as few queries as one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from privacyhub.audit.models import Event
from rights_requests import actions
from rights_requests import terms as t
from rights_requests.models import Case, Outgoing, Task
from tests.policies.admin.sending import text
from tests.policies.models.factories import make_company, make_member
from tests.rights_requests.factories import answered_case, ask, confirmed, register

QUEUE = "/admin/henvendelser/"


def ago(days):
    return timezone.now() - timedelta(days=days)


def shown(client, query=""):
    """Return the references of a page of the queue, in order."""
    page = client.get(QUEUE + query)
    assert page.status_code == 200
    return [row.case.reference for row in page.context["rows"]]


def test_what_is_due_first_stands_first_and_says_how_it_hurries(company, desk):
    calm, late, half = (ask(company, now=ago(days)).case for days in (1, 40, 17))
    assert shown(desk) == [late.reference, half.reference, calm.reference]
    page = text(desk.get(QUEUE))
    for word in ("Over fristen", "God tid", "Over halve tiden er brukt"):
        assert page.count(word) == 1


def test_unanswered_are_shown_first_and_others_when_asked_for(company, desk, kari):
    one, two = ask(company).case, ask(company).case
    actions.withdraw(two)
    assert shown(desk) == [one.reference]
    assert shown(desk, "?tilstand=withdrawn") == [two.reference]
    assert set(shown(desk, "?tilstand=alle")) == {one.reference, two.reference}


def test_the_queue_is_filtered_by_right_and_by_who_answers(company, desk, kari):
    one, two = confirmed(company, t.Right.ERASURE), ask(company, t.Right.ACCESS).case
    actions.start(one, kari)
    assert shown(desk, "?rettighet=erasure") == [one.reference]
    assert shown(desk, "?ansvarlig=meg") == [one.reference]
    assert shown(desk, "?ansvarlig=ingen") == [two.reference]
    assert shown(desk, "?tilstand=alle&rettighet=erasure&ansvarlig=meg") == [one.reference]


def test_misuse_26_one_who_cannot_sign_in_answers_for_nothing(company, desk):
    case = confirmed(company)
    gone = make_member("gone@flex.no", "flex", roles=("case-worker",))
    Case.objects.update(assigned_to=gone)
    gone.is_active = False
    gone.save()
    assert shown(desk, "?ansvarlig=ingen") == [case.reference]
    assert "ingen ansvarlig" in text(desk.get(QUEUE))


@pytest.mark.parametrize("q", ["Berg", "anne@b.no", "22 39", "kunde 7", "{reference}"])
def test_the_queue_is_searched(company, desk, q):
    about = {"email": "anne@b.no", "phone": "22 39 69 00", "known_as": "kunde 7"}
    case = ask(company, name="Anne Berg", **about).case
    ask(company, now=ago(0))
    assert shown(desk, f"?q={q.format(reference=case.reference)}") == [case.reference]


@pytest.mark.parametrize(
    "query", ["?tilstand=x", "?rettighet=%27", "?side=x", "?side=-1", "?q=%ff"]
)
def test_what_cannot_be_understood_shows_a_page(company, desk, query):
    ask(company, now=ago(0))
    assert len(shown(desk, query)) <= 1


def test_misuse_23_a_national_identity_number_is_masked_in_the_list(company, desk):
    ask(company, name="Per 151086 95088")
    page = text(desk.get(QUEUE))
    assert ("95088" in page, page.count("Per ••••••")) == (False, 1)


def test_misuse_17_html_in_a_name_is_text(company, desk):
    ask(company, name="<script>x</script>", known_as="<b>")
    page = desk.get(QUEUE).content.decode()
    assert ("<script>x" in page, "&lt;script&gt;x" in page) == (False, True)


def test_misuse_5_another_companys_cases_are_not_there(company, desk):
    ask(make_company("ntc"), name="Nils")
    assert shown(desk, "?tilstand=alle&q=Nils") == []


def test_pages_of_fifty(company, desk):
    Case.objects.all().delete()
    for _ in range(51):
        ask(company, now=ago(0))
    assert (len(shown(desk)), len(shown(desk, "?side=2"))) == (50, 1)


def test_staff_see_that_a_mail_does_not_get_out(company, desk):
    ask(company, now=ago(0))
    Outgoing.objects.update(attempts=3, last_error="SMTPServerDisconnected")
    assert text(desk.get(QUEUE)).count("en e-post går ikke ut") == 1
    front = text(desk.get("/admin/"))
    assert "Én e-post til noen som har spurt, går ikke ut." in front


def test_misuse_27_looking_at_the_list_is_told(company, desk):
    desk.get(QUEUE)
    event = Event.objects.get(kind="read")
    assert (event.subject_ref, event.company_key) == ("rights_requests.case", "flex")


@pytest.mark.parametrize("path", [QUEUE, "/admin/"])
def test_three_cases_take_as_few_queries_as_one(company, desk, kari, path):
    counts = []
    for number in (1, 3):
        while Case.objects.count() < number:
            rights = (t.Right.ACCESS, t.Right.ERASURE)
            register(company, kari, *rights, received_on=ago(20).date(), now=ago(0))
        desk.get(path)
        with CaptureQueriesContext(connection) as queries:
            desk.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 40


def test_the_front_page_tells_what_hurries(company, desk):
    case = ask(company, now=ago(40)).case
    ask(company, now=ago(0))
    page = text(desk.get("/admin/"))
    assert f"Henvendelse {case.reference}: svar innen" in page
    assert "2 henvendelser er ikke besvart" in page
    assert "1 over fristen" in page


def test_an_answer_with_somebody_left_to_tell_stays_on_the_front_page(company, desk):
    case = answered_case(company)
    answered_case(company)  # with nothing left
    Task.objects.create(case=case, kind_of=t.TaskKind.NOTIFY, name="Skatteetaten")
    page = desk.get("/admin/")
    assert text(page).count("Én besvart henvendelse har oppgaver igjen") == 1
    assert case.reference in text(desk.get("/admin/henvendelser/?tilstand=answered"))


def test_who_may_not_work_with_cases_is_told_nothing(company, client):
    ask(company, now=ago(40))
    client.force_login(make_member("red@flex.no", "flex", roles=("editor", "approver")))
    page = text(client.get("/admin/"))
    assert "er ikke besvart" not in page
    assert "Rutiner for henvendelser" in page
