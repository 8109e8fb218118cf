"""Every page of the admin opens, says its Norwegian name, and asks the database little."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policies.models import Policy
from tests.policies.admin.sending import heading
from tests.policies.models.factories import make_version

COMPANIES = ("ntc", "finmug", "allprofil")
# By model: its name in the singular, and something to search for with how many rows it finds.
PAGES = {
    "accounts.User": ("bruker", "kari", 1),
    "policies.Assertion": ("utsagn", "IP-adresse", 2),
    "policies.Controller": ("virksomhet", "profil", 2),
    "policies.Cookie": ("informasjonskapsel", "trafikk", 1),
    "policies.DataSource": ("kilde", "registrerer", 1),
    "policies.DataUse": ("opplysninger", "fakturaadresse", 2),
    "policies.Disclosure": ("utlevering", "bitpro", 1),
    "policies.DisclosureCondition": ("vilkår for utlevering", "domstoler", 1),
    "policies.Party": ("person eller part", "niskanen", 1),
    "policies.Policy": ("personvernerklæring", "ntc", 1),
    "policies.PolicyVersion": ("publisert versjon", "finmug", 1),
    "policies.ProcessingActivity": ("behandling", "kundehenvendelser", 1),
    "policies.Purpose": ("formål", "fakturere", 1),
    "policies.Recipient": ("mottaker", "bdo", 1),
    "policies.RetentionRule": ("lagringsregel", "foreldelsesfristen", 1),
    "policies.SecurityMeasure": ("sikkerhetstiltak", "passord", 1),
    "policies.SourceDocument": ("kildedokument", "ntc", 1),
    "policies.System": ("system", "best salg", 1),
    "policies.Term": ("kategori", "kunder", 4),
    "policies.Website": ("nettsted", "ntcprofil.no", 1),
}
EVERY = pytest.mark.parametrize("label", PAGES)


def address(label, page, *args):
    return reverse(f"admin:{label.lower().replace('.', '_')}_{page}", args=args)


@pytest.fixture
def companies(load_company):
    load_company(*COMPANIES)
    for policy in Policy.objects.all():
        make_version(policy)


def test_every_model_stands_in_the_table():
    assert {model._meta.label for model in admin.site._registry} == set(PAGES)


@EVERY
def test_the_list_shows_every_row_and_searches(staff_client, companies, label):
    name, words, found = PAGES[label]
    page = staff_client.get(address(label, "changelist"))
    verb = "å se" if label == "policies.PolicyVersion" else "du ønsker å endre"
    assert heading(page) == f"Velg {name} {verb}"
    assert page.context["cl"].result_count == apps.get_model(label).objects.count()
    searched = staff_client.get(address(label, "changelist"), {"q": words})
    assert searched.context["cl"].result_count == found


@EVERY
def test_the_page_of_a_record_says_its_kind_and_name(staff_client, companies, label):
    record = apps.get_model(label).objects.last()
    page = staff_client.get(address(label, "change", record.pk))
    verb = "Se" if label == "policies.PolicyVersion" else "Endre"
    assert heading(page) == f"{verb} {PAGES[label][0]}"
    assert heading(page, 2) == str(record)


@pytest.mark.parametrize("label", [label for label in PAGES if label != "policies.PolicyVersion"])
def test_the_page_of_a_new_record_says_its_kind(staff_client, label):
    assert heading(staff_client.get(address(label, "add"))) == f"Legg til ny {PAGES[label][0]}"


def test_a_list_takes_as_many_queries_with_three_companies_as_with_one(staff_client, load_company):
    def counted():
        return {label: queries(staff_client, address(label, "changelist")) for label in PAGES}

    make_version(load_company("allprofil"))
    staff_client.get(address("policies.Policy", "changelist"))
    before = counted()
    make_version(load_company("finmug"))
    make_version(load_company("ntc"))
    assert counted() == before


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_the_list_of_policies_says_what_is_published(staff_client, load_company):
    make_version(load_company("ntc"), 3)
    load_company("finmug")
    rows = staff_client.get(address("policies.Policy", "changelist")).context["cl"].result_list
    shown = admin.site.get_model_admin(Policy).state
    assert {row.controller.key: shown(row) for row in rows} == {
        "ntc": "Publisert, versjon 3",
        "finmug": "Ikke publisert",
    }
