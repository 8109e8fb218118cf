"""Takes the pictures that the documentation shows (script/pictures)."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
EMAIL, PASSWORD = "demo@personvernhub.example", "demo"
SHOP = "/eksempelbutikken/personvern"


def main(base: str) -> None:
    """Take each picture at the size that it is shown in."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1180, "height": 820})
        visitor(page, base)
        staff(page, base)
        phone = browser.new_page(viewport={"width": 360, "height": 740})
        phone.goto(f"{base}{SHOP}/#mottakere")
        phone.screenshot(path=HERE / "telefon.png")
        first_page_of_pdf(page, base)
        browser.close()


def visitor(page: Page, base: str) -> None:
    """Take what the visitor sees."""
    page.goto(f"{base}/")
    page.screenshot(path=HERE / "forside.png")
    page.goto(f"{base}{SHOP}/")
    page.screenshot(path=HERE / "erklaering.png")


def staff(page: Page, base: str) -> None:
    """Take what the redaktør sees, from signing in to publishing."""
    page.goto(f"{base}/admin/")
    page.screenshot(path=HERE / "logg-inn.png")
    page.get_by_label("E-postadresse").fill(EMAIL)
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_label("Passord").press("Enter")
    choose(page, base, "Eksempelbutikken AS")
    page.screenshot(path=HERE / "register.png")
    page.goto(f"{base}/admin/protokoll/")
    page.screenshot(path=HERE / "protokoll.png")
    page.goto(f"{base}/admin/policies/processingactivity/?q=nyhetsbrev")
    page.get_by_role("link", name="Nyhetsbrev", exact=True).click()
    page.get_by_label("Navn", exact=False).first.wait_for()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator(".draft-page [data-record]").first.wait_for()
    page.get_by_label("Formål:").first.fill("sende deg nyhetsbrevet hver måned")
    page.locator(".draft-page .changed").first.wait_for()
    page.screenshot(path=HERE / "behandling.png")
    page.on("dialog", lambda dialog: dialog.accept())
    page.set_viewport_size({"width": 1180, "height": 820})
    choose(page, base, "Flex AS")
    page.goto(f"{base}/admin/policies/controller/")
    page.get_by_label("Poststed").first.fill("Bodø")
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    page.goto(f"{base}/admin/historikk/")
    page.screenshot(path=HERE / "historikk.png")
    page.goto(f"{base}/admin/policies/policy/")
    page.get_by_role("link", name="Personvernerklæring for Flex AS").click()
    page.get_by_role("link", name="Publiser", exact=True).click()
    page.get_by_label("Hva er nytt?").wait_for()
    page.screenshot(path=HERE / "publiser.png")


def choose(page: Page, base: str, company: str) -> None:
    """Work on a company."""
    page.goto(f"{base}/admin/virksomheter/")
    page.get_by_role("button", name=company).click()
    page.locator(".front").wait_for()


def first_page_of_pdf(page: Page, base: str) -> None:
    """Take the first page of the PDF, as pdftoppm draws it."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(page.request.get(f"{base}{SHOP}.pdf").body())
        file.flush()
        target = str(HERE / "pdf")
        command = ["pdftoppm", "-r", "70", "-f", "1", "-singlefile", "-png", file.name, target]
        subprocess.run(command, check=True)  # noqa: S603 - our own file


if __name__ == "__main__":
    main(sys.argv[1])
