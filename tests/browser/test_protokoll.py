"""Two clicks from signing in to the record, and the pages by axe-core at both widths."""

import json

import pytest
from django.urls import reverse

from policies.models import Controller, Recipient
from tests.browser.test_public_pages import faults
from tests.policies.models.factories import make_job, make_member

pytestmark = pytest.mark.browser
KEY = "finmug"


@pytest.fixture
def desk(six_companies, settings, open_page):
    """Return a page where a personvernansvarlig has just signed in."""
    settings.EXPORTS_APART = False
    make_member("pia@eksempel.no", KEY, roles=["approver"])

    def opened(width=1280, **options):
        page = open_page("/admin/login/", width, **options)
        page.get_by_label("E-postadresse").fill("pia@eksempel.no")
        page.get_by_label("Passord").fill("hemmelig")
        page.get_by_label("Passord").press("Enter")
        page.wait_for_selector(".front")
        return page

    return opened


@pytest.mark.parametrize("javascript", [True, False])
def test_record_is_two_clicks_from_signing_in(desk, javascript):
    page = desk(java_script_enabled=javascript)
    page.get_by_role("link", name="Protokoll og tilsynspakke").click()
    with page.expect_download() as found:
        page.get_by_role("button", name="JSON", exact=True).click()
    assert json.loads(found.value.path().read_text())["virksomhet"]["adresse"] == KEY


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_have_no_accessibility_faults_and_fit_a_phone(desk, width):
    page = desk(width)
    site = page.url.split("/admin/")[0]
    company = Controller.objects.get(key=KEY)
    member = company.memberships.get().user
    recipient = Recipient.objects.filter(controller=company).first()
    paths = [
        "/admin/protokoll/",
        "/admin/protokoll/?dag=feil",
        "/admin/protokoll/?ark=mottakere&behandlinger=alle",
        "/admin/sletteliste/",
        reverse("admin:recipient-touches", args=[recipient.pk]),
        *(
            reverse("admin:protokoll-job", args=[make_job(company, member, state=state).pk])
            for state in ("running", "done", "failed")
        ),
    ]
    for path in paths:
        page.goto(site + path)
        assert faults(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, path


def test_bar_moves_and_the_file_appears_when_it_is_made(desk):
    page = desk()
    company = Controller.objects.get(key=KEY)
    job = make_job(company, company.memberships.get().user, state="running", done=1, parts=4)
    page.goto(page.url.split("/admin/")[0] + reverse("admin:protokoll-job", args=[job.pk]))
    assert page.get_by_role("progressbar").get_attribute("value") == "1"
    job.done = 3
    job.save()
    page.wait_for_selector("text=Del 3 av 4 er ferdig.")
    job.state = "done"
    job.save()
    page.get_by_role("button", name="Last ned protokoll.json").wait_for()
