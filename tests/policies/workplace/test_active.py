"""The company that one works on: the first by name until another is chosen."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from policies.models import Controller
from tests.policies.admin.sending import choose, text
from tests.policies.models.factories import make_company

CHOOSE = reverse("admin:company-choose")


def worked_on(client):
    """Return the company that the page's top says."""
    page = client.get(reverse("admin:index"))
    assert text(page).count(f"Virksomhet: {page.context['active_company']} Bytt") == 1
    return page.context["active_company"].key


def offered(page):
    return [company.key for company in page.context["companies"]]


def test_the_first_by_name_is_worked_on_until_another_is_chosen(staff_client):
    ntc, flex = make_company("ntc"), make_company("flex")
    assert worked_on(staff_client) == "flex"
    choose(staff_client, ntc)
    assert worked_on(staff_client) == "ntc"
    choose(staff_client, flex)
    assert worked_on(staff_client) == "flex"


def test_the_choice_is_ones_own_and_lasts_to_the_next_session(staff_client, staff):
    make_company("flex")
    choose(staff_client, make_company("ntc"))
    staff_client.logout()
    staff_client.force_login(staff)
    assert worked_on(staff_client) == "ntc"
    other = get_user_model().objects.create_user("ola@eksempel.no", "hemmelig", is_staff=True)
    staff_client.force_login(other)
    assert worked_on(staff_client) == "flex"


def test_a_company_that_is_deleted_is_no_longer_worked_on(staff_client):
    make_company("flex")
    ntc = make_company("ntc")
    choose(staff_client, ntc)
    ntc.delete()
    assert worked_on(staff_client) == "flex"


@pytest.mark.parametrize("key", ["finnes-ikke", "", "flex\0", "1"])
def test_an_unknown_company_is_not_found_and_changes_nothing(staff_client, key):
    make_company("flex")
    choose(staff_client, make_company("ntc"))
    assert staff_client.post(CHOOSE, {"company": key}).status_code == 404
    assert worked_on(staff_client) == "ntc"


def test_companies_are_listed_by_name_and_the_one_worked_on_is_marked(staff_client):
    for key in ("ntc", "allprofil", "flex"):
        make_company(key)
    page = staff_client.get(CHOOSE)
    assert offered(page) == ["allprofil", "flex", "ntc"]
    assert text(page).count("Allprofil AS Du arbeider med denne nå.") == 1
    assert text(page).count("Du arbeider med denne nå.") == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [("FLE", ["flex"]), (" as ", ["flex", "ntc"]), ("n\0tc", ["ntc"]), ("finnes ikke", [])],
)
def test_companies_are_searched_by_name(staff_client, query, found):
    make_company("flex")
    make_company("ntc")
    page = staff_client.get(CHOOSE, {"q": query})
    assert offered(page) == found
    assert text(page).count("Ingen virksomheter passer.") == (not found)


@pytest.mark.parametrize(("number", "more"), [(50, 0), (53, 3)])
def test_a_long_list_says_how_many_more_there_are(staff_client, number, more):
    for n in range(number):
        make_company(f"firma-{n}", name=f"Firma {n:02}")
    page = staff_client.get(CHOOSE)
    assert len(offered(page)) == 50
    assert text(page).count("til. Søk etter navnet.") == (more > 0)
    assert text(page).count(f"Det finnes {more} til.") == (more > 0)


def test_of_one_company_there_is_nothing_to_choose_but_it_works(staff_client):
    flex = make_company("flex")
    assert offered(staff_client.get(CHOOSE)) == ["flex"]
    choose(staff_client, flex)
    assert worked_on(staff_client) == "flex"


def test_without_a_company_the_front_page_leads_to_making_one(staff_client):
    page = staff_client.get(reverse("admin:index"))
    add = reverse("admin:policies_controller_add")
    assert page.context["active_company"] is None
    assert text(page).count("Dere har ingen virksomhet ennå. Legg til virksomheten") == 1
    assert page.content.decode().count(f'href="{add}"') >= 1
    assert text(staff_client.get(CHOOSE)).count("Ingen virksomheter passer.") == 1
    assert Controller.objects.count() == 0
