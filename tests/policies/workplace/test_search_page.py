"""The page of the search: what it says, how it is turned over, and the box on every page."""

import re

import pytest
from django.urls import reverse

from policies.models import DataUse, ProcessingActivity, Recipient, System
from policies.workplace.search import PAGE
from policies.workplace.words import LONGEST
from tests.policies.admin.sending import heading, text
from tests.policies.models.factories import make, make_company

SEARCH = reverse("admin:search")


@pytest.fixture
def company(db):
    return make_company()


@pytest.fixture
def sales(company):
    return make(ProcessingActivity, company, name="Salg og levering")


@pytest.mark.parametrize(
    "asked", ["æ" * 10_000, "ord " * 2500, "§" * 999, "a" * 3000, "1" * 500, "\ud83d\ude00"]
)
def test_a_question_of_any_length_is_answered(staff_client, company, asked):
    asked = asked.encode("utf-16", "surrogatepass").decode("utf-16")
    page = staff_client.get(SEARCH, {"q": asked})
    assert page.status_code == 200
    assert len(page.context["asked_for"]) <= LONGEST
    is_long = len(" ".join(asked.split())) > LONGEST
    assert text(page).count("Søket var langt. Vi brukte de første ordene.") == is_long


@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ("", "Søk i registeret", "Søk i alt som er registrert om Flex AS"),
        ("   ", "Søk i registeret", "Søk i alt som er registrert om Flex AS"),
        ("«*»", "Søk i registeret", "Skriv minst ett ord eller tall."),
        ("finnesikke", "Ingen treff på «finnesikke»", "Prøv et kortere ord"),
        ("sky", "1 treff på «sky»", "Hva de gjør for dere: en sky til"),
        ("<b>sky", "1 treff på «<b>sky»", "Sky & <"),
    ],
)
def test_the_page_says_what_was_found(staff_client, company, asked, title, said):
    make(Recipient, company, name="Sky & <b>Sol</b>", description="en sky til <b>")
    page = staff_client.get(SEARCH, {"q": asked})
    assert (heading(page), said in text(page)) == (title, True)
    assert "<b>" not in page.content.decode()


def test_hits_are_marked_and_kinds_can_be_chosen(staff_client, company):
    make(Recipient, company, name="Blåbær AS")
    make(System, company, name="Blåbær")
    page = staff_client.get(SEARCH, {"q": "blåbær"})
    assert page.content.decode().count("<mark>Blåbær</mark>") == 2
    assert text(page).count("Alt 2 Mottakere 1 Systemer 1") == 1
    chosen = staff_client.get(SEARCH, {"q": "blåbær", "slag": "system"})
    assert heading(chosen) == "1 treff på «blåbær»"
    assert chosen.content.decode().count("<mark>Blåbær</mark>") == 1
    none = staff_client.get(SEARCH, {"q": "blåbær", "slag": "cookie"})
    assert text(none).count("Ingen av treffene er her: Informasjonskapsler.") == 1
    unknown = staff_client.get(SEARCH, {"q": "blåbær", "slag": "user"})
    assert heading(unknown) == "2 treff på «blåbær»"


def test_many_hits_are_turned_over_page_by_page(staff_client, company):
    Recipient.objects.bulk_create(
        Recipient(controller=company, key=f"r{n}", name=f"Blåbær {n:03}") for n in range(PAGE + 3)
    )
    seen = []
    for side, span in ((1, "Viser 1–50 av 53."), (2, "Viser 51–53 av 53.")):
        page = staff_client.get(SEARCH, {"q": "blåbær", "side": side})
        assert text(page).count(span) == 1
        seen += re.findall(r"<mark>Blåbær</mark> (\d+)</a>", page.content.decode())
    assert seen == [f"{n:03}" for n in range(PAGE + 3)]
    assert [page.context["before"], page.context["after"]] == ["?q=bl%C3%A5b%C3%A6r&side=1", ""]
    for side in ("3", "999999", "0", "-1", "x", "9" * 5000, "²"):
        page = staff_client.get(SEARCH, {"q": "blåbær", "side": side})
        assert (page.status_code, heading(page)) == (200, "53 treff på «blåbær»")


def test_the_box_stands_on_every_page_when_there_is_a_company(staff_client, db):
    assert 'role="search"' not in staff_client.get(reverse("admin:index")).content.decode()
    assert staff_client.get(SEARCH).status_code == 404
    company = make_company()
    change = reverse("admin:policies_controller_change", args=[company.pk])
    for path in (reverse("admin:index"), change, reverse("admin:company-history"), SEARCH):
        page = staff_client.get(path).content.decode()
        assert page.count(f'action="{SEARCH}"') == 1
        assert page.count('<label for="search-box">Søk i registeret</label>') == 1


def test_the_lists_own_search_finds_inflected_words_and_what_lists_hold(staff_client, sales):
    make(DataUse, sales.controller, activity=sales, items=["kjøreseddel", "ærlighet"])
    for model, asked, count in (
        ("datause", "ærlighet", 1),
        ("datause", "finnesikke", 0),
        ("processingactivity", "leveringen", 1),
        ("processingactivity", "alg", 1),  # a part of a word, as before
        ("processingactivity", '"*', 0),
    ):
        page = staff_client.get(reverse(f"admin:policies_{model}_changelist"), {"q": asked})
        assert (asked, len(page.context["cl"].result_list)) == (asked, count)
