"""The pages that aren't served from memory: lists, health, staff-only policies, faults."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from policies.models import PolicyVersion
from tests.policies.models.factories import make_company, make_policy, make_version

pytestmark = pytest.mark.django_db
FORMS = ("/", ".pdf", ".json")


def publish(key="flex", *, address="personvern", number=1, **fields):
    company = make_company(key)
    policy = make_policy(company, address)
    return make_version(policy, number, **fields)


def listed(response):
    return [(p.company_key, p.policy_key, p.number) for p in response.context["policies"]]


def test_the_front_page_lists_what_is_in_force_by_name(client):
    for key in ("ntc", "flex", "allprofil"):
        publish(key)
    publish("finmug", visibility="staff")
    publish("senere", effective_at=timezone.now() + timedelta(days=1))
    make_policy(make_company("utkast"))
    page = client.get("/")
    assert listed(page) == [(key, "personvern", 1) for key in ("allprofil", "flex", "ntc")]
    shown = page.content.decode()
    assert shown.index("Erklæring for Flex AS") < shown.index("Erklæring for Ntc AS")
    assert shown.count('href="/flex/personvern/"') == 1


def test_the_front_page_lists_the_newest_version_in_force(client):
    first = publish()
    make_version(first.policy, 2)
    make_version(first.policy, 3, effective_at=timezone.now() + timedelta(days=1))
    assert listed(client.get("/")) == [("flex", "personvern", 2)]


def test_the_front_page_says_when_nothing_is_published(client):
    shown = client.get("/").content.decode()
    assert shown.count("Ingen personvernerklæring er publisert ennå.") == 1


def test_the_front_page_asks_as_much_for_three_companies_as_for_one(
    client, django_assert_num_queries
):
    publish("flex")
    with django_assert_num_queries(1):
        client.get("/")
    publish("ntc")
    publish("finmug")
    with django_assert_num_queries(1):
        client.get("/")


def test_a_policy_that_became_staff_only_is_no_longer_listed(client):
    first = publish()
    make_version(first.policy, 2, visibility="staff")
    assert listed(client.get("/")) == []
    assert client.get("/flex/").status_code == 404


@pytest.mark.parametrize(("origin", "robots"), [("own", 0), ("reproduced", 1), ("example", 1)])
def test_a_company_lists_its_policies(client, origin, robots):
    company = make_company(origin=origin)
    for key in ("kunder", "ansatte"):
        make_version(make_policy(company, key), is_indexed=origin == "own")
    company.name = "Ikke publisert navn"
    company.save()
    publish("ntc")
    page = client.get("/flex/")
    assert listed(page) == [("flex", "kunder", 1), ("flex", "ansatte", 1)]
    shown = page.content.decode()
    assert shown.count('<h1 class="ds-heading" data-size="xl">Flex AS</h1>') == 1
    assert shown.count('<meta name="robots" content="noindex">') == robots


@pytest.mark.parametrize("path", ["/ukjent/", "/utkast/", "/flex/ukjent/", "/flex/ukjent.pdf"])
def test_what_does_not_exist_is_said_in_norwegian(client, settings, path):
    publish()
    make_policy(make_company("utkast"))
    settings.DEBUG = False
    client.raise_request_exception = False
    page = client.get(path)
    assert page.status_code == 404
    shown = page.content.decode()
    assert shown.count('<h1 class="ds-heading" data-size="xl">Vi fant ikke siden</h1>') == 1
    assert shown.count('<a class="ds-link" href="/">Se alle personvernerklæringer</a>') == 1


def test_health_answers_ok_and_is_not_kept(client):
    answer = client.get("/healthz")
    assert (answer.content, answer.headers["Content-Type"]) == (
        b"ok\n",
        "text/plain; charset=utf-8",
    )
    assert answer.headers["Cache-Control"].split(", ")[-2:] == ["must-revalidate", "private"]


@pytest.mark.parametrize("form", FORMS)
def test_a_visitor_is_asked_to_sign_in_to_a_staff_policy(client, form):
    publish(visibility="staff")
    path = f"/flex/personvern{form}"
    assert client.get(path).url == f"/admin/login/?next={path}"


@pytest.mark.parametrize("form", FORMS)
def test_one_who_is_not_staff_does_not_find_a_staff_policy(client, django_user_model, form):
    publish(visibility="staff")
    client.force_login(django_user_model.objects.create_user("ola@eksempel.no", "hemmelig"))
    assert client.get(f"/flex/personvern{form}").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_staff_read_a_staff_policy_that_nothing_keeps(staff_client, form):
    version = publish(visibility="staff")
    answer = staff_client.get(f"/flex/personvern{form}")
    assert answer.headers["Cache-Control"].split(", ")[:2] == ["private", "no-store"]
    held = {"/": version.article, ".pdf": version.pdf.decode(), ".json": version.document}[form]
    assert answer.content.decode().count(held) == 1
    assert staff_client.get("/flex/").status_code == 404
    assert listed(staff_client.get("/")) == []


def test_a_policy_that_became_staff_only_is_no_longer_public(client):
    first = publish()
    assert client.get("/flex/personvern/").content.decode().count(first.article) == 1
    make_version(first.policy, 2, visibility="staff")
    assert client.get("/flex/personvern/").url == "/admin/login/?next=/flex/personvern/"


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/flex/", *(f"/flex/personvern{form}" for form in FORMS)]
)
def test_the_public_pages_are_only_read(client, path):
    publish()
    answer = client.post(path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert PolicyVersion.objects.count() == 1


def test_a_form_without_its_token_is_explained_in_norwegian():
    page = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "kari"})
    assert page.status_code == 403
    heading = '<h1 class="ds-heading" data-size="xl">Skjemaet er for gammelt</h1>'
    assert page.content.decode().count(heading) == 1
