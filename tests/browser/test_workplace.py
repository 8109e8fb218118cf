"""What a redaktør meets: every staff page by axe-core, and a day's work in the register."""

import pytest
from django.urls import reverse

from policies.models import (
    Controller,
    Policy,
    ProcessingActivity,
    Purpose,
    Recipient,
    RetentionRule,
    Website,
)
from tests.browser.quiet import leaving, settle
from tests.browser.test_public_pages import faults
from tests.policies.models.factories import make_member

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


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_staff_pages_have_no_accessibility_faults_and_fit_a_phone(desk, width, scheme):
    activity = ProcessingActivity.objects.filter(controller__key="eksempelbutikken").first()
    change = reverse("admin:policies_processingactivity_change", args=[activity.pk])
    paths = [
        "/admin/",
        "/admin/virksomheter/",
        "/admin/historikk/",
        "/admin/sok/",
        "/admin/sok/?q=statistikk",
        "/admin/sok/?q=og&slag=purpose",
        "/admin/sok/?q=finnesikke",
        "/admin/logg/",
        "/admin/logg/?fra=feil",
        "/admin/medlemmer/",
        "/admin/medlemmer/inviter/",
        f"/admin/medlemmer/{make_member('ola@eksempel.no', 'eksempelbutikken').pk}/",
        "/admin/virksomheter/flex/slett/",
        "/admin/slettede-virksomheter/",
        "/admin/accounts/user/",
        "/admin/finnes-ikke/",
        "/admin/policies/recipient/",
        "/admin/policies/recipient/add/",
        change,
        change.replace("change", "history"),
    ]
    found = {}
    page = desk("/admin/", width, color_scheme=scheme)
    base = page.url.split("/admin/")[0]
    for path in paths:
        page.goto(base + path)
        settle(page)
        # All of it in sight: what the save bar covers now, it won't when one scrolls.
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height})
        found[path] = faults(page)
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert {where: what for where, what in found.items() if what} == {}


def test_the_register_is_searched_with_the_keyboard_alone(desk):
    page = desk("/admin/historikk/")
    page.keyboard.press("Control+k")
    assert page.locator(":focus").get_attribute("id") == "search-box"
    page.keyboard.type("bokfør")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/sok/?q=bokf*")
    page.keyboard.press("Control+k")
    for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("Tab", 1)):
        page.keyboard.press(key)
        href = page.locator(".search-hits a").nth(place).get_attribute("href")
        assert page.locator(":focus").get_attribute("href") == href
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/policies/retentionrule/*/change/#id_law_reference")
    assert page.locator("#id_law_reference").input_value() == "bokføringsloven § 13"


# Each form with a field, and what is wrong in it.
FORMS = {
    ProcessingActivity: ("name", ""),
    Recipient: ("name", ""),
    Website: ("host", "https://"),
    Policy: ("title", ""),
    Controller: ("email", "feil"),
}


NARROW = (ProcessingActivity, Website, Controller)
WIDE = (ProcessingActivity, Recipient, Policy)


@pytest.mark.parametrize(
    ("width", "scheme", "models"), [(360, "light", NARROW), (1280, "dark", WIDE)]
)
def test_forms_have_no_accessibility_faults_empty_filled_and_wrong(desk, width, scheme, models):
    page = desk("/admin/", width, color_scheme=scheme)
    base, found = page.url.split("/admin/")[0], {}
    for model in models:
        field, wrong = FORMS[model]
        name = model._meta.model_name
        mine = {"key" if model is Controller else "controller__key": "eksempelbutikken"}
        record = model._default_manager.filter(**mine).first()
        change = reverse(f"admin:policies_{name}_change", args=[record.pk])
        for state, path in (("empty", f"/admin/policies/{name}/add/"), ("filled", change)):
            page.goto(base + path)
            settle(page)
            found[name, state] = faults(page)
        page.locator(f"#id_{field}").fill(wrong)
        page.get_by_role("button", name="Lagre", exact=True).click()
        page.locator("#faults:focus").wait_for()
        found[name, "wrong"] = faults(page)
        page.locator("#faults a").first.click()
        assert page.locator(":focus").get_attribute("id") == f"id_{field}"
        assert page.title().startswith("Feil: ")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
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
    assert "endret dette mens du skrev" in page.locator("#faults").inner_text()
    assert page.get_by_label("Poststed").first.input_value() == "Byen"
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    company.refresh_from_db()
    assert (company.city, company.phone) == ("Byen", "+47 22 39 69 00")


def tab_to(page, target):
    """Press Tab until the target has the focus, as one without a mouse does."""
    for _press in range(300):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"Tab doesn't lead to {target}")


def follow(page, name):
    """Tab to a link or button, and press Enter."""
    tab_to(
        page,
        page.locator("a, button, input[type=submit]")
        .and_(
            page.get_by_role("link", name=name, exact=True).or_(
                page.get_by_role("button", name=name, exact=True)
            )
        )
        .first,
    )
    with leaving(page):
        page.keyboard.press("Enter")


def write(page, label, text):
    """Tab to a field, and write in it in place of what stood there."""
    tab_to(page, page.get_by_label(label, exact=True).first)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def search_for(page, text, hit):
    """Search the register, and open a hit."""
    page.keyboard.press("Control+k")
    page.locator("#search-box:focus").wait_for()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/sok/?q=*")
    follow(page, hit)
    page.wait_for_url("**/change/#*")


