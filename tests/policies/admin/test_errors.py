"""Errors say what to do, stand at their field, and are listed with a way to each."""

import re

import pytest
from django import forms
from django.contrib import admin
from django.db.models import CheckConstraint
from django.test import RequestFactory
from django.urls import reverse

from policies.models import (
    Controller,
    Policy,
    PolicyVersion,
    ProcessingActivity,
    Purpose,
    Recipient,
    Record,
    Term,
)
from policies.models.rules import Rule
from privacyhub.asking import asked
from tests.policies.admin.sending import errors, filled, heading, send, title
from tests.policies.models.factories import make, make_company

LINK = re.compile(r'<a href="#([^"]*)">([^<]*)</a>')


def change(record):
    return reverse(f"admin:policies_{record._meta.model_name}_change", args=[record.pk])


def listed(response):
    """Return the list of faults as people read it: each text, and the id it leads to."""
    page = response.content.decode()
    found = page.partition('id="faults"')[2].partition("</section>")[0]
    links = LINK.findall(found)
    assert [target for target, _text in links if f'id="{target}"' not in page] == []
    return [(text, target) for target, text in links]


def every_form(staff):
    """Yield the fields of each form of the admin, rows included."""
    request = RequestFactory().get("/admin/")
    request.user, request.session = staff, {}
    for model, options in admin.site._registry.items():
        if model is PolicyVersion:
            continue
        forms_of_it = [options.get_form(request)]
        forms_of_it += [i.get_formset(request).form for i in options.get_inline_instances(request)]
        for form in forms_of_it:
            yield from form().fields.values()


def test_an_empty_field_is_asked_for_by_name(staff):
    make_company()
    asked_for = {asked(field) for field in every_form(staff) if field.required}
    assert asked_for == {
        "Skriv adresse.",
        "Skriv e-postadresse.",
        "Skriv filnavn.",
        "Skriv formål.",
        "Skriv kontrollsum (SHA-256).",
        "Skriv navn.",
        "Skriv rekkefølge.",
        "Skriv når.",
        "Skriv tiltak.",
        "Skriv tittel.",
        "Skriv utsagn.",
        "Velg behandling.",
        "Velg grunn.",
        "Velg hva utsagnet sier.",
        "Velg hvem som kan lese den.",
        "Velg hvor tydelig det er sagt.",
        "Velg mottaker.",
        "Velg nettsted.",
        "Velg opphav.",
        "Velg rettighet.",
        "Velg rolle.",
        "Velg slag.",
        "Velg slag mottaker.",
        "Velg status.",
        "Velg virksomhet.",
    }


def test_what_to_write_keeps_an_abbreviation():
    assert asked(forms.CharField(label="DPV-begrep")) == "Skriv DPV-begrep."


def test_a_check_between_fields_is_told_at_one_of_them():
    models = [Controller, *Record.__subclasses__()]
    models += [below for model in models for below in model.__subclasses__()]
    told = [
        constraint
        for model in models
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
        and constraint.violation_error_message != constraint.default_violation_error_message
    ]
    assert len(told) == 7
    assert {type(constraint) for constraint in told} == {Rule}
    assert {rule.clone().field for rule in told} == {rule.field for rule in told}


def test_the_list_of_faults_leads_to_each_field(staff_client):
    activity = make(ProcessingActivity, make_company(), name="Salg")
    row = {"purposes-TOTAL_FORMS": 2, "purposes-0-position": 0, "purposes-0-text": "selge"}
    row |= {"purposes-1-position": "x", "purposes-1-text": "", "purposes-1-law_reference": "§ 1"}
    sent = {"name": "", "next_review_on": "snart", "status": "slutt", **row}
    page = send(staff_client, change(activity), **sent)
    date = "Skriv datoen slik: 22.11.2026."
    assert listed(page) == [
        ("Skriv navn.", "id_name"),
        ("Status: «slutt» er ikke blant valgene. Velg et annet.", "id_status"),
        (f"Gås gjennom igjen: {date}", "id_next_review_on"),
        ("Formål 2: Skriv formål.", "id_purposes-1-text"),
        (
            "Formål 2: Rekkefølge: Skriv et helt tall, for eksempel 30.",
            "id_purposes-1-position",
        ),
    ]
    assert heading(page, 2) == "Noe må rettes"
    assert title(page).startswith("Feil: ")
    text = page.content.decode()
    assert text.index('id="content-start"') < text.index('id="faults"') < text.index("<h1")
    assert Purpose.objects.count() == 0


