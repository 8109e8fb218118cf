"""Every page of the admin opens, says its Norwegian name, and asks the database little."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.text import capfirst

from policies.models import Controller, Policy, PolicyVersion
from policies.workplace.phrases import NEW, THE
from tests.policies.admin.sending import choose, heading, text, title
from tests.policies.models.factories import make_company, make_policy, make_version

COMPANIES = ("allprofil", "finmug", "ntc")
# By model: its name in the singular, a company that has some, and something to search for
# with how many of its rows that finds.
PAGES = {
    "accounts.User": ("bruker", "ntc", "kari", 1),
    "policies.Assertion": ("utsagn", "ntc", "IP-adresse", 2),
    "policies.Cookie": ("informasjonskapsel", "finmug", "trafikk", 1),
    "policies.DataSource": ("kilde", "ntc", "registrerer", 1),
    "policies.DataUse": ("opplysninger", "allprofil", "fakturaadresse", 1),
    "policies.Disclosure": ("utlevering", "ntc", "bitpro", 1),
    "policies.DisclosureCondition": ("vilkår for utlevering", "ntc", "domstoler", 1),
    "policies.Party": ("person eller part", "finmug", "niskanen", 1),
    "policies.Policy": ("personvernerklæring", "ntc", "ntc", 1),
    "policies.PolicyVersion": ("publisert versjon", "finmug", "finmug", 1),
    "policies.ProcessingActivity": ("behandling", "ntc", "kundehenvendelser", 1),
    "policies.Purpose": ("formål", "ntc", "fakturere", 1),
    "policies.Recipient": ("mottaker", "ntc", "bdo", 1),
    "policies.RetentionRule": ("lagringsregel", "ntc", "foreldelsesfristen", 1),
    "policies.SecurityMeasure": ("sikkerhetstiltak", "finmug", "passord", 1),
    "policies.SourceDocument": ("kildedokument", "ntc", "ntc", 1),
    "policies.System": ("system", "ntc", "best salg", 1),
    "policies.Term": ("kategori", "ntc", "kunder", 2),
    "policies.Website": ("nettsted", "ntc", "ntcprofil.no", 1),
}
EVERY = pytest.mark.parametrize("label", PAGES)


def address(label, page, *args):
    return reverse(f"admin:{label.lower().replace('.', '_')}_{page}", args=args)


def owned(label, key):
    """Return the rows that a company's list should show: of users, all."""
    model = apps.get_model(label)
    if label == "accounts.User":
        return model.objects.all()
    path = "policy__controller" if model is PolicyVersion else "controller"
    return model.objects.filter(**{f"{path}__key": key})


@pytest.fixture
def companies(load_company):
    load_company(*COMPANIES)
    for policy in Policy.objects.all():
        make_version(policy)


def test_every_model_stands_in_the_table():
    found = {model._meta.label for model in admin.site._registry}
    assert found - {"policies.Controller"} == set(PAGES)


@EVERY
def test_the_list_shows_every_row_and_searches(staff_client, companies, label):
    _name, key, words, found = PAGES[label]
    choose(staff_client, Controller.objects.get(key=key))
    page = staff_client.get(address(label, "changelist"))
    plural = capfirst(apps.get_model(label)._meta.verbose_name_plural)
    assert (heading(page), title(page)) == (plural, f"{plural} – Personvernhub")
    assert set(page.context["cl"].result_list) == set(owned(label, key))
    searched = staff_client.get(address(label, "changelist"), {"q": words})
    assert searched.context["cl"].result_count == found


@EVERY
def test_the_page_of_a_record_says_its_kind_and_name(staff_client, companies, label):
    name, key, *_search = PAGES[label]
    choose(staff_client, Controller.objects.get(key=key))
    record = owned(label, key).last()
    page = staff_client.get(address(label, "change", record.pk))
    verb = "Se" if label == "policies.PolicyVersion" else "Endre"
    assert heading(page) == f"{verb} {name}"
    assert heading(page, 2) == str(record)
    assert title(page) == f"{' '.join(str(record).split())} – {verb} {name} – Personvernhub"


ADDED = sorted(set(PAGES) - {"policies.PolicyVersion"})


