"""Two installation administrators, and a company that has left traces everywhere."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from policies.erasing.requests import ask, confirm
from policies.models import Controller, ProcessingActivity, SecurityMeasure, System
from policies.publishing import pdf
from policies.publishing.publish import publish_policy
from policies.workplace.days import keep
from rights_requests.models import Case, Message, Practice, Step
from tests.accounts.inviting import make_invitation
from tests.policies.admin.sending import choose, send
from tests.policies.models.factories import make_job
from tests.rights_requests.factories import answered_case
from tests.rights_requests.factories import ask as send_form

KEY, OTHER = "eksempelbutikken", "ntc"
PDF = {KEY: b"%PDF-1.7 bare-i-denne-filen " * 400, OTHER: b"%PDF-1.7 annen"}
# What isn't in the register any more, or never was.
SAID = {
    "det gamle qqxkasse",
    "qqxkasse",
    "nytt om sletting av kasser",
    "slettet tiltak mot tyveri",
    "hva vet dere om kakene mine",
    "kakene er spist opp",
    "kakeansvarlig",
}


@pytest.fixture
def pia(django_user_model):
    """Return the second person."""
    return django_user_model.objects.create_superuser("pia@eksempel.no", "hemmelig", name="Pia")


def publish(policy, by, monkeypatch):
    key = policy.controller.key
    monkeypatch.setattr(pdf, "render", lambda *_args: PDF[key])
    publish_policy(policy, by=by, change_note="Nytt om sletting av kasser" if key == KEY else "")


@pytest.fixture
def other(load_company, staff, pia, client, monkeypatch):
    """Load and publish another company, and let a person be signed in."""
    client.force_login(staff)
    publish(load_company(OTHER), staff, monkeypatch)
    ContentType.objects.get_for_models(Controller, System, SecurityMeasure)
    return Controller.objects.get(key=OTHER)


@pytest.fixture
def live(other, load_company, staff, client, monkeypatch):
    """Return what lets a company live: loaded, published, edited, worked on and logged."""

    def lived():
        policy = load_company(KEY)
        publish(policy, staff, monkeypatch)
        work(policy.controller, staff, client)
        return policy.controller

    return lived


def work(company, staff, client):
    choose(client, company)
    send(client, reverse("admin:policies_system_add"), name="Det gamle Qqxkasse")
    system = System.objects.get(name="Det gamle Qqxkasse")
    send(client, reverse("admin:policies_system_change", args=[system.pk]), name="Kasse")
    ProcessingActivity.objects.filter(controller=company).first().systems.add(system)
    measure = SecurityMeasure.objects.create(
        controller=company, key="tyveri", text="Slettet tiltak mot tyveri"
    )
    for record in (system, measure, company):
        kind = ContentType.objects.get_for_model(record)
        about = {"content_type": kind, "object_id": str(record.pk), "action_flag": CHANGE}
        LogEntry.objects.create(user=staff, object_repr=str(record), **about)
    measure.delete()
    keep(company)
    make_job(company, staff, file=b"det gamle qqxkasse", file_name="qqxkasse.json")
    make_invitation(company.key, company_name=company.name)
    requests(company)
    session = SessionStore(client.session.session_key)
    session["_messages"] = '[["__json_message", 0, 25, "Eksempelbutikken AS er lagret"]]'
    session.save()


def requests(company):
    """Let two people ask: one is answered, the other is a duplicate of the first."""
    case = answered_case(company, text="Hva vet dere om kakene mine")
    double = send_form(company).case
    Case.objects.filter(pk=double.pk).update(
        state="duplicate", duplicate_of=case, closed_on=case.received_on, trace={}
    )
    about = {"at": case.received_at, "new_state": "answered", "event": "note"}
    Step.objects.create(case=case, by_name="Kakeansvarlig", **about)
    Message.objects.create(
        case=case, is_from_person=False, text="Kakene er spist opp", written_at=case.received_at
    )
    Practice.objects.create(controller=company, mail_name="Kakeansvarlig")


@pytest.fixture
def erase(staff, pia):
    """Return what erases a company, by two people."""

    def erased(company):
        ask(company, by=staff, reason="Avtalen er sagt opp.")
        return confirm(company, by=pia)

    return erased
