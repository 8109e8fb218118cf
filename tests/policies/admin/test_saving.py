"""What the admin writes besides what is typed: keys, places and sources."""

import pytest
from django.urls import reverse

from policies.document.build import build
from policies.models import (
    Controller,
    DataUse,
    Party,
    Policy,
    ProcessingActivity,
    Purpose,
    Recipient,
    System,
    Term,
)
from tests.policies.admin.sending import choose, errors, send
from tests.policies.models.factories import make, make_company, make_policy, make_version

SPAN = {"document": "kilde", "lines": [1, 2]}


def change(record):
    return reverse(f"admin:policies_{record._meta.model_name}_change", args=[record.pk])


def add(model):
    return reverse(f"admin:policies_{model._meta.model_name}_add")


def test_a_new_record_gets_a_key_and_the_last_place(staff_client):
    company = make_company()
    make(Term, company, "kunder", position=4)
    for _time in range(2):
        send(staff_client, add(Term), name="Ærlige kunder & venner")
    made = Term.objects.order_by("pk").values_list("key", "position")[1:]
    assert list(made) == [("aerlige-kunder-venner", 5), ("aerlige-kunder-venner-2", 6)]


def test_a_record_is_placed_where_one_says(staff_client):
    make_company()
    send(staff_client, add(Term), name="kunder", position=7)
    assert Term.objects.get().position == 7


def test_a_new_company_has_the_address_that_was_typed(staff_client):
    answer = send(staff_client, add(Controller), name="Flex AS", key="flex")
    assert answer.url == reverse("admin:policies_controller_changelist")
    assert list(Controller.objects.values_list("key", "name")) == [("flex", "Flex AS")]


def test_a_new_company_is_the_one_worked_on_from_now(staff_client):
    make_company("allprofil")
    send(staff_client, add(Controller), name="Flex AS", key="flex")
    send(staff_client, add(Term), name="kunder")
    assert Term.objects.get().controller.key == "flex"


def test_an_address_stays_when_the_company_is_renamed(staff_client):
    company = make_company("flex")
    send(staff_client, change(company), name="Bøyelig AS", key="boyelig")
    company.refresh_from_db()
    assert (company.key, company.name) == ("flex", "Bøyelig AS")


def test_a_record_stays_with_its_company(staff_client):
    term = make(Term, make_company("flex"), name="kunder")
    send(staff_client, change(term), controller=make_company("ntc").pk, name="folk")
    term.refresh_from_db()
    assert (term.controller.key, term.name) == ("flex", "folk")


def test_an_address_stays_once_it_is_published(staff_client):
    policy = make_policy(make_company())
    send(staff_client, change(policy), key="kunder")
    policy.refresh_from_db()
    assert policy.key == "kunder"
    make_version(policy)
    send(staff_client, change(policy), key="ansatte")
    policy.refresh_from_db()
    assert policy.key == "kunder"


def test_two_policies_of_a_company_have_two_addresses(staff_client):
    company = make_company()
    make_policy(company, "kunder")
    other = make_policy(company, "ansatte")
    said = {"key": ["Adressen er i bruk. Velg en annen."]}
    assert errors(send(staff_client, change(other), key="kunder")) == said
    new = {"title": "Ny", "key": "kunder"}
    assert errors(send(staff_client, add(Policy), **new)) == said
    choose(staff_client, make_company("ntc"))
    send(staff_client, add(Policy), **new)
    owners = Policy.objects.filter(key="kunder").values_list("controller__key", flat=True)
    assert sorted(owners) == ["flex", "ntc"]


@pytest.fixture
def activity(db):
    return make(ProcessingActivity, make_company(), name="Salg")


def rows(prefix, *typed):
    """Return what a browser sends for new rows below a record."""
    sent = {f"{prefix}-TOTAL_FORMS": len(typed)}
    return sent | {
        f"{prefix}-{n}-{name}": value
        for n, row in enumerate(typed)
        for name, value in {"position": "0", **row}.items()
    }


def test_new_rows_get_the_company_and_a_key_each(staff_client, activity):
    new = rows("purposes", {"text": "sende varer"}, {"text": "sende varer"})
    send(staff_client, change(activity), **new)
    made = list(Purpose.objects.values_list("controller", "activity", "key", "position"))
    company = activity.controller_id
    assert made == [
        (company, activity.pk, "sende-varer", 0),
        (company, activity.pk, "sende-varer-2", 1),
    ]


def test_rows_come_with_a_new_record_too(staff_client):
    company = make_company()
    new = {"name": "Salg", **rows("purposes", {"text": "selge"})}
    send(staff_client, add(ProcessingActivity), **new)
    made = Purpose.objects.values_list("controller", "activity__key", "key")
    assert list(made) == [(company.pk, "salg", "selge")]


