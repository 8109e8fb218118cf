"""Where there are too many records to list, they are found by writing; also without a script."""

import pytest
from django.urls import reverse

from policies.admin import finding
from policies.models import (
    DataUse,
    Disclosure,
    Policy,
    ProcessingActivity,
    Purpose,
    Recipient,
    RetentionRule,
)
from tests.policies.admin.sending import Fields, errors, filled, send, text
from tests.policies.models.factories import make, make_company, make_policy

CHOSEN = "Velg i listen blant"


@pytest.fixture(autouse=True)
def many(monkeypatch):
    """Let three be too many."""
    monkeypatch.setattr(finding, "MANY", 2)
    monkeypatch.setattr(finding, "_HITS", 3)


@pytest.fixture
def company(db):
    """Return a company whose activities have purposes of the same name."""
    company = make_company()
    for n, name in enumerate(("Salg", "Salg på nett", "Regnskap", "Lønn")):
        activity = make(ProcessingActivity, company, f"a{n}", name=name)
        make(Purpose, company, f"p{n}", activity=activity, text="fakturere")
        make(DataUse, company, f"u{n}", activity=activity, items=["navn"])
    return company


def add(name):
    return reverse(f"admin:policies_{name}_add")


def change(record):
    return reverse(f"admin:policies_{record._meta.model_name}_change", args=[record.pk])


def offered(page, name):
    """Return what the page's list of a field says, by what is posted for it."""
    form = page.context["adminform"].form
    return {str(getattr(key, "value", key)): said for key, said in form.fields[name].choices}


def test_a_list_of_many_holds_only_what_is_chosen(staff_client, company):
    salg = company.activities.get(name="Salg")
    rule = make(RetentionRule, company, activity=salg, criterion="saken er slutt")
    page = staff_client.get(change(rule))
    assert offered(page, "activity") == {"": "Ikke avklart", str(salg.pk): "Salg"}
    assert offered(page, "purpose") == {"": "Ikke avklart"}
    assert "Regnskap" not in text(page)
    assert staff_client.post(change(rule), filled(page)).status_code == 302
    rule.refresh_from_db()
    assert rule.activity == salg


def test_what_only_one_is_called_is_chosen(staff_client, company):
    sent = {"criterion": "saken er slutt", "activity-find": "regnsk"}
    assert send(staff_client, add("retentionrule"), **sent).status_code == 302
    assert RetentionRule.objects.get().activity.name == "Regnskap"


def test_several_are_listed_to_choose_between(staff_client, company):
    page = send(staff_client, add("retentionrule"), criterion="Slutt", **{"activity-find": "salg"})
    assert errors(page) == {"activity": ["Flere passer med «salg». Velg i listen."]}
    assert list(offered(page, "activity").values()) == ["Ikke avklart", "Salg", "Salg på nett"]
    again = filled(page)
    assert (again["activity"], again["activity-find"], again["criterion"]) == (
        [""],
        [""],
        ["Slutt"],
    )
    chosen = company.activities.get(name="Salg på nett")
    answer = staff_client.post(add("retentionrule"), again | {"activity": [str(chosen.pk)]})
    assert answer.status_code == 302
    assert RetentionRule.objects.get().activity == chosen


def test_a_part_is_told_by_its_activity(staff_client, company):
    page = send(staff_client, add("retentionrule"), criterion="S", **{"purpose-find": "fakt"})
    said = "Mer enn 3 passer med «fakt». Velg i listen, eller skriv mer."
    assert errors(page) == {"purpose": [said]}
    names = ("Ikke avklart", "fakturere (Salg)", "fakturere (Salg på nett)", "fakturere (Regnskap)")
    assert tuple(offered(page, "purpose").values()) == names


def test_what_nothing_is_called_is_said_and_stands(staff_client, company):
    page = send(staff_client, add("retentionrule"), criterion="S", **{"activity-find": "x\0yz"})
    assert errors(page) == {"activity": ["Fant ingen med «xyz». Skriv en annen del."]}
    assert filled(page)["activity-find"] == ["xyz"]


def test_what_was_found_stands_when_something_else_is_wrong(staff_client, company):
    page = send(staff_client, add("retentionrule"), period="hei", **{"activity-find": "regnsk"})
    assert list(errors(page)) == ["period"]
    again = filled(page)
    assert again["activity"] == [str(company.activities.get(name="Regnskap").pk)]
    assert again["activity-find"] == [""]


