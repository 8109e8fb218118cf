"""«Avslutt» in place of «Slett» for what is in use, and the way back."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from policies.document.build import build
from policies.models import Disclosure, Policy, ProcessingActivity, Recipient, System
from policies.models.history import newest
from tests.policies.admin.sending import choose, filled, heading, send, text, told
from tests.policies.models.factories import make, make_company, make_policy, make_version

ENDED = {"status": "ended", "ended_on": "2026-01-01"}


def address(record, page="change"):
    return reverse(f"admin:policies_{record._meta.model_name}_{page}", args=[record.pk])


@pytest.fixture
def company(db):
    return make_company()


@pytest.fixture
def activity(company):
    found = make(ProcessingActivity, company, name="Salg")
    make_policy(company).activities.add(found)
    return found


@pytest.fixture
def recipient(company):
    found = make(Recipient, company, name="BDO")
    make(System, company, name="Regnskap", supplier=found)
    return found


@pytest.mark.parametrize("kind", ["activity", "recipient"])
def test_what_is_in_use_is_ended_from_its_page(staff_client, request, kind):
    record = request.getfixturevalue(kind)
    shown = staff_client.get(address(record)).content.decode()
    assert (shown.count(address(record, "end")), shown.count(address(record, "delete"))) == (1, 0)
    page = staff_client.get(address(record, "end"))
    today = timezone.localdate()
    assert page.context["form"]["ended_on"].value() == today
    what = {"activity": "behandlingen «Salg»", "recipient": "mottakeren «BDO»"}[kind]
    assert heading(page) == f"Avslutte {what}?"
    assert text(page).count("forsvinner fra siden neste gang dere publiserer") == 1
    answer = staff_client.post(address(record, "end"), {"ended_on": "20.11.2026"}, follow=True)
    assert told(answer) == [f"{what.capitalize()[:1]}{what[1:]} er avsluttet."]
    record.refresh_from_db()
    assert (record.ended_on, newest(record).ended_on) == (date(2026, 11, 20),) * 2
    assert answer.content.decode().count(address(record, "resume")) == 1


@pytest.mark.parametrize("kind", ["activity", "recipient"])
def test_what_is_ended_is_taken_into_use_again(staff_client, request, kind):
    record = request.getfixturevalue(kind)
    record.end(date(2026, 1, 1))
    record.save()
    before = staff_client.get(address(record, "end"))
    assert (before.status_code, before.url) == (302, address(record))
    assert heading(staff_client.get(address(record, "resume"))).startswith("Ta i bruk ")
    staff_client.post(address(record, "resume"))
    record.refresh_from_db()
    assert (record.ended_on, getattr(record, "status", "active")) == (None, "active")
    assert staff_client.get(address(record, "resume")).url == address(record)


@pytest.mark.parametrize("typed", ["", "i går", "31.02.2026", "tomorrow", "0001-01-01x"])
def test_the_day_is_asked_for_again_when_it_is_wrong(staff_client, activity, typed):
    sent = (timezone.localdate() + timedelta(1)).isoformat() if typed == "tomorrow" else typed
    page = staff_client.post(address(activity, "end"), {"ended_on": sent})
    said = "Skriv datoen slik: 22.11.2026."
    if typed == "tomorrow":
        said = "Datoen er ikke kommet. Avslutt når den er det."
    assert page.context["form"].errors == {"ended_on": [said]}
    assert text(page).count(said) >= 1
    activity.refresh_from_db()
    assert activity.ended_on is None


def test_what_nobody_uses_is_deleted(staff_client, company):
    unused = make(ProcessingActivity, company, name="Feil")
    shown = staff_client.get(address(unused)).content.decode()
    assert (shown.count(address(unused, "end")), shown.count(address(unused, "delete"))) == (0, 1)


def test_what_was_published_once_is_ended(staff_client, load_company):
    policy = load_company("flex")
    activity = policy.activities.first()
    make_version(policy, document=document_of(activity))
    Policy.objects.get().activities.clear()
    for rule in activity.retention_rules.all():
        rule.delete()
    Disclosure.objects.all().delete()
    activity.security_measures.update(activity=None)
    activity.assertions.update(activity=None)
    shown = staff_client.get(address(activity)).content.decode()
    assert (shown.count(address(activity, "end")), shown.count(address(activity, "delete"))) == (
        1,
        0,
    )


def document_of(activity):
    return json.dumps({"company": {"key": "flex", "activities": [{"key": activity.key}]}})


@pytest.mark.parametrize("page", ["end", "resume"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_theirs_are_not_found(staff_client, activity, page, method):
    choose(staff_client, make_company("ntc"))
    answer = getattr(staff_client, method)(address(activity, page), {"ended_on": "20.11.2026"})
    assert answer.status_code == 404
    activity.refresh_from_db()
    assert activity.ended_on is None


def test_only_staff_end(client, activity):
    for page in ("end", "resume"):
        path = address(activity, page)
        assert client.post(path, {"ended_on": "20.11.2026"}).url == f"/admin/login/?next={path}"


def test_a_list_shows_what_is_ended_last_and_finds_it(staff_client, company, recipient):
    make(Recipient, company, "gamle", name="Gamle", ended_on="2026-11-22", position=0)
    make(Recipient, company, "nye", name="Nye", position=9)
    path = reverse("admin:policies_recipient_changelist")
    page = staff_client.get(path)
    assert [r.name for r in page.context["cl"].result_list] == ["BDO", "Nye", "Gamle"]
    assert text(page).count("Avsluttet 22.11.2026") == 1
    for asked, names in (("ja", ["BDO", "Nye"]), ("nei", ["Gamle"])):
        found = staff_client.get(path, {"i_bruk": asked}).context["cl"].result_list
        assert [r.name for r in found] == names


def test_a_list_of_activities_says_how_each_stands(staff_client, company, activity):
    make(ProcessingActivity, company, "b", name="Ny", status="draft", position=1)
    make(ProcessingActivity, company, "c", name="Gammel", **ENDED)
    page = staff_client.get(reverse("admin:policies_processingactivity_changelist"))
    rows = page.context["cl"].result_list
    standing = page.context["cl"].model_admin.standing
    assert [standing(row) for row in rows] == ["i bruk", "utkast", "Avsluttet 01.01.2026"]


def test_what_is_ended_is_offered_only_where_it_is_chosen(staff_client, company, activity):
    ended = make(ProcessingActivity, company, "c", name="Gammel", **ENDED)
    policy = Policy.objects.get()
    refused = send(staff_client, address(policy), activities=[ended.pk])
    assert refused.status_code == 200
    policy.activities.add(ended)
    page = staff_client.get(address(policy))
    assert sorted(filled(page)["activities"]) == sorted([str(activity.pk), str(ended.pk)])
    assert staff_client.post(address(policy), filled(page)).status_code == 302
    assert policy.activities.count() == 2


def test_in_rows_it_is_offered_only_in_the_row_that_has_it(staff_client, company, recipient):
    ended = make(ProcessingActivity, company, "c", name="Gammel", **ENDED)
    for key in "ab":
        make(Disclosure, company, key, recipient=recipient, why=key)
    Disclosure.objects.get(key="a").activities.add(ended)
    sent = filled(staff_client.get(address(recipient)))
    assert sent["disclosures-0-activities"] == [str(ended.pk)]
    assert staff_client.post(address(recipient), sent).status_code == 302
    wrong = {**sent, "disclosures-1-activities": [str(ended.pk)]}
    assert staff_client.post(address(recipient), wrong).status_code == 200
    assert Disclosure.objects.get(key="b").activities.count() == 0


def test_the_register_holds_the_day(recipient):
    recipient.end(date(2026, 11, 20))
    recipient.save()
    held = build("flex").recipients
    assert [r.ended_on for r in held] == [date(2026, 11, 20)]
