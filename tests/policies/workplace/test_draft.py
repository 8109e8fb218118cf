"""The page beside the form: rendered as if saved, and nothing kept."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from policies.models import Controller, ProcessingActivity
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
