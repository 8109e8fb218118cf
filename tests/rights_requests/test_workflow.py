"""The workflow as a table: every state, event and role, by the verbs and by the pages."""

import pytest
from django.contrib.auth import get_user_model
from django.forms.models import model_to_dict
from django.test import Client

from policies.document.terms import Role
from policies.models import Controller
from policies.permissions import Access
from rights_requests import paper, workflow
from rights_requests.admin.page import REGISTRY
from rights_requests.errors import NotAllowedError, WrongStateError
from rights_requests.models import Case, Message, Note, Outgoing, Step, Task
from rights_requests.moving import moving
from rights_requests.terms import ENDS, UNANSWERED, Event, State
from rights_requests.workflow import PERSON, PROGRAM, Actor, Who
from tests.policies.models.factories import make_company, make_member
from tests.rights_requests.conftest import actor_of
from tests.rights_requests.factories import NOON, in_state

ANY = set(State)
OPEN = ANY - {State.CLOSED, State.WITHDRAWN, State.DUPLICATE, State.WRONG_RECIPIENT}
WORKED = {State.RECEIVED, State.IN_PROGRESS}
BEFORE_ANSWER = OPEN - {State.ANSWERED}
# Written out from the law's table (docs/decisions/0015), not from the code.
STATES = {
    Event.CONFIRM: OPEN,
    Event.ACCEPT: {State.UNCONFIRMED},
    Event.ASSIGN: OPEN,
    Event.START: {State.RECEIVED},
    Event.ASK_IDENTITY: WORKED,
    Event.ASK_CLARIFICATION: WORKED,
    Event.RESUME: {State.AWAITING_IDENTITY, State.AWAITING_CLARIFICATION},
    Event.GIVE_UP: {State.AWAITING_IDENTITY},
    Event.EXTEND: {State.IN_PROGRESS},
    Event.EXTENSION_SENT: OPEN,
    Event.SUBMIT: {State.IN_PROGRESS},
    Event.RETURN: {State.FOR_APPROVAL},
    Event.SEND: {State.FOR_APPROVAL},
    Event.CLOSE: {State.ANSWERED},
    Event.REOPEN: {State.ANSWERED, State.CLOSED},
    Event.WITHDRAW: BEFORE_ANSWER,
    Event.MERGE: BEFORE_ANSWER,
    Event.ABSORB: BEFORE_ANSWER,
    Event.REDIRECT: BEFORE_ANSWER,
    Event.IDENTIFY: OPEN,
    Event.REPRESENT: OPEN,
    Event.CONTACT: OPEN,
    Event.WRITE: OPEN,
    Event.HEAR: OPEN | {State.CLOSED},
    Event.NOTE: ANY,
    Event.DEMAND: WORKED,
    Event.DECIDE: {State.IN_PROGRESS},
    Event.DRAFT: {State.IN_PROGRESS},
    Event.PROPOSE: {State.IN_PROGRESS},
    Event.ADD_TASK: {State.IN_PROGRESS, State.ANSWERED},
    Event.DO_TASK: OPEN,
    Event.DROP_TASK: {State.IN_PROGRESS, State.ANSWERED},
    Event.RECOUNT: BEFORE_ANSWER,
    Event.CODE: OPEN | {State.CLOSED},
}
# Written when a case begins: there is no state before it.
BEGINS = {Event.RECEIVE, Event.REGISTER}
OF_PERSON = {Event.CONFIRM, Event.RESUME, Event.WITHDRAW, Event.HEAR}
OF_PROGRAM = {Event.EXTENSION_SENT, Event.RECOUNT}
TARGETS = {
    (Event.CONFIRM, State.UNCONFIRMED): State.RECEIVED,
    (Event.ACCEPT, State.UNCONFIRMED): State.RECEIVED,
    (Event.START, State.RECEIVED): State.IN_PROGRESS,
    (Event.SUBMIT, State.IN_PROGRESS): State.FOR_APPROVAL,
    (Event.RETURN, State.FOR_APPROVAL): State.IN_PROGRESS,
    (Event.SEND, State.FOR_APPROVAL): State.ANSWERED,
    (Event.CLOSE, State.ANSWERED): State.CLOSED,
    (Event.GIVE_UP, State.AWAITING_IDENTITY): State.CLOSED,
}
PAIRS = [(state, event) for state in State for event in Event]


def pair(value):
    return str(value)


def test_every_event_has_its_states():
    assert set(STATES) | BEGINS == set(Event)
    assert (OPEN, BEFORE_ANSWER) == (ANY - ENDS, UNANSWERED)


@pytest.mark.parametrize(("state", "event"), PAIRS, ids=pair)
def test_an_event_can_happen_in_its_states_alone(state, event):
    row = workflow.transition(event, state)
    assert (row is not None) == (state in STATES.get(event, set()))
    if row and (event, state) in TARGETS:
        assert row.target == TARGETS[event, state]


