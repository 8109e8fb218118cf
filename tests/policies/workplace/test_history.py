"""History rows are told in Norwegian, and undone where nobody changed the same since."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policies.document.build import build
from policies.document.load import load
from policies.models import (
    Assertion,
    Controller,
    Cookie,
    DataUse,
    Policy,
    ProcessingActivity,
    Purpose,
    Recipient,
    RetentionRule,
    SourceDocument,
    System,
    Term,
    Website,
)
from policies.models.history import MODELS, history_of, newest
from policies.workplace.front import changed_last
from policies.workplace.history import told
from policies.workplace.rows import (
    by_person,
    newest_first,
    of_company,
    of_record,
    people,
    steps_of,
)
from policies.workplace.undo import CannotUndoError, undo, way_back
from tests.policies.document.test_build import company as register
from tests.policies.models.factories import make, make_company, make_policy, make_version


@pytest.fixture
def kari(db):
    return get_user_model().objects.create_user("kari@eksempel.no", name="Kari")


@pytest.fixture
def flex(kari):
    return make_company(city="Oslo")


def changes(company, count=50):
    """Return a company's changes, the newest first."""
    return told(newest_first(of_company(company, MODELS), count))


def last(company):
    """Return the newest change as text."""
    return changes(company, 1)[0].text


def save(record, by=None, **fields):
    """Change a record as somebody does in a form."""
    record._history_user = by
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()
    return record


def ref(record):
    """Return the address of a record's newest change."""
    return record._meta.model_name, newest(record).history_id


def test_a_text_is_told_from_what_to_what(flex, kari):
    save(flex, kari, city="Bodø")
    assert last(flex) == "Kari endret virksomhet «Flex AS». Poststed: fra «Oslo» til «Bodø»."
    save(flex, kari, city="")
    assert last(flex) == (
        "Kari endret virksomhet «Flex AS». Poststed: fra «Bodø» til ikke avklart."
    )


BUD = {"name": "Bud", "country": "NO", "sub_processors": ["A", "B"]}
SELL = {"text": "selge", "marketing_channels": ["sms"]}
FIELDS = [
    (
        (Purpose, SELL, {"legal_basis": "6-1-a"}),
        "Behandlingsgrunnlag: fra ikke avklart til samtykke (art. 6 nr. 1 a)",
    ),
    ((Purpose, SELL, {"is_marketing": True}), "Dette er markedsføring: fra nei til ja"),
    (
        (Purpose, SELL, {"marketing_channels": ["post"]}),
        "Kanaler: la til «vanlig post», fjernet «SMS»",
    ),
    ((Recipient, BUD, {"country": "SE"}), "Land: fra Norge til Sverige"),
    ((Recipient, BUD, {"country": None}), "Land: fra Norge til ikke avklart"),
    (
        (Recipient, BUD, {"agreement_signed_on": "2026-01-31"}),
        "Avtalen inngått: fra ikke avklart til 31.01.2026",
    ),
    (
        (Recipient, BUD, {"sub_processors": ["B", "C", "D"]}),
        "Underleverandører: la til «C» og «D», fjernet «A»",
    ),
    ((Recipient, BUD, {"sub_processors": ["B", "A"]}), "Underleverandører: ny rekkefølge"),
    (
        (Cookie, {"name": "_ga"}, {"lifetime_seconds": 0}),
        "Varighet i sekunder: fra ikke avklart til 0",
    ),
]


@pytest.mark.parametrize(("case", "said"), FIELDS, ids=[said for _case, said in FIELDS])
def test_every_sort_of_field_is_told_in_words(flex, case, said):
    model, before, after = case
    above = {
        Purpose: lambda: {"activity": make(ProcessingActivity, flex, name="Salg")},
        Cookie: lambda: {"website": make(Website, flex, host="flex.no")},
    }
    record = make(model, flex, **above.get(model, dict)(), **before)
    save(record, **after)
    assert changes(flex, 1)[0].details == (said,)


def test_records_are_told_by_kind_and_name(flex, kari):
    system = make(System, flex, name="Salg")
    assert last(flex) == "En ukjent bruker la til system «Salg»."
    save(system, kari, name="Best Salg")
    assert last(flex) == "Kari endret system «Best Salg». Navn: fra «Salg» til «Best Salg»."
    system.delete()
    assert last(flex) == "Kari fjernet system «Best Salg»."


