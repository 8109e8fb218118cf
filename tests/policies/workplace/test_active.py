"""The company that one works on: the first by name until another is chosen."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from policies.models import Controller
from policies.permissions import Access
from policies.workplace.active import access_in, companies_for, desk_of
from tests.policies.admin.sending import choose, text
from tests.policies.models.factories import make_company, make_member

pytestmark = pytest.mark.django_db
CHOOSE = reverse("admin:company-choose")


def worked_on(client):
    """Return the company that the page's top says."""
    page = client.get(reverse("admin:index"))
    there_are_others = companies_for(page.wsgi_request.user).count() > 1
    assert text(page).count(f"Virksomhet: {page.context['active_company']}") == 1
    assert page.content.decode().count(">Bytt</a>") == there_are_others
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
    staff_client.force_login(make_member("ola@eksempel.no", "ntc", "flex"))
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
    [("FLE", ["flex"]), (" as ", ["flex", "ntc"]), ("finnes ikke", [])],
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


def test_a_member_works_on_the_first_of_their_companies_until_another_is_chosen(client):
    for key in ("allprofil", "flex", "ntc"):
        make_company(key)
    client.force_login(make_member("ola@eksempel.no", "ntc", "flex"))
    assert worked_on(client) == "flex"
    assert offered(client.get(CHOOSE)) == ["flex", "ntc"]
    choose(client, Controller.objects.get(key="ntc"))
    assert worked_on(client) == "ntc"
    assert client.post(CHOOSE, {"company": "allprofil"}).status_code == 404
    assert worked_on(client) == "ntc"


def test_of_one_company_there_is_nothing_to_choose_even_when_others_exist(client):
    make_company("ntc")
    make_company("flex")
    client.force_login(make_member("ola@eksempel.no", "ntc"))
    assert worked_on(client) == "ntc"
    assert offered(client.get(CHOOSE)) == ["ntc"]
    assert text(client.get(CHOOSE)).count("Legg til en virksomhet") == 0


def test_one_who_is_taken_out_of_a_company_works_on_the_next_at_once(client):
    flex, ntc = make_company("flex"), make_company("ntc")
    ola = make_member("ola@eksempel.no", "ntc", "flex")
    client.force_login(ola)
    choose(client, ntc)
    ola.memberships.filter(company=ntc).delete()
    assert worked_on(client) == "flex"
    ola.memberships.filter(company=flex).delete()
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"


@pytest.mark.parametrize("companies", [1, 3])
def test_the_company_and_the_roles_take_one_query(client, companies, django_assert_num_queries):
    keys = [make_company(f"firma-{n}").key for n in range(companies)]
    ola = make_member("ola@eksempel.no", *keys, roles=("editor", "approver"))
    with django_assert_num_queries(1):
        desk = desk_of(asked(ola))
    assert (desk.company.key, desk.has_others) == ("firma-0", companies > 1)
    assert desk.access == Access(frozenset({"editor", "approver"}))


def asked(user, **session):
    """Return a request of a user."""
    request = RequestFactory().get("/")
    request.user, request.session = user, session
    return request


def test_what_one_is_in_a_company_does_not_depend_on_which_is_worked_on(staff):
    make_company("flex")
    make_company("ntc")
    ola = make_member("ola@eksempel.no", "ntc")
    assert access_in(ola, "ntc") == Access(frozenset({"editor"}))
    assert access_in(ola, "flex") == access_in(AnonymousUser(), "flex") == Access()
    assert access_in(staff, "flex") == Access(installs=True)


def test_one_who_may_not_sign_in_belongs_nowhere(db):
    make_company("flex")
    ola = make_member("ola@eksempel.no", "flex")
    ola.is_active = False
    assert list(companies_for(ola)) == list(companies_for(AnonymousUser())) == []
    assert access_in(ola, "flex") == Access()
