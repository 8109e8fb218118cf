"""From the register to the answer: where to search, whom to tell, and art. 15 a–h."""

import io

import pikepdf
import pytest

from policies.document.build import build
from policies.models import Controller, ProcessingActivity, Recipient, System
from policies.publishing import pdf
from policies.publishing.publish import publish_policy
from rights_requests import actions, complaint, drafting, grounds, letters, paper
from rights_requests import terms as t
from rights_requests.actions import Decision
from rights_requests.national_ids import are_written, masked
from rights_requests.searching import notifications, searches
from tests.policies.models.factories import make_company
from tests.rights_requests.conftest import actor_of
from tests.rights_requests.factories import after, ask, worked_on

Outcome, Right = t.Outcome, t.Right


@pytest.fixture
def shop(load_company, monkeypatch):
    """Return a company with a whole register and a published policy."""
    policy = load_company("eksempelbutikken")
    monkeypatch.setattr(pdf, "render", lambda *_: b"%PDF-1.7")
    publish_policy(policy, by="Kari", effective_at=after(-10))
    return Controller.objects.get(key="eksempelbutikken")


@pytest.fixture
def kim(shop):
    return actor_of("kim@b.no", "case-worker", company=shop.key)


def places(company, *subjects):
    return [proposal.record for proposal in searches(company.key, subjects)]


def test_every_system_and_holder_is_searched_whoever_it_is(shop):
    assert places(shop) == [
        "system/butikksystem",
        "system/regnskapssystem",
        "system/kontorsystem",
        "system/utsendelser",
        "system/besokstelling",
        "recipient/skylager",
    ]


def test_only_where_there_is_data_on_this_kind_of_person(shop):
    subjects = {term.name: term.key for term in build(shop.key).terms if term.kind_of == "subject"}
    job_seeker = next(key for name, key in subjects.items() if "søker" in name.lower())
    assert places(shop, job_seeker) == ["system/kontorsystem"]
    assert places(shop, "finnes-ikke") == []


def test_what_is_not_shown_or_has_ended_may_hold_data_still(shop):
    System.objects.update(is_shown=False)
    activity = ProcessingActivity.objects.get(key="jobbsokere")
    activity.systems.clear()
    activity.end(after(-1).date())
    activity.save()
    assert "activity/jobbsokere" in places(shop)
    ProcessingActivity.objects.filter(pk=activity.pk).update(status="draft", ended_on=None)
    assert "activity/jobbsokere" not in places(shop)


def test_recipients_of_what_was_found_are_told(shop, kim):
    case = worked_on(shop, kim, Right.ERASURE)
    assert len(notifications(case)) == 9
    actions.propose_searches(case, kim)
    for task in case.tasks.all():
        found = task.record == "system/utsendelser"
        result = t.TaskResult.FOUND if found else t.TaskResult.NOTHING
        actions.do_task(case, kim, task, result)
    told = [proposal.name for proposal in notifications(case)]
    assert "Brevdue Eksempel AB" in told
    assert "Pakkebud Eksempel AS" not in told


def test_a_recipient_that_gets_no_more_is_not_told(shop, kim):
    case = worked_on(shop, kim, Right.ERASURE)
    Recipient.objects.update(ended_on=after(-1).date())
    assert notifications(case) == []


def test_the_answer_to_innsyn_has_every_letter_of_art_15(shop, kim):
    case = worked_on(shop, kim)
    actions.decide(case, kim, case.demands.get(), Decision(Outcome.GRANTED))
    text = drafting.compose(case)
    for said in (
        "(art. 15 nr. 1 a, b, d, g)",
        "(art. 15 nr. 1 c)",
        "(art. 15 nr. 1 c og nr. 2)",
        "(art. 15 nr. 1 e, f)",
        "### Nyhetsbrev",
        "Brevdue Eksempel AB (databehandler)",
        "Skylager Example Inc., USA, EUs standardvilkår (art. 46 nr. 2 c)",
        "fordi bokføringsloven § 13 krever det",
        "deg selv (når du bestiller",
        "{klage}",
        "{kopi}",
    ):
        assert said in text, said
    assert letters.unknown(text) == ["kopi"]


