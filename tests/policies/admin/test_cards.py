"""Cards: what is always needed is in sight, the rest is folded until something stands in it."""

import re

import pytest
from django.urls import reverse

from policies.models import (
    DataSource,
    DataUse,
    ProcessingActivity,
    Purpose,
    RetentionRule,
)
from tests.policies.admin.sending import errors, filled, send, text
from tests.policies.models.factories import make, make_company

ADD = "/admin/policies/processingactivity/add/"


def change(record):
    return reverse(f"admin:policies_{record._meta.model_name}_change", args=[record.pk])


@pytest.fixture
def company(db):
    return make_company()


@pytest.fixture
def activity(company):
    return make(ProcessingActivity, company, name="Salg")


def folded(page):
    """Return the folded groups, and whether each is open."""
    group = re.compile(r'class="module fields rare"( open)?><summary>(.*?)</summary>')
    return [found.groups() for found in group.finditer(page)]


def test_a_new_activity_asks_in_the_order_that_people_think(staff_client, company):
    page = staff_client.get(ADD).content.decode()
    asked = ["Hvilke opplysninger:", "Formål:", "Behandlingsgrunnlag:", "Tid:", "Mottakere:"]
    places = [page.index(f">{label}<") for label in asked]
    assert places == sorted(places)
    assert {name for is_open, name in folded(page) if is_open} == set()


def test_an_empty_card_is_no_row(staff_client, company):
    assert send(staff_client, ADD, name="Salg").status_code == 302
    made = ProcessingActivity.objects.get()
    assert (made.purposes.count(), made.data_uses.count(), made.retention_rules.count()) == (
        0,
        0,
        0,
    )


def test_a_group_is_open_when_something_stands_in_it(staff_client, activity):
    make(Purpose, activity.controller, activity=activity, text="selge", is_marketing=True)
    page = staff_client.get(change(activity)).content.decode()
    assert [name for is_open, name in folded(page) if is_open] == ["Markedsføring"]


def test_a_group_is_open_when_something_is_wrong_in_it(staff_client, activity):
    answer = send(staff_client, change(activity), owner="ring\x07")
    assert list(errors(answer)) == ["owner"]
    opened = [name for is_open, name in folded(answer.content.decode()) if is_open]
    assert opened == ["Internt arbeid"]


def test_many_cards_are_folded_but_for_a_faulty_one(staff_client, activity):
    for n in range(4):
        make(Purpose, activity.controller, f"p{n}", activity=activity, text=f"formål {n}")
    page = staff_client.get(change(activity)).content.decode()
    group = page[page.index('id="purposes-group"') : page.index('id="retention_rules-group"')]
    assert group.count('class="card" >') == 4
    answer = send(staff_client, change(activity), **{"purposes-2-text": ""})
    assert list(errors(answer)) == ["purposes-2-text"]
    page = answer.content.decode()
    group = page[page.index('id="purposes-group"') : page.index('id="retention_rules-group"')]
    assert group.count('class="card" >') == 3


def test_a_fault_in_a_field_that_nobody_sees_is_told_at_the_card(staff_client, activity):
    make(Purpose, activity.controller, activity=activity, text="selge")
    answer = send(staff_client, change(activity), **{"purposes-0-id": "987"})
    said = "Valget finnes ikke her. Velg et annet."
    assert errors(answer) == {"purposes-0-id": [said]}


def test_buttons_that_add_have_the_right_gender(staff_client, company):
    page = staff_client.get(ADD).content.decode()
    found = re.findall(r"&quot;addText&quot;: &quot;(.*?)&quot;", page)
    told = [text.encode().decode("unicode_escape") for text in found]
    assert told == [
        "Legg til opplysninger",
        "Legg til et formål",
        "Legg til en lagringsregel",
        "Legg til en kilde",
    ]


