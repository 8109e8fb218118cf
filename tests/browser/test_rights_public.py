"""A visitor uses their rights: by keyboard alone, on a phone, from the form to the case page."""

import re

import pytest
from django.core.cache import cache

from policies.document.terms import Origin
from policies.models import Controller
from rights_requests import actions
from rights_requests.models import Case
from tests.accounts.conftest import inbox  # noqa: F401 - a fixture
from tests.browser.test_public_pages import faults
from tests.browser.test_signin import Looks

pytestmark = pytest.mark.browser
FORM = "/eksempelbutikken/rettigheter/"
PHONE = {"width": 360, "height": 740}


@pytest.fixture(autouse=True)
def fresh(six_companies):
    cache.clear()


class Visitor:
    """Somebody on a phone without a mouse, and what is wrong with what they meet."""

    def __init__(self, page):
        self.page, self.refused = page, []
        self.looks = Looks(page)
        page.on("console", self._hear)

    def _hear(self, line):
        if "Policy" in line.text:
            self.refused.append(line.text)

    def look(self):
        """Judge the page at both widths, and go back to the phone."""
        self.looks()
        self.page.set_viewport_size(PHONE)
        self.page.emulate_media(color_scheme="light")

    def go_to(self, words):
        """Press Tab until what is called so has the focus."""
        name = "(e => e.labels?.[0]?.innerText || e.innerText || e.value)(document.activeElement)"
        for _ in range(60):
            self.page.keyboard.press("Tab")
            if words in (self.page.evaluate(name) or ""):
                return
        pytest.fail(f"No way to «{words}» by Tab")

    def write(self, words, text):
        self.go_to(words)
        self.page.keyboard.type(text)

    def touch(self, words, key):
        """Press a key on what leads to no other page."""
        self.go_to(words)
        self.page.keyboard.press(key)

    def press(self, words):
        """Press Enter on what leads to another page."""
        self.go_to(words)
        self.enter_to_next()

    def enter_to_next(self):
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    @property
    def heading(self):
        return self.page.locator("h1").inner_text()

    def meet_faults(self):
        """Send the form empty, and be led to what is missing."""
        self.press("Se over")
        assert self.page.title().startswith("Feil: ")
        assert self.page.evaluate("document.activeElement.id") == "faults"
        self.look()
        self.page.locator("#faults").focus()
        self.touch("Velg minst én ting du vil.", "Enter")

    def ask(self):
        """Ask for access and erasure, and leave out a birth number when told of it."""
        self.page.keyboard.press("Space")
        self.touch("Slette opplysninger", "Space")
        self.write("Navn", "Per Hansen")
        self.write("E-post", "per@eksempel.no")
        self.write("Med egne ord", "Jeg er 151086 95088.")
        self.press("Se over")
        assert "fødselsnummer" in self.page.locator("#faults").inner_text()
        self.look()
        self.press("Fjern det")
        assert self.heading == "Se over før du sender"
        self.look()
        self.press("Endre")
        assert self.page.get_by_label("Med egne ord").input_value() == "Jeg er ."
        self.press("Se over")
        self.press("Send")
        assert self.heading == "Vi har fått henvendelsen din"
        self.look()
        assert self.page.context.cookies() == []

    def confirm(self, path):
        """Confirm the address by the link in the mail; it works once."""
        self.page.goto(path)
        self.look()
        self.press("Bekreft")
        assert self.heading == "Adressen er bekreftet"
        self.look()
        self.page.goto(path)
        assert self.heading == "Lenken virker ikke lenger"
        self.look()
        self.press("Følg henvendelsen")

    def enter(self, reference, mails):
        """Get in by a one-time code, at the second try."""
        self.look()
        self.write("Referanse", reference)
        self.press("Send engangskode")
        self.look()
        for code in ("12345", re.search(r"Koden er (\d{6})", mails.last()[2])[1]):
            self.page.locator("#id_code").focus()
            self.page.keyboard.type(code)
            self.enter_to_next()
            if code == "12345":
                assert self.page.locator("#faults").count() == 1
                self.look()
        self.page.wait_for_url("**/henvendelse/sak/")

    def write_and_withdraw(self):
        self.look()
        self.write("Skriv en melding", "Jeg bodde i Storgata.")
        self.press("Send meldingen")
        assert "Meldingen er sendt." in self.page.locator("main").inner_text()
        self.look()
        self.press("Trekk henvendelsen")
        self.look()
        self.press("Trekk henvendelsen")
        assert "Du har trukket henvendelsen." in self.page.locator(".state").inner_text()
        self.look()