@pytest.mark.parametrize("event", sorted(set(Event) - BEGINS))
@pytest.mark.parametrize("role", [*Role, "installs", None])
def test_misuse_24_an_event_is_for_case_workers_the_person_or_the_program(role, event):
    roles = frozenset({role}) if role in set(Role) else frozenset()
    member = Actor(Who.STAFF, "Kari", 1, Access(roles, installs=role == "installs"))
    works = role in {Role.CASE_WORKER, "installs"}
    by_staff = event not in OF_PROGRAM | {Event.CONFIRM}
    assert workflow.may_do(event, member) == (works and by_staff)
    assert workflow.may_do(event, PERSON) == (event in OF_PERSON)
    assert workflow.may_do(event, PROGRAM) == (event in OF_PROGRAM)


def test_the_ombud_decides_nothing_even_as_case_worker():
    access = Access(frozenset({Role.CASE_WORKER, Role.OMBUD}))
    assert workflow.open_to(Actor(Who.STAFF, "Eva", 1, access), State.IN_PROGRESS) == frozenset()


class World:
    """A case in every state, and everything that could change, to be compared."""

    def __init__(self, monkeypatch):
        monkeypatch.setattr(paper, "render", lambda *_: b"%PDF-1.7")
        self.company = make_company("flex", authority="datatilsynet")
        self.kari = actor_of("kari@flex.no", Role.CASE_WORKER)
        self.ola = actor_of("ola@flex.no", Role.CASE_WORKER)
        self.cases = {
            state: in_state(state, self.company, self.kari, self.ola, NOON) for state in State
        }

    def told(self):
        """Return everything that is written."""
        kinds = (Message, Note, Outgoing, Step, Task)
        return [model_to_dict(case) for case in Case.objects.order_by("pk")], [
            kind.objects.count() for kind in kinds
        ]


@pytest.fixture
def world(db, monkeypatch):
    return World(monkeypatch)


def test_the_cases_stand_where_they_should(world):
    assert {state: case.state for state, case in world.cases.items()} == {s: s for s in State}


def test_misuse_24_each_state_and_event_that_may_not_be_has_no_effect(world):
    before = world.told()
    for state, event in PAIRS:
        if event in BEGINS or state in STATES[event]:
            continue
        by = {True: PROGRAM, False: world.kari}[event in OF_PROGRAM]
        by = PERSON if event == Event.CONFIRM else by
        with pytest.raises(WrongStateError), moving(world.cases[state], event, by, now=NOON):
            pass
    assert world.told() == before


def test_misuse_24_each_event_by_one_who_may_not_has_no_effect(world):
    before = world.told()
    for role in Role:
        if role == Role.CASE_WORKER:
            continue
        member = actor_of(f"{role}@flex.no", role)
        for state, event in PAIRS:
            with pytest.raises(NotAllowedError), moving(world.cases[state], event, member):
                pass
    assert world.told() == before


FILLED = {
    "reason": "Fordi.",
    "how": "Så det.",
    "text": "Hei.",
    "ground": "Tvil.",
    "question": "Hvem?",
    "comment": "Nei.",
    "name": "Arkivet",
    "level": "known",
    "right": "erasure",
    "kind": "search",
    "row": "1",
    "outcome": "granted",
    "result": "found",
    "into": "H-2222-2222",
    "large": "on",
    "checked": ["recipient", "others", "complete"],
}


def clients():
    """Return those nearest to being let in: who approves policies here, who works elsewhere.

    tests/access.py asks the same of a case as every role.
    """
    make_company("ntc")
    found = {}
    for company, role in (("flex", Role.APPROVER), ("ntc", Role.CASE_WORKER)):
        found[company] = Client()
        found[company].force_login(make_member(f"{role}@{company}.no", company, roles=(role,)))
    return found


def test_misuse_24_every_page_of_every_case_refuses_those_who_may_not(world, settings):
    """Each verb x each state: 403 here, 404 from elsewhere, and nothing is changed."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.test_access.Unwritten"]
    people = clients()
    before = world.told()
    answers = set()
    for company, client in people.items():
        for case in world.cases.values():
            for slug in REGISTRY:
                path = f"/admin/henvendelser/{case.reference}/{slug}/"
                answers.add((company, client.post(path, FILLED).status_code))
    assert answers == {("flex", 403), ("ntc", 404)}
    assert world.told() == before


def test_misuse_24_a_case_worker_is_told_what_a_state_does_not_allow(world, settings):
    client = Client()
    client.force_login(get_user_model().objects.get(email="kari@flex.no"))
    for state, case in world.cases.items():
        for slug, form in REGISTRY.items():
            if state in STATES[form.event]:
                continue
            before = world.told()
            answer = client.post(f"/admin/henvendelser/{case.reference}/{slug}/", FILLED)
            assert (state, slug, answer.status_code) == (state, slug, 200)
            assert world.told() == before


def test_misuse_5_a_case_of_another_company_is_unknown(world):
    client = Client()
    client.force_login(make_member("per@ntc.no", make_company("ntc").key, roles=("case-worker",)))
    for case in (*world.cases.values(), Case(reference="H-2222-2222")):
        path = f"/admin/henvendelser/{case.reference}/"
        assert client.get(path).status_code == 404
        assert client.get(f"{path}svar-1.pdf").status_code == 404
    assert Controller.objects.count() == 2