def test_the_answer_tells_of_what_was_found_alone(shop, kim):
    case = worked_on(shop, kim)
    actions.propose_searches(case, kim)
    for task in case.tasks.all():
        actions.do_task(case, kim, task, t.TaskResult.NOTHING)
    text = drafting.art_15(case)
    assert "Vi har ikke funnet opplysninger om deg." in text
    assert "### " not in text


def test_the_document_of_the_receipt_is_told_whatever_came_after(shop, kim):
    case = worked_on(shop, kim)
    ProcessingActivity.objects.filter(key="nyhetsbrev").update(name="Noe helt annet")
    publish_policy(shop.policies.first(), by="Kari")
    text = drafting.art_15(case)
    assert ("### Nyhetsbrev" in text, "Noe helt annet" in text) == (True, False)


def test_without_a_published_policy_the_register_is_told(load_company):
    company = load_company("eksempelbutikken").controller
    text = drafting.art_15(ask(company).case)
    assert "### Nyhetsbrev" in text


def test_a_company_that_has_written_nothing_still_answers(company, kari):
    case = worked_on(company, kari)
    actions.decide(case, kari, case.demands.get(), Decision(Outcome.NOT_HELD))
    text = drafting.compose(case)
    assert "Vi har ingen opplysninger om deg som dette gjelder." in text
    assert letters.filled(text, case).startswith("Hei Per Hansen\n\nVi viser til henvendelsen")


def test_brackets_in_the_register_are_no_placeholders(shop, kim):
    ProcessingActivity.objects.filter(key="nyhetsbrev").update(name="{klage} {x}")
    case = worked_on(make_version_again(shop), kim)
    assert "### (klage) (x)" in drafting.art_15(case)


def make_version_again(shop):
    publish_policy(shop.policies.first(), by="Kari", effective_at=after(-5))
    return shop


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"authority": "datatilsynet"}, "Datatilsynet (datatilsynet.no, tlf. 22 39 69 00,"),
        (
            {"authority": "other", "authority_name": "Ombudsmannen", "authority_phone": "1"},
            "klage til Ombudsmannen (1).",
        ),
        ({}, "tilsynsmyndigheten i EØS-landet der du bor"),
    ],
)
def test_the_complaint_route_is_the_companys_own(db, about, said):
    told = complaint.complaint_route(make_company("x", **about))
    assert said in told
    assert told.endswith("personvernforordningen art. 77 og 79.")


def test_every_ground_has_a_rule_and_refuses_something():
    assert set(grounds.RULES) == set(t.Ground)
    assert all(rule.rights for rule in grounds.RULES.values())
    absolute = {right: grounds.grounds_for(right) for right in t.AT_ONCE}
    assert absolute == {right: [t.Ground.NOT_IDENTIFIABLE] for right in t.AT_ONCE}
    assert grounds.law_of(t.Ground.CLAIMS) == "personvernforordningen art. 17 nr. 3 e"


def test_the_letter_is_tagged_pdf_with_everything_as_text(company):

    case = ask(company, name="<b>Per</b>", address="Storgata 1\n0155 Oslo").case
    made = paper.render(case, "## Innsyn\n\n- <script>\n- to")
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.docinfo["/Title"]) == f"Svar på henvendelse {case.reference}"
        assert "/AF" not in opened.Root
    assert paper.render(case, "x") == paper.render(case, "x")


@pytest.mark.parametrize(
    ("text", "found", "shown"),
    [
        ("15108695088", True, "••••••"),
        ("nr 151086 95088.", True, "nr ••••••."),
        ("151086-95088", True, "••••••"),
        ("55108695096", False, "55108695096"),
        ("15108695077", False, "15108695077"),
        ("ordre 12345678901", False, "ordre 12345678901"),
        ("115108695088", False, "115108695088"),
        ("", False, ""),
    ],
)
def test_misuse_23_a_national_identity_number_is_known_by_its_check_digits(text, found, shown):
    assert (are_written(text), masked(text)) == (found, shown)