def test_a_change_tells_its_moment_in_norwegian_time(flex):
    history_of(Controller).update(history_date="2026-11-22T14:10:00Z")
    assert changes(flex)[0].moment == "22.11.2026 kl. 15.10"


SYSTEMS = (("s", "Best Salg"), ("k", "Kasse"))


def test_links_are_told_by_name_also_when_the_record_they_name_is_deleted(flex, kari):
    activity = make(ProcessingActivity, flex, name="Faktura")
    systems = [make(System, flex, key, name=name) for key, name in SYSTEMS]
    activity._history_user = kari
    activity.systems.set(systems)
    what = "Kari endret behandling «Faktura». Systemer: "
    assert last(flex) == what + "la til «Best Salg» og «Kasse»."
    activity.systems.remove(systems[1])
    assert last(flex) == what + "fjernet «Kasse»."
    systems[0].delete()
    own = told(newest_first(of_record(activity, MODELS), 1))
    assert own[0].text == (
        "En ukjent bruker endret behandling «Faktura». Systemer: fjernet «Best Salg»."
    )


def test_a_reference_is_told_by_name(flex):
    supplier = make(Recipient, flex, name="Bitpro")
    save(make(System, flex, name="Kasse"), supplier=supplier)
    assert changes(flex)[0].details == ("Leverandør: fra ikke avklart til «Bitpro»",)
    assert changes(flex)[0].href.startswith("/admin/policies/system/")


def test_a_save_that_changes_nothing_leaves_no_row(flex):
    make(System, flex, name="Kasse").save()
    flex.save()
    assert [c.sentence for c in changes(flex)] == [
        "En ukjent bruker la til system «Kasse»",
        "En ukjent bruker la til virksomhet «Flex AS»",
    ]


def test_the_rows_below_are_told_on_the_record(flex):
    activity = make(ProcessingActivity, flex, name="Salg")
    term = make(Term, flex, name="kontaktopplysninger")
    make(DataUse, flex, activity=activity, category=term)
    make(Purpose, flex, activity=activity, text="levere")
    make(System, flex, name="Kasse")
    found = told(newest_first(of_record(activity, MODELS), 50))
    assert [c.sentence.removeprefix("En ukjent bruker la til ") for c in found] == [
        "formål «levere»",
        "opplysninger «kontaktopplysninger»",
        "behandling «Salg»",
    ]
    assert {c.href for c in found} == {f"/admin/policies/processingactivity/{activity.pk}/change/"}


def counted(company):
    with CaptureQueriesContext(connection) as queries:
        found = changes(company)
    return len(found), len(queries)


def test_a_page_asks_no_more_for_three_changes_of_each_kind_than_for_one(db):
    few, many = make_company("en"), make_company("tre")
    for company, count in ((few, 1), (many, 3)):
        supplier = make(Recipient, company, name="Bitpro")
        for n in range(count):
            system = make(System, company, f"s{n}", name="Kasse")
            save(system, supplier=supplier)
            activity = make(ProcessingActivity, company, f"a{n}", name="Salg")
            activity.systems.add(system)
            use = make(DataUse, company, f"d{n}", activity=activity)
            save(use, category=make(Term, company, f"t{n}", name="navn"))
            save(use, items=["a"], category=None)
            make(Policy, company, f"p{n}", title="Personvern").delete()
    assert [total for total, _asked in (counted(few), counted(many))] == [12, 32]
    assert counted(few)[1] == counted(many)[1] <= 25


def test_loading_is_told_as_such_and_twice_writes_nothing(db):
    load(register(1))
    company = Controller.objects.get()
    rows = {model: history_of(model).count() for model in MODELS}
    assert all(rows.values())
    load(register(1))
    assert {model: history_of(model).count() for model in MODELS} == rows
    assert [c.text for c in changed_last(company)] == [
        "Innlasting fra fil la til virksomhet «Flex AS»."
    ]
    activity = ProcessingActivity.objects.get()
    activity.systems.clear()
    assert changed_last(company)[0].details == ("Systemer: fjernet «kasse»",)
    load(register(1))
    assert last(company) == (
        "Innlasting fra fil endret behandling «Salg 0». Systemer: la til «kasse»."
    )
    load(register(1, systems=[{"key": "x0", "name": "bong", "supplier": "m0"}], assertions=[]))
    assert {c.text for c in changes(company, 2)} == {
        "Innlasting fra fil fjernet utsagn «Trygt.».",
        "Innlasting fra fil endret system «bong». Navn: fra «kasse» til «bong».",
    }


