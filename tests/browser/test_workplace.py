"""What a redaktør meets: every staff page by axe-core, and a day's work in the register."""

import pytest
from django.urls import reverse

from policies.models import Controller, Cookie, ProcessingActivity, Purpose
from tests.browser.test_public_pages import faults

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(six_companies, staff, open_page):
    """Return a page of the admin where Kari has signed in and works on the example shop."""

    def opened(path: str = "/admin/", width: int = 1280, **options):
        page = open_page("/admin/login/", width, **options)
        page.get_by_label("E-postadresse").fill("kari@eksempel.no")
        page.get_by_label("Passord").fill("hemmelig")
        page.get_by_label("Passord").press("Enter")
        page.get_by_role("link", name="Bytt").click()
        page.get_by_role("button", name="Eksempelbutikken AS").press("Enter")
        page.wait_for_selector(".front")
        page.goto(page.url.split("/admin/")[0] + path)
        return page

    return opened


def test_staff_pages_have_no_accessibility_faults_and_fit_a_phone(desk):
    activity = ProcessingActivity.objects.filter(controller__key="eksempelbutikken").first()
    change = reverse("admin:policies_processingactivity_change", args=[activity.pk])
    paths = [
        "/admin/",
        "/admin/virksomheter/",
        "/admin/historikk/",
        "/admin/policies/recipient/",
        "/admin/policies/recipient/add/",
        change,
        change.replace("change", "history"),
    ]
    found = {}
    for width, scheme in ((360, "light"), (1440, "dark")):
        page = desk("/admin/", width, color_scheme=scheme)
        base = page.url.split("/admin/")[0]
        for path in paths:
            page.goto(base + path)
            page.wait_for_load_state("networkidle")
            found[path, width] = faults(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert {where: what for where, what in found.items() if what} == {}


def test_page_beside_the_form_follows_what_is_typed_and_keeps_nothing(desk):
    purpose = Purpose.objects.get(controller__key="eksempelbutikken", text="sende deg nyhetsbrevet")
    page = desk(
        reverse("admin:policies_processingactivity_change", args=[purpose.activity_id]), 1440
    )
    page.locator(".draft-page [data-record]").first.wait_for()
    page.get_by_label("Formål:").first.fill("sende deg brevet hver uke")
    changed = page.locator(".draft-page .changed", has_text="sende deg brevet hver uke")
    changed.first.wait_for()
    assert Purpose.objects.get(pk=purpose.pk).text == "sende deg nyhetsbrevet"
    changed.first.click()
    assert page.locator(":focus").get_attribute("name").startswith("purposes-0-")


def test_typed_text_comes_back_after_signing_in_again(desk):
    company = Controller.objects.get(key="eksempelbutikken")
    path = reverse("admin:policies_controller_change", args=[company.pk])
    page = desk(path)
    page.get_by_label("Poststed").first.press_sequentially("ved elva")
    page.context.clear_cookies()
    page.get_by_role("button", name="Lagre", exact=True).click()
    if "logg-inn" not in page.url:  # the page says that the form is too old
        page.goto(page.url.split("/admin/")[0] + path)
    page.get_by_label("E-postadresse").fill("kari@eksempel.no")
    page.get_by_label("Passord").fill("hemmelig")
    page.get_by_label("Passord").press("Enter")
    page.locator(".typed-notice:not([hidden])").wait_for()
    assert "ved elva" in page.get_by_label("Poststed").first.input_value()


def test_two_on_one_record_are_told_of_each_other(desk):
    company = Controller.objects.get(key="eksempelbutikken")
    page = desk(reverse("admin:policies_controller_change", args=[company.pk]))
    page.get_by_label("Poststed").first.fill("Byen")
    Controller.objects.filter(pk=company.pk).update(phone="+47 22 39 69 00")
    page.get_by_role("button", name="Lagre", exact=True).click()
    assert "endret dette mens du skrev" in page.locator(".errorlist").first.inner_text()
    assert page.get_by_label("Poststed").first.input_value() == "Byen"
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    company.refresh_from_db()
    assert (company.city, company.phone) == ("Byen", "+47 22 39 69 00")


def test_a_day_at_the_desk(desk):
    """From nothing to a page that says it, and back."""
    page = desk("/admin/policies/processingactivity/add/")
    base = page.url.split("/admin/")[0]
    page.get_by_label("Navn:").first.fill("Kundekveld")
    page.locator("#purposes-group .add-row a").click()
    page.get_by_label("Formål:").first.fill("invitere deg til kundekveld")
    page.get_by_label("Samtykke. Dere gjør dette bare hvis personen har sagt ja.").first.check()
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    page.goto(f"{base}/admin/policies/retentionrule/?q=nyhetsbrev")
    page.locator("#result_list tbody th a").first.click()
    page.locator("#id_period").fill("2 år")
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    assert page.locator("#id_period").input_value() == "P2Y"
    page.goto(f"{base}/admin/policies/recipient/add/")
    page.get_by_label("Navn:").first.fill("Invitasjon Example Ltd.")
    page.locator("#id_country").select_option("GB")
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    assert Cookie.objects.filter(controller__key="eksempelbutikken", name="kurv").count() <= 1
    page.goto(f"{base}/admin/historikk/")
    assert "Invitasjon Example Ltd." in page.locator("#content").inner_text()