def test_visitor_asks_confirms_and_follows_by_keyboard(open_page, live_server, inbox):  # noqa: F811
    page = open_page("/eksempelbutikken/personvern/", 360)
    visitor = Visitor(page)
    page.locator("#rettigheter ~ .shortcuts a").first.press("Enter")
    page.wait_for_url(f"**{FORM}")
    visitor.look()
    visitor.meet_faults()
    visitor.ask()
    case = Case.objects.get()
    shown = page.locator(".keys code").first.inner_text()
    assert (case.reference, case.state) == (shown, "unconfirmed")
    assert [demand.right for demand in case.demands.all()] == ["access", "erasure"]
    visitor.confirm(live_server.url + inbox.link())
    visitor.enter(shown, inbox)
    assert "Mottatt. Ingen har begynt på den ennå." in page.locator(".state").inner_text()
    (cookie,) = page.context.cookies()
    flags = cookie["path"], cookie["sameSite"], cookie["httpOnly"]
    assert flags == ("/henvendelse/", "Strict", True)
    visitor.write_and_withdraw()
    assert (visitor.looks.wrong(), visitor.refused) == ({}, [])


def test_form_works_without_script_and_asks_nobody_else(open_page, live_server):
    page = open_page(FORM, 360, java_script_enabled=False)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Slippe markedsføring").check()
    page.get_by_role("button", name="Se over").click()
    assert "Feil: " in page.title()
    assert page.locator("#faults:focus").count() == 1
    page.get_by_label("E-post").fill("per@eksempel.no")
    page.get_by_role("button", name="Se over").click()
    page.get_by_role("button", name="Send").click()
    assert page.locator("h1").inner_text() == "Vi har fått henvendelsen din"
    assert [url for url in asked if not url.startswith(live_server.url)] == []


def test_sent_twice_by_a_double_press_is_one_request(open_page):
    page = open_page("/eksempelbutikken/rettigheter/markedsforing/", 360)
    page.get_by_label("E-post").fill("per@eksempel.no")
    page.get_by_role("button", name="Stans markedsføringen").dblclick()
    page.get_by_role("heading", name="Vi har fått henvendelsen din").wait_for()
    assert (Case.objects.count(), page.locator(".keys code").count()) == (1, 2)


def test_pages_that_the_journey_leaves_out_have_no_faults(open_page):
    case, code = actions.receive(
        Controller.objects.get(key="eksempelbutikken"),
        actions.Asked(("access",), name="Per", phone="22 39 69 00"),
    )
    found = {}
    for path in ("/ntc/rettigheter/", "/eksempelbutikken/rettigheter/markedsforing/"):
        for width, scheme in ((360, "dark"), (1280, "light")):
            page = open_page(path, width, color_scheme=scheme)
            for fold in page.locator("details.fold").all():
                fold.evaluate("e => e.open = true")
            found[path, width] = faults(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    page = open_page("/henvendelse/", 360)
    page.get_by_label("Referanse").fill(case.reference)
    page.get_by_label("Koden fra kvitteringen").fill(code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/henvendelse/sak/")
    page.locator("details.fold").evaluate("e => e.open = true")
    found["case"] = faults(page)
    assert {where: what for where, what in found.items() if what} == {}
    assert Controller.objects.get(key="ntc").origin == Origin.REPRODUCED