def test_a_field_says_that_it_is_wrong_and_why(staff_client):
    recipient = make(Recipient, make_company(), name="BDO")
    page = send(staff_client, change(recipient), name="", agreement_signed_on="i går")
    text = page.content.decode()
    for name in ("name", "agreement_signed_on"):
        field = re.search(rf'<(?:input|textarea)[^>]*id="id_{name}"[^>]*>', text)[0]
        assert 'aria-invalid="true"' in field
        about = re.search(r'aria-describedby="([^"]*)"', field)[1].split()
        assert f"id_{name}_error" in about
        assert [one for one in about if f'id="{one}"' not in text] == []


def folded_around(page, identity):
    """Return how many closed folds hold a field."""
    before = page.content.decode().partition(f'id="{identity}"')[0]
    folds = []
    for fold, is_open in re.findall(r"<(/?details)[^>]*?(\bopen\b)?\s*>", before):
        folds = folds[:-1] if fold == "/details" else [*folds, bool(is_open)]
    return folds.count(False)


def test_what_is_folded_is_open_when_something_in_it_is_wrong(staff_client):
    activity = make(ProcessingActivity, make_company(), name="Salg")
    path = change(activity)
    assert folded_around(staff_client.get(path), "id_next_review_on") == 1
    page = send(staff_client, path, next_review_on="snart")
    assert folded_around(page, "id_next_review_on") == 0


def test_a_form_that_came_without_its_rows_is_told(staff_client):
    activity = make(ProcessingActivity, make_company(), name="Salg")
    sent = filled(staff_client.get(change(activity)))
    whole = {name: value for name, value in sent.items() if not name.startswith("purposes-")}
    page = staff_client.post(change(activity), whole)
    said = "Skjemaet kom ikke helt fram. Last siden på nytt."
    assert (said, "purposes-group") in listed(page)


def test_the_fault_of_the_whole_form_leads_to_its_first_field(staff_client):
    company = make_company()
    page = staff_client.get(change(company))
    Controller.objects.filter(pk=company.pk).update(phone="22 39 69 00")
    answer = staff_client.post(change(company), filled(page, name="Flex"))
    assert {target for _text, target in listed(answer)} == {"id_name"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "x" * 301}, "Teksten er for lang. Den har 301 tegn, og kan ha høyst 300."),
        ({"name": "x\x00"}, "Teksten har et usynlig styretegn. Skriv den uten."),
        ({"position": "mange"}, "Skriv et helt tall, for eksempel 30."),
        ({"position": "-1"}, "Skriv et tall som ikke er mindre enn 0."),
        ({"position": "1000001"}, "Skriv et tall som ikke er større enn 1000000."),
        ({"sensitivity": "x"}, "«x» er ikke blant valgene. Velg et annet."),
    ],
)
def test_what_is_wrong_is_told_at_the_field(staff_client, typed, said):
    term = make(Term, make_company(), name="kunder")
    assert errors(send(staff_client, change(term), **typed)) == {next(iter(typed)): [said]}


@pytest.mark.parametrize(
    "written", ["22.11.2026", "22.11.26", "2026-11-22", "22. november 2026", "22 November 2026"]
)
def test_a_date_is_read_as_people_write_it(staff_client, written):
    policy = make(Policy, make_company(), "personvern", title="Erklæring")
    assert send(staff_client, change(policy), review_on=written).status_code == 302
    policy.refresh_from_db()
    assert policy.review_on.isoformat() == "2026-11-22"
    assert filled(staff_client.get(change(policy)))["review_on"] == ["22.11.2026"]


@pytest.mark.parametrize("written", ["31.02.2026", "31. februar 2026", "22. nov", "november 2026"])
def test_what_is_no_date_is_told_how_to_write_one(staff_client, written):
    policy = make(Policy, make_company(), "personvern", title="Erklæring")
    answer = send(staff_client, change(policy), review_on=written)
    assert errors(answer) == {"review_on": ["Skriv datoen slik: 22.11.2026."]}
    assert filled(answer)["review_on"] == [written]
