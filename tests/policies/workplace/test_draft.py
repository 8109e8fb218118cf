"""The page beside the form: rendered as if saved, and nothing kept."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policies.models import Controller, ProcessingActivity, Record
from policies.workplace import draft as drafts
from policies.workplace.gaps import gaps_of, place_of
from tests.policies.admin.sending import filled

CHANGE, DRAFT = "admin:policies_controller_change", "admin:policies_controller_draft"


@pytest.fixture
def company(load_company):
    return load_company("finmug").controller


def posted(client, company, **typed):
    page = client.get(reverse(CHANGE, args=[company.pk]))
    return {**filled(page), **typed}


def test_draft_shows_what_is_typed_and_keeps_nothing(staff_client, company):
    typed = posted(staff_client, company, city="Helsinki")
    answer = staff_client.post(reverse(DRAFT, args=[company.pk]), typed)
    assert answer.status_code == 200
    assert "90540 Helsinki" in answer.content.decode()
    assert Controller.objects.get(pk=company.pk).city == "Oulu"
    assert [
        str(m)
        for m in get_messages(staff_client.get(reverse(CHANGE, args=[company.pk])).wsgi_request)
    ] == []


def test_draft_of_a_form_with_faults_says_so(staff_client, company):
    typed = posted(staff_client, company, email="ikke en adresse")
    answer = staff_client.post(reverse(DRAFT, args=[company.pk]), typed)
    assert answer.status_code == 422
    assert answer.content.decode() == "Rett feilene i skjemaet, så vises siden igjen."


def test_draft_of_what_is_saved_is_the_page(staff_client, company):
    answer = staff_client.get(reverse(DRAFT, args=[company.pk]))
    assert "90540 Oulu" in answer.content.decode()


def test_draft_of_another_company_is_not_found(staff_client, company, load_company):
    other = load_company("ntc").controller
    assert staff_client.get(reverse(DRAFT, args=[other.pk])).status_code == 404


def test_two_writers_are_told_and_what_one_left_alone_is_the_others(staff_client, company):
    typed = posted(staff_client, company, city="Helsinki")
    Controller.objects.filter(pk=company.pk).update(street="Mannerheimintie 1")
    answer = staff_client.post(reverse(CHANGE, args=[company.pk]), typed)
    said = answer.context["adminform"].form.non_field_errors()
    assert said[0] == "Noen endret dette mens du skrev."
    assert said[1] == "Poststed: lagret er «Oulu»"
    again = filled(answer)
    assert (again["city"], again["street"]) == (["Helsinki"], ["Mannerheimintie 1"])
    assert staff_client.post(reverse(CHANGE, args=[company.pk]), again).status_code == 302
    company.refresh_from_db()
    assert (company.city, company.street) == ("Helsinki", "Mannerheimintie 1")


def test_next_gap_leads_to_its_field(staff_client, company):
    first = gaps_of(company)[0]
    assert first.text.startswith("behandlingsgrunnlaget for hvert formål")
    typed = {**posted(staff_client, company), "_nextgap": "1"}
    answer = staff_client.post(reverse(CHANGE, args=[company.pk]), typed)
    assert answer.url == place_of(company, first)
    assert answer.url.endswith("#id_legal_basis")


def test_gap_that_a_new_record_fills_leads_to_a_new_one(staff_client, company):
    ProcessingActivity.objects.filter(controller=company).update(status="draft")
    first = gaps_of(company)[0]
    assert first.text == "hva vi bruker opplysningene til"
    assert place_of(company, first) == reverse("admin:policies_processingactivity_add")


@pytest.fixture
def large(monkeypatch):
    """Let one activity be too many to show them all, and two too many to show at once."""
    monkeypatch.setattr(drafts, "_MANY", 1)
    monkeypatch.setattr(drafts, "_SHOWN", 2)


def page_beside(client, record):
    """Return the texts of the page beside a record's form: its note, and its headings."""
    name = f"admin:policies_{record._meta.model_name}_draft"
    html = client.get(reverse(name, args=[record.pk])).content.decode()
    return [unescape(found) for found in re.findall(r'(?:draft-note"|<h[23][^>]*)>([^<]*)', html)]


def test_of_many_activities_the_page_shows_the_one_being_written(staff_client, load_company, large):
    policy = load_company("ntc")
    activity = policy.activities.get(key="kundehenvendelser")
    said = page_beside(staff_client, activity)
    assert said[:3] == [
        "Viser bare denne behandlingen.",
        "Hva bruker vi opplysningene til?",
        activity.name,
    ]
    assert [name for name in policy.activities.values_list("name", flat=True) if name in said] == [
        activity.name
    ]
    assert "Dette har vi ikke oppgitt" not in said
    assert activity.name in page_beside(staff_client, activity.purposes.first())


def test_what_is_typed_shows_on_the_page_of_one_activity(staff_client, load_company, large):
    activity = load_company("ntc").activities.get(key="kundehenvendelser")
    change = reverse("admin:policies_processingactivity_change", args=[activity.pk])
    sent = filled(staff_client.get(change), name="Spørsmål fra deg")
    draft = reverse("admin:policies_processingactivity_draft", args=[activity.pk])
    html = staff_client.post(draft, sent).content.decode()
    assert (html.count(">Spørsmål fra deg</h3>"), html.count("<h3")) == (1, 1)
    activity.refresh_from_db()
    assert activity.name != "Spørsmål fra deg"


def test_an_activity_that_is_not_on_the_page_says_so(staff_client, load_company, large):
    activity = load_company("ntc").activities.first()
    activity.status = "draft"
    activity.save()
    said = "Behandlingen er ikke med på siden: den er ikke i bruk, eller ikke med i erklæringen."
    assert page_beside(staff_client, activity)[0] == said


def test_every_other_record_is_shown_among_a_few_activities(staff_client, load_company, large):
    policy = load_company("ntc")
    total = policy.controller.activities.count()
    told = {}
    for model in admin.site._registry:
        record = model._default_manager.first()
        if issubclass(model, Record) and record and model is not ProcessingActivity:
            told[model] = page_beside(staff_client, record)[0]
    assert len(told) > 10
    assert set(told.values()) <= {f"Viser {n} av {total} behandlinger." for n in (1, 2)}


def test_the_page_beside_takes_as_many_queries_however_many_activities(
    staff_client, load_company, large
):
    activity, *others = load_company("ntc").activities.all()
    draft = reverse("admin:policies_processingactivity_draft", args=[activity.pk])
    counts = []
    for kept in (len(others), 3, 1):
        for other in others[kept:]:
            other.status = "draft"
            other.save()
        staff_client.get(draft)
        with CaptureQueriesContext(connection) as queries:
            staff_client.get(draft)
        counts.append(len(queries))
    assert len(set(counts)) == 1