@pytest.mark.parametrize("wrong", ["0", "abc", "-1", "9" * 30, "1.0", "'"])
def test_what_was_never_listed_is_refused(staff_client, company, wrong):
    page = send(staff_client, add("retentionrule"), criterion="S", activity=wrong)
    assert list(errors(page)) == ["activity"]


@pytest.fixture
def policy(company):
    """Return a policy of all four activities, of which the page lists two."""
    policy = make_policy(company)
    policy.activities.set(company.activities.all())
    return policy


def names(policy):
    return [activity.name for activity in policy.activities.order_by("key")]


def test_of_very_many_chosen_the_first_are_listed_and_all_are_kept(staff_client, policy):
    page = staff_client.get(change(policy))
    assert list(offered(page, "activities").values()) == ["Salg", "Salg på nett"]
    assert "2 til er valgt. Finn dem under for å ta dem bort." in text(page)
    assert staff_client.post(change(policy), filled(page)).status_code == 302
    assert names(policy) == ["Salg", "Salg på nett", "Regnskap", "Lønn"]
    history = policy.history.count()
    fewer = filled(page)
    fewer["activities"] = fewer["activities"][1:]
    assert staff_client.post(change(policy), fewer).status_code == 302
    assert names(policy) == ["Salg på nett", "Regnskap", "Lønn"]
    assert policy.history.count() == history + 1


def test_one_that_is_not_listed_is_found_and_taken_away(staff_client, policy):
    page = send(staff_client, change(policy), **{"activities-find": "regnsk"})
    assert errors(page) == {"activities": ["«Regnskap» er valgt fra før."]}
    assert list(offered(page, "activities").values()) == ["Salg", "Salg på nett", "Regnskap"]
    again = filled(page)
    assert len(again["activities"]) == 3
    again["activities"] = again["activities"][:2]
    assert staff_client.post(change(policy), again).status_code == 302
    assert names(policy) == ["Salg", "Salg på nett", "Lønn"]


def test_one_more_is_found_beside_those_ticked(staff_client, company):
    policy = make_policy(company)
    assert send(staff_client, change(policy), **{"activities-find": "lønn"}).status_code == 302
    page = send(staff_client, change(policy), **{"activities-find": "salg"})
    assert errors(page) == {"activities": ["Flere passer med «salg». Velg i listen."]}
    again = filled(page)
    assert again["activities"] == [str(company.activities.get(name="Lønn").pk)]
    again["activities"] += [str(company.activities.get(name="Salg").pk)]
    assert staff_client.post(change(policy), again).status_code == 302
    assert names(policy) == ["Salg", "Lønn"]
    unchanged = policy.history.count()
    send(staff_client, change(policy))
    assert policy.history.count() == unchanged


def test_each_row_of_a_page_finds_its_own(staff_client, company):
    bdo = make(Recipient, company, name="BDO")
    for n in range(2):
        row = make(Disclosure, company, f"d{n}", recipient=bdo, why=f"D{n}")
        row.activities.set(company.activities.filter(key=f"a{n}"))
    page = staff_client.get(change(bdo))
    sent = filled(page) | {"disclosures-1-activities-find": ["lønn"]}
    assert len(sent["disclosures-0-activities"]) == 1
    assert staff_client.post(change(bdo), sent).status_code == 302
    held = [[a.key for a in d.activities.order_by("key")] for d in bdo.disclosures.order_by("key")]
    assert held == [["a0"], ["a1", "a3"]]


def test_the_parts_of_the_activity_itself_are_listed(staff_client, company):
    activity = company.activities.get(name="Salg")
    page = staff_client.get(change(activity))
    assert [name for name in Fields(page.content.decode()).sent if name.endswith("-find")] == []


def test_suggestions_tell_parts_apart(staff_client, company):
    asked = {"app_label": "policies", "model_name": "retentionrule", "field_name": "purpose"}
    answer = staff_client.get(reverse("admin:autocomplete"), {**asked, "term": "Regnskap"})
    purpose = Purpose.objects.get(activity__name="Regnskap")
    assert answer.json()["results"] == [{"id": str(purpose.pk), "text": "fakturere (Regnskap)"}]


def test_a_few_are_listed_as_ever(staff_client, company):
    company.activities.filter(key__in=["a2", "a3"]).delete()
    page = staff_client.get(add("retentionrule"))
    assert list(offered(page, "activity").values()) == ["Ikke avklart", "Salg", "Salg på nett"]
    assert "activity-find" not in filled(page)


def test_a_policy_keeps_what_it_covers_when_a_title_changes(staff_client, policy):
    send(staff_client, change(policy), title="Ny tittel")
    assert Policy.objects.get().activities.count() == 4
