"""What a visitor meets: every public page, by eye, keyboard, narrow, dark, without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.quiet import settle
from tests.conftest import COMPANIES

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATHS = ["/", *(f"/{key}/personvern/" for key in COMPANIES), "/finnes/ikke/", "/admin/login/"]


def faults(page) -> list[str]:
    """Return what axe-core finds, a line each."""
    # Of what passed one example each: all of it is megabytes for a large form.
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options)
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


def test_pages_have_no_accessibility_faults(six_companies, open_page):
    found = {}
    for path in PATHS:
        for width, scheme in ((360, "light"), (1280, "dark")):
            page = open_page(path, width, color_scheme=scheme)
            found[path, width] = faults(page)
            page.context.close()
    assert {where: what for where, what in found.items() if what} == {}


def test_pages_fit_a_phone_and_set_no_cookie(six_companies, open_page):
    for path in PATHS[:-1]:
        page = open_page(path, 360)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert page.context.cookies() == [], path
        page.context.close()


def test_page_asks_nobody_else_for_anything(six_companies, open_page, live_server):
    asked = []
    page = open_page("/")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/ntc/personvern/")
    settle(page)
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    assert len(asked) > 3


def test_table_becomes_cards_on_a_phone(six_companies, open_page):
    page = open_page("/ntc/personvern/", 360)
    row = page.locator('tr[data-record="recipient/bitpro"]')
    assert row.locator("th").evaluate("e => getComputedStyle(e).display") == "block"
    label = row.locator("td").nth(0).evaluate("e => getComputedStyle(e, '::before').content")
    assert label == '"Hva de gjør for oss"'


def test_page_is_read_and_walked_by_keyboard_without_script(six_companies, open_page):
    page = open_page("/", 360, java_script_enabled=False)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Hopp til innholdet"
    page.get_by_role("link", name="Personvernerklæring for NTC").press("Enter")
    page.wait_for_url("**/ntc/personvern/")
    contents = page.locator("details.toc summary")
    contents.press("Enter")
    page.locator("details.toc a", has_text="Rettighetene dine").press("Enter")
    assert page.url.endswith("#rettigheter")
    page.get_by_role("link", name="Last ned som PDF").focus()
    assert page.locator(":focus").get_attribute("href") == "/ntc/personvern.pdf"


def test_missing_page_leads_back(six_companies, open_page):
    page = open_page("/finnes/ikke/")
    assert page.locator("h1").inner_text() == "Vi fant ikke siden"
    page.get_by_role("link", name="Se alle personvernerklæringer").click()
    assert page.locator("h1").inner_text() == "Personvernerklæringer"
    assert page.locator(".policies li").count() == len(COMPANIES)


def test_staff_edit_and_publish_and_visitors_see_it(six_companies, staff, open_page):
    """The main job: a redaktør corrects a fact, publishes, and the page says it."""
    page = open_page("/admin/")
    page.get_by_label("E-postadresse").fill("KARI@eksempel.no")
    page.get_by_label("Passord").fill("hemmelig")
    page.get_by_label("Passord").press("Enter")
    page.get_by_role("link", name="Bytt").click()
    page.get_by_role("button", name="Flex AS").click()
    page.get_by_role("link", name="Om virksomheten", exact=True).first.click()
    page.get_by_label("Poststed").first.fill("Bodø")
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.get_by_role("link", name="Personvernerklæringer", exact=True).first.click()
    page.get_by_role("link", name="Personvernerklæring for Flex AS").click()
    page.get_by_role("link", name="Forhåndsvis").click()
    assert "Postadresse: Bodø" in page.locator("article").inner_text()
    page.get_by_role("link", name="Tilbake til redigering").click()
    page.get_by_role("link", name="Publiser", exact=True).click()
    page.get_by_label("Hva er nytt?").fill("Vi har ført opp poststedet.")
    page.get_by_role("button", name="Publiser versjon 2").click()
    assert "Versjon 2 er publisert" in page.locator(".messagelist").inner_text()
    page.get_by_role("link", name="/flex/personvern/").click()
    text = page.locator("article").inner_text()
    assert "Versjon 2" in text
    assert "Postadresse: Bodø" in text