def test_a_row_is_added_without_a_script(staff_client, activity):
    path = change(activity)
    assert filled(staff_client.get(path))["purposes-TOTAL_FORMS"] == ["0"]
    page = staff_client.get(path, {"flere": "purposes"})
    assert filled(page)["purposes-TOTAL_FORMS"] == ["1"]
    assert page.content.decode().count('href="?flere=purposes#purposes-group"') == 1
    sent = filled(page, **{"purposes-0-text": "selge"})
    assert staff_client.post(path, sent).status_code == 302
    assert activity.purposes.get().text == "selge"


@pytest.fixture
def two(company, activity):
    """Return a purpose of the activity and one of another, chosen by nobody."""
    other = make(ProcessingActivity, company, "annen", name="Annen")
    own = make(Purpose, company, "egen", activity=activity, text="selge")
    return own, make(Purpose, company, "annens", activity=other, text="følge opp")


def test_data_is_for_the_activity_s_own_purposes(staff_client, company, activity, two):
    own, others = two
    use = make(DataUse, company, activity=activity, items=["navn"])
    field = "data_uses-0-purposes"
    refused = send(staff_client, change(activity), **{field: [others.pk]})
    assert list(errors(refused)) == [field]
    assert send(staff_client, change(activity), **{field: [own.pk]}).status_code == 302
    assert list(use.purposes.all()) == [own]
    alone = send(staff_client, change(use), purposes=[others.pk])
    assert list(errors(alone)) == ["purposes"]


def test_what_is_named_already_stays_offered(staff_client, company, activity, two):
    _own, others = two
    use = make(DataUse, company, activity=activity, items=["navn"])
    use.purposes.add(others)
    for path in (change(activity), change(use)):
        assert send(staff_client, path).status_code == 302
        assert list(use.purposes.all()) == [others]


def test_sources_and_rules_are_of_the_activity_s_own_data(staff_client, company, activity, two):
    other = make(DataUse, company, activity=two[1].activity, items=["deres"])
    make(DataSource, company, activity=activity, description="deg")
    make(RetentionRule, company, activity=activity, period="P1Y")
    for field in ("data_sources-0-data_use", "retention_rules-0-data_use"):
        assert list(errors(send(staff_client, change(activity), **{field: other.pk}))) == [field]


def test_rules_of_retention_are_written_on_the_activity_s_page(staff_client, activity):
    new = {"retention_rules-TOTAL_FORMS": 1, "retention_rules-0-position": 0}
    new |= {"retention_rules-0-kind_of": "rule", "retention_rules-0-period": "5 år"}
    assert send(staff_client, change(activity), **new).status_code == 302
    rule = RetentionRule.objects.get()
    assert (rule.activity, rule.period, rule.controller) == (activity, "P5Y", activity.controller)
    assert rule.key


def test_another_s_rule_meanwhile_is_told_of(staff_client, activity):
    rule = make(RetentionRule, activity.controller, activity=activity, period="P1Y")
    sent = filled(staff_client.get(change(activity)))
    RetentionRule.objects.filter(pk=rule.pk).update(period="P2Y")
    answer = staff_client.post(change(activity), sent)
    assert text(answer).count("Noen endret dette mens du skrev.") == 1


def test_labels_of_the_person_read_well(staff_client, company, activity):
    make(DataUse, company, activity=activity, items=["navn"])
    shown = text(staff_client.get(change(activity)))
    assert shown.count("Hvem opplysningene gjelder:") == 2
    page = staff_client.get(reverse("admin:policies_assertion_add"))
    assert text(page).count("Hva utsagnet gjelder:") == 1


def test_rules_of_a_part_of_the_activity_are_within_reach(staff_client, company, activity, two):
    own, others = two
    rule = make(RetentionRule, company, "a", purpose=own, period="P5Y", starts_from="kjøpet")
    make(RetentionRule, company, "b", purpose=others, period="P9Y")
    page = staff_client.get(change(activity))
    assert (
        page.content.decode().count(f'<a href="{change(rule)}">selge: 5 år etter kjøpet</a>') == 1
    )
    assert text(page).count("følge opp: 9 år") == 0