def save(page):
    follow(page, "Lagre")
    return page.locator(".messagelist .success").inner_text()


def test_a_day_at_the_desk_with_the_keyboard_alone_on_a_phone(desk):
    """From nothing to an activity, a rule, a recipient abroad and a cookie; and undone again."""
    page = desk("/admin/", 360)
    follow(page, "Behandlinger")
    follow(page, "Legg til en behandling")
    page.locator("#id_name:focus").wait_for()
    page.keyboard.type("Kundekveld")
    tab_to(page, page.get_by_role("checkbox", name="navn", exact=True).first)
    page.keyboard.press("Space")
    write(page, "Formål:", "invitere deg til kundekveld")
    tab_to(page, page.locator("[name=purposes-0-legal_basis]:checked"))
    page.keyboard.press("ArrowDown")
    assert "Lagret" in save(page)
    purpose = Purpose.objects.get(text="invitere deg til kundekveld")
    assert purpose.legal_basis == "6-1-a"
    assert purpose.activity.data_uses.get().items == ["navn"]

    search_for(page, "avmelding", "30 dager etter avmelding")
    write(page, "Tid:", "2 måneder")
    changed = page.locator(".draft-page .changed", has_text="2 måneder etter avmelding")
    changed.first.wait_for()
    assert "Lagret" in save(page)
    assert page.get_by_label("Tid:", exact=True).input_value() == "2 måneder"
    rule = RetentionRule.objects.get(period="P2M", starts_from="avmelding")

    follow(page, "Hjem")
    follow(page, "Mottakere")
    follow(page, "Legg til en mottaker")
    page.locator("#id_name:focus").wait_for()
    page.keyboard.type("Invitasjon Example Ltd.")
    tab_to(page, page.get_by_label("Land:", exact=True))
    page.keyboard.type("Storb")
    assert "Lagret" in save(page)
    assert Recipient.objects.get(name="Invitasjon Example Ltd.").country == "GB"

    search_for(page, "handlekurv", "handlekurv")
    assert page.locator("#id_cookies-0-name").input_value() == "handlekurv"

    follow(page, "Hjem")
    follow(page, "Hele historikken")
    undo = page.get_by_role("link", name="Angre: ").filter(visible=True)
    tab_to(page, undo.and_(page.locator("[aria-label*='lagringsregel']")).first)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Dette settes tilbake").wait_for()
    follow(page, "Angre endringen")
    rule.refresh_from_db()
    assert rule.period == "P30D"


def test_a_phone_and_the_keyboard_are_enough(desk):
    """Tick data, write one's own, make a recipient in place, and end the activity again."""
    page = desk("/admin/policies/processingactivity/add/", 360)
    page.get_by_label("Navn:", exact=True).fill("Kundekveld")
    page.get_by_role("checkbox", name="navn", exact=True).first.focus()
    page.keyboard.press("Space")
    page.get_by_label("Andre opplysninger, én på hver linje:").first.fill("matallergi")
    page.locator("details.new summary").last.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Navn på den nye mottakeren:").last.fill("Kjøkkenet AS")
    page.get_by_label("Hva de gjør for dere:").last.fill("lager maten")
    page.get_by_role("button", name="Lagre", exact=True).press("Enter")
    page.locator(".messagelist .success").wait_for()
    made = ProcessingActivity.objects.get(name="Kundekveld")
    assert made.data_uses.get().items == ["navn", "matallergi"]
    assert made.disclosures.get().recipient.name == "Kjøkkenet AS"
    change = reverse("admin:policies_processingactivity_change", args=[made.pk])
    page.goto(page.url.split("/admin/")[0] + change)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("link", name="Avslutt").press("Enter")
    page.get_by_role("button", name="Avslutt").press("Enter")
    page.get_by_role("link", name="Ta i bruk igjen").wait_for()
    made.refresh_from_db()
    assert made.status == "ended"
