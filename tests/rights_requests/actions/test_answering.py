"""Deciding, writing, approving, sending: what is checked, and what is frozen."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.db import DatabaseError, connection, connections, transaction

from policies.models.version import sha256
from rights_requests import actions, letters, paper
from rights_requests import terms as t
from rights_requests.actions import Decision
from rights_requests.errors import RefusedError
from rights_requests.guards import CHECKLIST, missing_for_answer
from rights_requests.models import Case, Reply, Step
from tests.rights_requests.conftest import actor_of
from tests.rights_requests.factories import NOON, after, answerable, post, worked_on

Outcome, Ground, Right = t.Outcome, t.Ground, t.Right


@pytest.fixture
def sent(company, kari, ola):
    """Return a case whose answer was sent, with a real PDF."""
    case = answerable(company, kari)
    actions.submit(case, kari, now=NOON)
    actions.send(case, ola, CHECKLIST, now=NOON)
    return case


@pytest.mark.parametrize(
    ("right", "decision", "field"),
    [
        (Right.MARKETING, Decision(Outcome.REFUSED, Ground.UNFOUNDED, "Nei."), "outcome"),
        (Right.WITHDRAWAL, Decision(Outcome.PARTIAL, Ground.UNFOUNDED, "Nei."), "outcome"),
        (Right.ACCESS, Decision(Outcome.REFUSED, None, "Nei."), "ground"),
        (Right.ACCESS, Decision(Outcome.REFUSED, Ground.UNFOUNDED, " "), "reason"),
        (Right.ACCESS, Decision(Outcome.REFUSED, Ground.CLAIMS, "Nei."), "ground"),
        (Right.ERASURE, Decision(Outcome.REFUSED, Ground.RIGHTS_OF_OTHERS, "Nei."), "ground"),
        (Right.ACCESS, Decision(Outcome.GRANTED, Ground.UNFOUNDED), "ground"),
    ],
)
def test_a_decision_the_law_does_not_allow_is_refused(company, kari, right, decision, field):
    case = worked_on(company, kari, right, Right.OTHER)
    demand = case.demands.get(right=right)
    with pytest.raises(RefusedError) as refused:
        actions.decide(case, kari, demand, decision, now=NOON)
    demand.refresh_from_db()
    assert (refused.value.field, demand.outcome) == (field, None)


def test_each_right_has_an_outcome_of_its_own(company, kari):
    case = worked_on(company, kari, Right.ACCESS, Right.ERASURE)
    access, erasure = case.demands.all()
    actions.decide(case, kari, access, Decision(Outcome.GRANTED), now=NOON)
    kept = Decision(Outcome.PARTIAL, Ground.OBLIGATION, "Bilag.")
    actions.decide(case, kari, erasure, kept, now=NOON)
    told = [(d.outcome, d.ground, d.reason) for d in case.demands.all()]
    assert told == [("granted", None, ""), ("partial", "17-3-b", "Bilag.")]


def test_a_case_that_lacks_everything_is_told_what(company, kari):
    case = worked_on(company, kari, Right.ERASURE, Right.MARKETING)
    with pytest.raises(RefusedError):
        actions.submit(case, kari, now=NOON)
    assert list(missing_for_answer(case)) == [
        "Avgjør «sletting (art. 17)».",
        "Avgjør «protest mot direkte markedsføring (art. 21 nr. 2)».",
        "Besvar søk og stans først: 1 igjen.",
        "Skriv svaret.",
    ]


def test_a_refusal_says_where_to_complain(company, kari):
    case = worked_on(company, kari, Right.ERASURE)
    refused = Decision(Outcome.REFUSED, Ground.CLAIMS, "Vi er i retten.")
    actions.decide(case, kari, case.demands.get(), refused, now=NOON)
    actions.draft(case, kari, "Nei.", now=NOON)
    missing = ["Et avslag må si hvor personen kan klage: ta med {klage} (art. 12 nr. 4)."]
    assert list(missing_for_answer(case)) == missing
    actions.draft(case, kari, "Nei. {klage}", now=NOON)
    assert list(missing_for_answer(case)) == []


@pytest.mark.parametrize(
    "text", ["{ukjent}", "{Klage}", "{case.secret_hash}", "{0}", "{}", "{klage!r}", "{{klage}}"]
)
def test_misuse_18_an_unknown_placeholder_stops_the_letter(company, kari, text):
    case = answerable(company, kari)
    actions.draft(case, kari, text, now=NOON)
    if text == "{{klage}}":  # the inner one is known, the rest are plain brackets
        assert letters.filled(text, case).startswith("{Er du uenig")
        return
    with pytest.raises(RefusedError):
        actions.submit(case, kari, now=NOON)
    with pytest.raises(KeyError):
        letters.filled(text, case)


@pytest.mark.parametrize("name", ["{klage}", "{% debug %}", "{{ settings.SECRET_KEY }}", "%(x)s"])
def test_misuse_18_what_is_filled_in_is_never_read_again(company, kari, name):
    case = answerable(company, kari, name=name)
    assert letters.filled("{hilsen}, hei", case) == f"Hei {name}, hei"


def test_misuse_17_html_in_a_letter_is_text(company, kari):
    shown = paper.pieces("## <b>Hei</b>\n\n- <script>\n- to\n\nen\nto\n\ntre")
    assert shown == [
        ("h2", ("<b>Hei</b>",)),
        ("ul", ("<script>", "to")),
        ("p", ("en", "to")),
        ("p", ("tre",)),
    ]


def test_sending_freezes_the_answer(sent, kari, ola):
    reply = sent.replies.get()
    assert reply.text == "Hei Per Hansen, her er svaret."
    assert (reply.text_sha256, reply.pdf_sha256) == (
        sha256(reply.text.encode()),
        sha256(bytes(reply.pdf)),
    )
    assert bytes(reply.pdf).startswith(b"%PDF-1.7")
    assert (reply.drafted_by, reply.approved_by) == (kari.number, ola.number)
    for change in ({"text": "Noe annet"}, {"number": 2}, {"pdf": b""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Reply.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Reply.objects.all().delete()


def test_the_log_of_a_case_is_never_changed(sent):
    for change in ({"reason": "x"}, {"event": "close"}, {"new_state": "closed"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Step.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Step.objects.all().delete()


def test_the_whole_checklist_is_ticked_first(company, kari, ola):
    case = answerable(company, kari)
    actions.submit(case, kari, now=NOON)
    for ticked in (set(), {"recipient"}, set(CHECKLIST) - {"others"}):
        with pytest.raises(RefusedError):
            actions.send(case, ola, ticked, now=NOON)
    assert (case.replies.count(), case.mails.filter(kind_of="reply").count()) == (0, 0)


def test_an_answer_that_changed_meanwhile_is_not_sent(company, kari, ola, monkeypatch):
    case = answerable(company, kari)
    actions.submit(case, kari, now=NOON)

    def changed(case, _text):
        case.draft.__class__.objects.update(text="Noe annet.")
        return b"%PDF-1.7"

    monkeypatch.setattr(paper, "render", changed)
    with pytest.raises(RefusedError):
        actions.send(case, ola, CHECKLIST, now=NOON)
    assert (case.replies.count(), case.state) == (0, "for-approval")


def test_what_is_sent_back_says_why_and_comes_again(company, kari, ola):
    case = answerable(company, kari)
    actions.submit(case, kari, now=NOON)
    actions.send_back(case, ola, "Si mer om fakturaene.", now=NOON)
    assert (case.state, case.draft.comment) == ("in-progress", "Si mer om fakturaene.")
    actions.submit(case, kari, now=NOON)
    case.draft.refresh_from_db()
    assert (case.state, case.draft.comment) == ("for-approval", "")


def test_a_second_answer_leaves_the_first(sent, kari, ola):
    actions.reopen(sent, kari, "Nye opplysninger.", now=after(1))
    actions.draft(sent, kari, "Et nytt svar.", now=after(1))
    actions.submit(sent, kari, now=after(1))
    actions.send(sent, ola, CHECKLIST, now=after(1))
    assert [(r.number, r.text) for r in sent.replies.all()] == [
        (1, "Hei Per Hansen, her er svaret."),
        (2, "Et nytt svar."),
    ]
    post(after(1))
    assert mail.outbox[-1].subject == "Svaret er klart"


@pytest.mark.django_db(transaction=True)
def test_misuse_25_two_who_send_at_once_send_one_answer(company, kari, ola, monkeypatch):
    if connection.vendor == "sqlite":
        return  # one writer at a time, and a database in memory isn't shared
    monkeypatch.setattr(paper, "render", lambda *_: b"%PDF-1.7")
    case = answerable(company, kari)
    actions.submit(case, kari, now=NOON)
    both = Barrier(2)

    def send(by):
        try:
            mine = Case.objects.get(pk=case.pk)
            both.wait()
            return actions.send(mine, by, CHECKLIST, now=NOON).number
        except RefusedError:
            return "nei"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(map(str, pool.map(send, (ola, boss(company))))) == ["1", "nei"]
    assert (Reply.objects.count(), case.mails.filter(kind_of="reply").count()) == (1, 1)


def boss(company):
    return actor_of("eva@flex.no", "case-worker", company=company.key)


@pytest.mark.parametrize("text", ["", "  \n", "x" * 50_001, "a\0b", "a\u202eb", "\ud800"])
def test_misuse_21_a_text_that_no_letter_holds_is_refused(company, kari, text):
    case = worked_on(company, kari)
    with pytest.raises(RefusedError) as refused:
        actions.draft(case, kari, text, now=NOON)
    assert refused.value.field == "text"


def test_a_restriction_is_not_lifted_before_the_person_is_told(company, kari, ola, monkeypatch):
    monkeypatch.setattr(paper, "render", lambda *_: b"%PDF-1.7")
    case = answerable(company, kari, Right.RESTRICTION)
    actions.submit(case, kari, now=NOON)
    actions.send(case, ola, CHECKLIST, now=NOON)
    with pytest.raises(RefusedError):
        actions.close(case, kari, now=NOON)
    (task,) = case.tasks.all()
    assert (task.kind_of, task.name) == (
        "lift-notice",
        "Si fra til personen før begrensningen oppheves",
    )
    with pytest.raises(RefusedError):
        actions.drop_task(case, kari, task, "Nei.", now=NOON)
    actions.do_task(case, kari, task, t.TaskResult.DONE, now=NOON)
    actions.close(case, kari, now=NOON)
    assert case.state == "closed"