@pytest.mark.parametrize("label", ADDED)
def test_the_page_of_a_new_record_says_its_kind(staff_client, label):
    make_company()
    page = staff_client.get(address(label, "add"))
    said = str(NEW.get(apps.get_model(label), f"Legg til en {PAGES[label][0]}"))
    assert (heading(page), title(page)) == (said, f"{said} – Personvernhub")
    assert said.endswith(f" {PAGES[label][0]}")


@pytest.mark.parametrize("label", [label for label in ADDED if label != "accounts.User"])
def test_a_record_is_not_added_before_there_is_a_company(staff_client, label):
    assert staff_client.get(address(label, "add")).status_code == 403
    assert staff_client.post(address(label, "add"), {"name": "Ny"}).status_code == 403
    assert apps.get_model(label).objects.count() == 0


def test_the_list_of_companies_leads_to_the_one_worked_on(staff_client, companies):
    ntc = Controller.objects.get(key="ntc")
    choose(staff_client, ntc)
    answer = staff_client.get(address("policies.Controller", "changelist"))
    assert answer.url == address("policies.Controller", "change", ntc.pk)
    page = staff_client.get(answer.url)
    assert (heading(page), heading(page, 2)) == ("Endre virksomhet", ntc.name)


def test_the_list_of_companies_leads_to_making_the_first(staff_client):
    answer = staff_client.get(address("policies.Controller", "changelist"))
    assert answer.url == address("policies.Controller", "add")
    assert heading(staff_client.get(answer.url)) == "Legg til en virksomhet"


def test_the_page_of_an_application_is_the_front_page(staff_client):
    for name in ("policies", "accounts"):
        answer = staff_client.get(reverse("admin:app_list", args=[name]))
        assert answer.url == reverse("admin:index")


def another(record, number):
    """Add a row that names the same records as one that is there."""
    record.pk, record._state.adding = None, True
    for field, value in (("key", f"en-til-{number}"), ("number", number)):
        if hasattr(record, field):
            setattr(record, field, value)
    record.save(force_insert=True)


@pytest.mark.parametrize("label", [label for label in PAGES if label != "accounts.User"])
def test_a_list_takes_as_many_queries_for_more_rows(staff_client, companies, label):
    key = PAGES[label][1]
    choose(staff_client, Controller.objects.get(key=key))
    path = address(label, "changelist")
    staff_client.get(path)
    rows, before = owned(label, key).count(), queries(staff_client, path)
    for number in (8, 9):
        another(owned(label, key).first(), number)
    assert queries(staff_client, path) == before
    assert staff_client.get(path).context["cl"].result_count == rows + 2


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_the_list_of_policies_says_what_is_published(staff_client):
    company = make_company()
    make_version(make_policy(company, "kunder"), 3)
    make_policy(company, "ansatte")
    rows = staff_client.get(address("policies.Policy", "changelist")).context["cl"].result_list
    shown = admin.site.get_model_admin(Policy).state
    assert {row.key: shown(row) for row in rows} == {
        "kunder": "Publisert, versjon 3",
        "ansatte": "Ikke publisert",
    }


@pytest.mark.parametrize("kind", ["controller", "policy"])
def test_a_page_links_to_what_the_public_sees(staff_client, kind):
    policy = make_policy(make_company())
    shown = {"controller": policy.controller, "policy": policy}[kind]
    path = address(f"policies.{kind}", "change", shown.pk)
    link = f'<a href="{shown.get_absolute_url()}" class="viewsitelink">'
    assert staff_client.get(path).content.decode().count(link) == 0
    make_version(policy)
    assert staff_client.get(path).content.decode().count(link) == 1


def test_every_kind_of_record_is_called_by_a_word_with_its_gender():
    records = {model for model in admin.site._registry if model._meta.app_label == "policies"}
    below = {
        inline.model for options in admin.site._registry.values() for inline in options.inlines
    }
    assert set(THE) == records | below
    assert set(NEW) == (records | below) - {PolicyVersion}
    assert [str(text) for text in NEW.values() if not str(text).startswith("Legg til ")] == []


def test_the_list_s_button_says_it_too(staff_client):
    make_company()
    page = staff_client.get(address("policies.Assertion", "changelist"))
    assert text(page).count("Legg til et utsagn") == 1