def test_those_beside_a_company_belong_to_it(staff_client):
    company = make_company()
    send(staff_client, change(company), **rows("parties", {"role": "dpo", "name": "Kari"}))
    assert list(Party.objects.values_list("controller", "key")) == [(company.pk, "kari")]


def test_a_row_that_is_ticked_for_deletion_is_deleted(staff_client, activity):
    company = activity.controller
    make(Purpose, company, activity=activity, text="selge")
    send(staff_client, change(activity), **{"purposes-0-DELETE": "on"})
    assert Purpose.objects.count() == 0


def sourced(model, company, field, **held):
    """Return a record whose field is supported by two lines."""
    item = {"item": held.pop("item")} if "item" in held else {}
    return make(model, company, sources=[{**SPAN, "field": field, **item}], **held)


def test_a_changed_field_keeps_what_the_source_states(staff_client, activity):
    purpose = sourced(Purpose, activity.controller, "text", text="selge", activity=activity)
    send(staff_client, change(purpose), text="selge mer")
    purpose.refresh_from_db()
    assert purpose.sources == [{**SPAN, "field": "text", "stated": "selge"}]
    send(staff_client, change(purpose), text="selge enda mer")
    purpose.refresh_from_db()
    assert purpose.sources == [{**SPAN, "field": "text", "stated": "selge"}]


def test_a_changed_row_keeps_what_the_source_states(staff_client, activity):
    purpose = sourced(Purpose, activity.controller, "text", text="selge", activity=activity)
    send(staff_client, change(activity), **{"purposes-0-text": "selge mer"})
    purpose.refresh_from_db()
    assert purpose.sources == [{**SPAN, "field": "text", "stated": "selge"}]


def test_a_changed_term_keeps_its_label_as_stated(staff_client, activity):
    held = {"legal_basis": "6-1-a", "activity": activity, "text": "selge"}
    purpose = sourced(Purpose, activity.controller, "legal_basis", **held)
    send(staff_client, change(purpose), legal_basis="6-1-b")
    purpose.refresh_from_db()
    stated = "samtykke (art. 6 nr. 1 a)"
    assert purpose.sources == [{**SPAN, "field": "legal_basis", "stated": stated}]


def test_another_supplier_leaves_the_stated_one_in_the_sources(staff_client):
    company = make_company()
    old, new = (make(Recipient, company, key, name=key) for key in ("bdo", "bitpro"))
    system = sourced(System, company, "supplier", name="Salg", supplier=old)
    send(staff_client, change(system), supplier=new.pk)
    system.refresh_from_db()
    assert system.sources == [{**SPAN, "field": "supplier", "stated": "bdo"}]


def test_an_emptied_field_no_longer_stands_on_its_lines(staff_client):
    company = make_company(email="a@b.no", sources=[{**SPAN, "field": "email"}])
    send(staff_client, change(company), email="")
    company.refresh_from_db()
    assert company.sources == []


def test_an_address_that_changed_keeps_the_stated_one(staff_client):
    spans = [{**SPAN, "field": "address"}]
    company = make_company(street="Storgata 1", city="Oslo", sources=spans)
    send(staff_client, change(company), street="Storgata 2")
    company.refresh_from_db()
    assert company.sources == [{**spans[0], "stated": "Storgata 1, Oslo"}]


def test_a_removed_item_no_longer_stands_on_its_lines(staff_client, activity):
    company = activity.controller
    spans = [{**SPAN, "field": "items", "item": item} for item in ("navn", "alder")]
    held = {"items": ["navn", "alder"], "activity": activity, "sources": spans}
    use = make(DataUse, company, **held)
    send(staff_client, change(use), items="navn\r\ne-post")
    use.refresh_from_db()
    assert (use.items, use.sources) == (["navn", "e-post"], spans[:1])


def test_a_removed_category_no_longer_stands_on_its_lines(staff_client, activity):
    company = activity.controller
    kept, gone = (make(Term, company, key, kind_of="subject", name=key) for key in ("a", "b"))
    spans = [{**SPAN, "field": "subjects", "item": item} for item in ("a", "b")]
    use = make(DataUse, company, activity=activity, sources=spans)
    use.subjects.set([kept, gone])
    send(staff_client, change(use), subjects=[kept.pk])
    use.refresh_from_db()
    assert use.sources == spans[:1]


def test_saving_what_nobody_changed_changes_nothing(staff_client, load_company):
    load_company("ntc")
    activity = ProcessingActivity.objects.get(name="Bestilling, levering og faktura")
    activity.description = "Første linje\nandre linje"
    activity.sources = [{**SPAN, "field": "description"}]
    activity.save()
    before = build("ntc")
    send(staff_client, change(activity))
    send(staff_client, change(activity.controller))
    assert build("ntc") == before
    activity.refresh_from_db()
    assert activity.description == "Første linje\nandre linje"