def test_what_a_load_writes_in_the_history_is_what_the_tables_hold(load_company):
    load_company("ntc")
    for model in MODELS:
        for record in model._default_manager.all():
            row = newest(record)
            step = steps_of([(model._meta.model_name, row.history_id)]).popitem()[1]
            assert row.sources == record.sources
            for name, held in step.links.items():
                assert held == set(getattr(record, name).values_list("pk", flat=True))


def test_what_was_registered_before_the_history_gets_a_first_row(load_company):
    load_company("ntc")
    rows = {model: set(history_of(model).values_list("id", flat=True)) for model in MODELS}
    policy = history_of(Policy).get()
    links = policy.activities.count()
    for model in MODELS:
        history_of(model).all().delete()
    import_module("policies.migrations.0002_history").remember_what_is(apps, None)
    assert {m: set(history_of(m).values_list("id", flat=True)) for m in MODELS} == rows
    assert history_of(Policy).get().activities.count() == links > 0


def test_changes_are_found_by_person_and_kind(flex, kari):
    save(flex, kari, city="Bodø")
    make(System, flex, name="Kasse")
    rows = of_company(flex, MODELS)
    assert people(rows) == [kari]
    assert newest_first(by_person(rows, "fil"), 50) == []
    mine = told(newest_first(by_person(rows, str(kari.pk)), 50))
    assert [c.sentence for c in mine] == ["Kari endret virksomhet «Flex AS»"]
    kinds = told(newest_first(of_company(flex, [System]), 50))
    assert [c.sentence for c in kinds] == ["En ukjent bruker la til system «Kasse»"]


def test_another_company_has_its_own_history(flex):
    other = make_company("ntc")
    make(System, other, name="Deres")
    assert [c.sentence for c in changes(flex)] == ["En ukjent bruker la til virksomhet «Flex AS»"]


def test_undo_sets_a_field_back_and_is_a_change_itself(flex, kari):
    save(flex, city="Bodø")
    save(flex, phone="22396900")
    way = undo(("controller", history_of(Controller).get(city="Bodø", phone="").pk), flex, by=kari)
    assert way.effects == ["Poststed: fra «Bodø» til «Oslo»"]
    flex.refresh_from_db()
    assert (flex.city, flex.phone) == ("Oslo", "22396900")
    assert last(flex) == (
        "Kari angret en endring i virksomhet «Flex AS». Poststed: fra «Bodø» til «Oslo»."
    )
    undo(ref(flex), flex, by=kari)
    flex.refresh_from_db()
    assert flex.city == "Bodø"


def test_undo_of_what_somebody_changed_since_does_nothing_and_says_why(flex, kari):
    save(flex, city="Bodø", phone="22396900")
    change = ref(flex)
    save(flex, city="Tromsø")
    with pytest.raises(CannotUndoError) as found:
        undo(change, flex, by=kari)
    assert found.value.problems == ["Poststed er endret siden, og er nå «Tromsø»."]
    flex.refresh_from_db()
    assert (flex.city, flex.phone) == ("Tromsø", "22396900")


def test_undo_sets_links_back_beside_those_made_since(flex, kari):
    activity = make(ProcessingActivity, flex, name="Salg")
    a, b, c = (make(System, flex, key, name=key) for key in "abc")
    for change in (activity.systems.add, activity.systems.remove):
        change(a)
    activity.systems.add(b)
    added_b = ref(activity)
    activity.systems.add(c)
    added_a = history_of(ProcessingActivity).order_by("history_id")[1].history_id
    with pytest.raises(CannotUndoError, match="Systemer er endret siden"):
        undo(("processingactivity", added_a), flex, by=kari)
    assert way_back(added_b).effects == ["Systemer: fjernet «b»"]
    undo(added_b, flex, by=kari)
    assert set(activity.systems.all()) == {c}


