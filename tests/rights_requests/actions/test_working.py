"""What staff do while they work: accept, assign, ask, change, identify, represent."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from policies.permissions import Access
from rights_requests import actions, paper
from rights_requests import terms as t
from rights_requests.actions import Decision
from rights_requests.due import remind
from rights_requests.errors import RefusedError, WrongStateError
from rights_requests.guards import CHECKLIST, missing_for_answer
from rights_requests.models import Practice
from rights_requests.workflow import staff
from tests.policies.models.factories import make_member
from tests.rights_requests.factories import (
    EMAIL,
    NOON,
    after,
    answerable,
    ask,
    confirmed,
    link,
    post,
    register,
    worked_on,
)

Identity = t.Identity


@pytest.mark.parametrize(
    "verb",
    [
        lambda case, by: actions.accept(case, by, " "),
        lambda case, by: actions.write(case, by, ""),
        lambda case, by: actions.hear(case, by, ""),
        lambda case, by: actions.note(case, by, "\n"),
        lambda case, by: actions.withdraw_for(case, by, ""),
        lambda case, by: actions.redirect(case, by, "Spør dem.", ""),
        lambda case, by: actions.issue_code(case, by, ""),
        lambda case, by: actions.identify(case, by, Identity.KNOWN, ""),
        lambda case, by: actions.change_contact(case, by, {"name": "Pål"}, ""),
    ],
)
def test_what_staff_decide_has_a_reason(company, kari, verb):
    case = ask(company).case
    with pytest.raises(RefusedError):
        verb(case, kari)
    assert case.steps.count() == 1


def test_misuse_26_a_case_is_given_to_one_who_may_and_can_sign_in(company, kari):
    case = confirmed(company)
    editor = make_member("rune@flex.no", "flex", roles=("editor",))
    gone = make_member("gone@flex.no", "flex", roles=("case-worker",))
    gone.is_active = False
    gone.save()
    for nobody in (editor, gone, make_member("ingen@flex.no")):
        with pytest.raises(RefusedError):
            actions.assign(case, kari, nobody, now=NOON)
    worker = make_member("per@flex.no", "flex", roles=("case-worker",))
    actions.assign(case, kari, worker, now=NOON)
    assert case.assigned_to == worker


def test_misuse_28_a_new_address_must_be_confirmed_anew(company, kari):
    case = confirmed(company)
    actions.send_code(case.reference, now=NOON)
    actions.change_contact(case, kari, {"email": "ny@b.no"}, "Byttet.", now=NOON)
    assert (case.confirmed_email, case.confirmed_at, case.identity) == ("", None, "none")
    post()
    actions.confirm_email(link(), now=NOON)
    case.refresh_from_db()
    assert (case.confirmed_email, case.identity) == ("ny@b.no", "email")


def test_the_same_address_stays_confirmed(company, kari):
    case = confirmed(company)
    about = {"email": EMAIL, "name": "Per H."}
    actions.change_contact(case, kari, about, "Navnet.", now=NOON)
    assert (case.identity, case.name) == ("email", "Per H.")


@pytest.mark.parametrize("changed", [{"email": "ikke"}, {"name": "x\0y"}])
def test_a_wrong_address_changes_nothing(company, kari, changed):
    case = confirmed(company)
    with pytest.raises(ValidationError):
        actions.change_contact(case, kari, changed, "Fordi.", now=NOON)
    case.refresh_from_db()
    assert case.email == EMAIL


def test_somebody_must_be_left_to_answer(company, kari):
    case = register(company, kari)
    with pytest.raises(RefusedError):
        actions.change_contact(case, kari, {"name": "", "address": ""}, "Fordi.", now=NOON)


@pytest.mark.parametrize("level", [Identity.NONE, Identity.EMAIL])
def test_an_identity_by_mail_is_confirmed_by_the_person_alone(company, kari, level):
    case = register(company, kari)
    with pytest.raises(RefusedError):
        actions.identify(case, kari, level, "Ringte.", now=NOON)


def test_a_new_code_replaces_the_old(company, kari):
    case, code = ask(company)
    new = actions.issue_code(case, kari, "Gitt i skranken.", now=NOON)
    assert actions.open_with_secret(case.reference, code) is None
    assert actions.open_with_secret(case.reference, new) == case
    assert new not in repr(list(case.steps.values()))


def test_misuse_29_nobody_answers_for_another_before_it_is_recorded(company, kari):
    case = answerable(company, kari, t.Right.OTHER, on_behalf="child", represented="Lise")
    assert list(missing_for_answer(case)) == ["Registrer hvorfor personen kan handle for en annen."]
    with pytest.raises(RefusedError):
        actions.submit(case, kari, now=NOON)
    wrong = t.Representation.POWER
    with pytest.raises(RefusedError):
        actions.represent(case, kari, wrong, "Så fullmakten.", now=NOON)
    actions.represent(case, kari, t.Representation.PARENT, "Folkeregisteret.", now=NOON)
    actions.submit(case, kari, now=NOON)
    assert case.state == "for-approval"


def test_who_asks_for_oneself_has_nothing_to_prove(company, kari):
    case = confirmed(company)
    with pytest.raises(RefusedError):
        actions.represent(case, kari, t.Representation.POWER, "Fullmakt.", now=NOON)


def test_misuse_15_data_is_not_given_to_somebody_unverified(company, kari):
    case = register(company, kari)
    actions.start(case, kari, now=NOON)
    actions.decide(case, kari, case.demands.get(), Decision(t.Outcome.GRANTED), now=NOON)
    actions.draft(case, kari, "Hei.", now=NOON)
    assert list(missing_for_answer(case)) == [
        "Bekreft hvem personen er før dere gir ut opplysninger."
    ]
    actions.identify(case, kari, Identity.IN_PERSON, "Kom innom.", now=NOON)
    assert list(missing_for_answer(case)) == []


def test_we_give_up_only_after_time_and_two_reminders(company, kari):
    case = worked_on(company, kari)
    actions.ask_identity(case, kari, actions.Question("Tvil.", "Hvem?"), now=after(1))
    post(after(1))
    with pytest.raises(RefusedError):
        actions.give_up(case, kari, "Ingen svarte.", now=after(14))
    with pytest.raises(RefusedError):
        actions.give_up(case, kari, "Ingen svarte.", now=after(20))
    for day in (8, 15):
        remind(after(day))
        post(after(day))
    actions.give_up(case, kari, "Ingen {svarte}.", now=after(20))
    demand = case.demands.get()
    assert (case.state, demand.outcome, demand.ground) == ("closed", "unidentified", "11")
    told = case.messages.last().text
    assert "Ingen (svarte)." in told
    assert "kan du klage til Datatilsynet" in told


def test_misuse_25_two_at_once_one_wins(company, kari, ola):
    case = confirmed(company)
    again = type(case).objects.get(pk=case.pk)
    actions.start(case, kari, now=NOON)
    with pytest.raises(WrongStateError):
        actions.start(again, ola, now=NOON)
    assert case.assigned_to_id == kari.number


def test_misuse_26_the_drafter_does_not_approve(company, kari, ola, monkeypatch):
    monkeypatch.setattr(paper, "render", lambda *_: b"%PDF-1.7")
    case = answerable(company, kari)
    actions.submit(case, kari, now=NOON)
    with pytest.raises(RefusedError):
        actions.send(case, kari, CHECKLIST, now=NOON)
    assert case.replies.count() == 0
    Practice.objects.create(controller=company, four_eyes=False)
    reply = actions.send(case, kari, CHECKLIST, now=NOON)
    assert (reply.drafted_by, reply.approved_by, reply.four_eyes) == (*[kari.number] * 2, False)


def test_nobody_outside_the_company_does_anything(company):
    case = confirmed(company)
    stranger = staff(make_member("x@y.no"), Access())
    with pytest.raises(PermissionDenied):
        actions.start(case, stranger, now=NOON)
