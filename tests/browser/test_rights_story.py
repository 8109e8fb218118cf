"""The whole story of a request: asked for, searched, extended, answered by two, read, closed."""

import re

import pytest
from django.core.cache import cache

from rights_requests import terms as t
from rights_requests.models import Case
from tests.accounts.conftest import inbox  # noqa: F401 - a fixture
from tests.browser.test_public_pages import faults
from tests.policies.models.factories import make_member

pytestmark = pytest.mark.browser
SHOP = "eksempelbutikken"


class Window:
    """Somebody's browser window, and what axe says of the pages that they meet."""

    def __init__(self, page):
        self.page = page
        self.found = []

    def look(self):
        self.found += faults(self.page)

    def text(self):
        return self.page.locator("main, #content").first.inner_text()


class Visitor(Window):
    """The one who asks."""

    def ask(self):
        for words in ("Se hvilke opplysninger", "Slette opplysninger"):
            self.page.get_by_label(re.compile(words)).first.check()
        self.page.get_by_label("Navn", exact=True).fill("Per Hansen")
        self.page.get_by_label("E-post", exact=True).fill("per@eksempel.no")
        self.page.get_by_role("button", name="Se over").click()
        self.page.get_by_role("button", name="Send", exact=True).click()
        self.page.get_by_role("heading", name="Vi har fått henvendelsen din").wait_for()

    def confirm(self, mails):
        self.page.goto(self.page.url.split(f"/{SHOP}")[0] + mails.link())
        self.page.get_by_role("button", name="Bekreft").click()
        self.page.get_by_role("heading", name="Adressen er bekreftet").wait_for()

    def read(self, reference, mails):
        self.page.get_by_role("link", name="Følg henvendelsen").click()
        self.page.get_by_label("Referanse").fill(reference)
        self.page.get_by_role("button", name="Send engangskode").click()
        self.page.locator("#id_code").fill(re.search(r"Koden er (\d{6})", mails.last()[2])[1])
        self.page.locator("#id_code").press("Enter")
        self.page.wait_for_url("**/henvendelse/sak/")
        self.look()
        return self.text()


class Desk(Window):
    """A case worker at a case's page."""

    def open(self, reference):
        self.page.goto(self.page.url.split("/admin/")[0] + "/admin/henvendelser/")
        self.look()
        self.page.get_by_role("link", name=reference).click()
        self.look()

    def do(self, slug, row=None, **written):
        """Fill in a form of the page, or of a row on it, send it, and fail if it isn't taken."""
        form = self.page.locator(f'form[action$="/{slug}/"]')
        if row is not None:
            form = form.filter(has=self.page.locator(f'[name="row"][value="{row.pk}"]'))
        for folded in form.locator("xpath=ancestor::details[not(@open)]").all():
            folded.locator("summary").first.click()
        for name, value in written.items():
            field = form.locator(f'[name="{name}"]')
            kind = field.first.evaluate("e => e.type")
            if kind == "select-one":
                field.select_option(value)
            elif kind == "checkbox":
                for box in field.all():
                    box.check()
            else:
                field.fill(value)
        form.locator("input[type=submit]").click()
        self.page.wait_for_load_state()
        assert self.page.locator(".errornote li").all_inner_texts() == [], slug

    def do_tasks(self, tasks, result):
        """Answer every task that is left."""
        for task in tasks.filter(result=None):
            self.do("oppgave", task, result=result)


@pytest.fixture
def desk(open_page):
    """Return what signs a case worker in."""

    def opened(email):
        make_member(email, SHOP, roles=("case-worker",))
        page = open_page("/admin/login/")
        page.get_by_label("E-postadresse").fill(email)
        page.get_by_label("Passord").fill("hemmelig")
        page.get_by_label("Passord").press("Enter")
        page.wait_for_selector(".front")
        return Desk(page)

    return opened


def test_a_request_from_the_form_to_the_answer(six_companies, open_page, desk, inbox):  # noqa: F811
    cache.clear()
    visitor = Visitor(open_page(f"/{SHOP}/rettigheter/", 360))
    visitor.ask()
    visitor.confirm(inbox)
    case = Case.objects.get()
    first_due = case.due_on
    kari, ola = desk("kari@flex.no"), desk("ola@flex.no")

    kari.open(case.reference)
    kari.do("start")
    kari.do("foresla-sok", subjects=True)
    assert case.tasks.filter(kind_of=t.TaskKind.SEARCH).count() >= 2
    kari.do("oppgave-spurt", case.tasks.first())
    kari.do_tasks(case.tasks, "found")
    kari.do("forleng", reason="Vi må søke i mange systemer.")
    case.refresh_from_db()
    assert case.due_on > first_due
    assert inbox.last()[1] == "Ny svarfrist"
    access, erasure = case.demands.order_by("right")
    kari.do("avgjor", access, outcome="granted")
    about = {"ground": "17-3-b", "reason": "Faktura beholdes (bokføringsloven § 13)."}
    kari.do("avgjor", erasure, outcome="partial", **about)
    written = kari.page.locator('form[action$="/utkast/"] textarea').input_value()
    kari.do("utkast", text=written.replace("{kopi}", "Navn: Per Hansen. Postnummer: 0001."))
    kari.do("til-godkjenning")
    kari.look()
    assert kari.page.locator('form[action$="/send/"]').count() == 0

    ola.open(case.reference)
    ola.do("send", checked=True)
    answer = visitor.read(case.reference, inbox)
    assert "Svaret er klart." in answer
    for said in (
        "bokføringsloven § 13",
        "klage til Datatilsynet",
        "Formål: ta imot bestillingen din",
    ):
        assert said in answer, said

    kari.page.reload()  # answered: out of the queue, with those to tell left
    kari.do_tasks(case.tasks, "done")
    kari.do("lukk")
    case.refresh_from_db()
    assert (case.state, case.tasks.filter(result=None).count()) == (t.State.CLOSED, 0)
    assert visitor.found + kari.found + ola.found == []