def test_undo_keeps_to_the_rules_of_the_record(flex, kari):
    party = make(Assertion, flex, kind_of="claim", text="Trygt.", is_shown=True)
    save(party, is_shown=False, shown_reason="gammelt")
    change = ref(party)
    save(party, doubt="wrong")
    assert way_back(change).problems == ["En tvilsom påstand kan ikke vises på siden."]


def test_undo_leaves_a_published_address(flex):
    policy = make_policy(flex)
    save(policy, key="ny")
    change = ref(policy)
    assert way_back(change).problems == []
    make_version(policy)
    assert way_back(change).problems == ["Adressen er publisert, og kan ikke endres."]


def test_undo_of_a_reference_to_what_is_gone_says_so(flex):
    supplier = make(Recipient, flex, name="Bitpro")
    system = make(System, flex, name="Kasse", supplier=supplier)
    save(system, supplier=None)
    supplier.delete()
    assert way_back(ref(system)).problems == [
        "Leverandør kan ikke settes tilbake: «Bitpro» er fjernet siden."
    ]


def span(field, line, **more):
    return {"document": "tekst", "lines": [line, line], "field": field, **more}


def test_undo_brings_back_the_lines_in_the_source(flex, kari):
    make(SourceDocument, flex, "tekst", file="a.txt", sha256="0" * 64)
    read = [span("city", 3), span("address", 4), span("name", 1)]
    flex.sources = read
    flex.save()
    flex.sources, flex.city = read[2:], ""
    flex.save()
    change = ref(flex)
    undo(change, flex, by=kari)
    flex.refresh_from_db()
    assert (flex.city, flex.sources) == ("Oslo", read)
    undo(ref(flex), flex, by=kari)
    flex.refresh_from_db()
    flex.sources = [span("name", 2)]
    flex.save()
    undo(change, flex, by=kari)
    flex.refresh_from_db()
    assert flex.sources == [span("name", 2), *read[:2]]


def test_undo_of_a_deletion_brings_back_rows_links_and_lines(load_company, kari):
    load_company("ntc")
    company = Controller.objects.get()
    RetentionRule.objects.all().delete()
    activity = ProcessingActivity.objects.filter(assertions=None, security_measures=None).first()
    before = build("ntc")
    activity.delete()
    assert build("ntc") != before
    gone = history_of(ProcessingActivity).filter(history_type="-").latest()
    way = undo(("processingactivity", gone.history_id), company, by=kari)
    assert way.effects[0] == f"Behandling «{gone.name}» kommer tilbake."
    assert build("ntc") == before
    assert [p.activities for p in before.policies if activity.key in p.activities]
    newest_one = changes(company, 60)
    back = f"Kari angret en fjerning, og hentet tilbake behandling «{gone.name}»"
    assert back in {c.sentence for c in newest_one}
    problem = f"Behandling «{gone.name}» er allerede hentet tilbake."
    assert problem in way_back(("processingactivity", gone.history_id)).problems


def test_a_row_does_not_come_back_without_the_record_above_it(flex):
    activity = make(ProcessingActivity, flex, name="Salg")
    make(Purpose, flex, activity=activity, text="levere").delete()
    activity.delete()
    gone = history_of(Purpose).get(history_type="-")
    assert way_back(("purpose", gone.history_id)).problems == [
        "Formål «levere» kan ikke hentes tilbake alene: behandling er også fjernet."
    ]


def test_a_deletion_whose_address_is_taken_stays(flex):
    make(System, flex, name="Kasse").delete()
    make(System, flex, name="Ny kasse")
    gone = history_of(System).get(history_type="-")
    assert way_back(("system", gone.history_id)).problems == ["Nøkkelen er i bruk. Velg en annen."]


def test_only_changes_and_deletions_can_be_undone(flex):
    assert changes(flex)[0].undo_href == ""
    assert way_back(ref(flex)).problems == ["Denne endringen kan ikke angres."]


def test_what_was_there_before_the_history_is_not_guessed(flex):
    history_of(Controller).all().delete()
    save(flex, city="Bodø")
    assert last(flex) == (
        "En ukjent bruker endret virksomhet «Flex AS». Det som sto før, er ikke kjent."
    )
