"""Where records are too many to list, they are found while one writes: by keyboard, at 360 px."""

import pytest
from django.urls import reverse

from policies.admin import finding
from policies.models import Disclosure, RetentionRule
from tests.browser.quiet import leaving
from tests.browser.test_public_pages import faults
from tests.browser.test_workplace import desk  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def many(monkeypatch):
    """Let two be too many."""
    monkeypatch.setattr(finding, "MANY", 1)


def test_a_record_is_found_by_keyboard_and_saved(desk):  # noqa: F811
    rule = RetentionRule.objects.filter(controller__key="eksempelbutikken", purpose=None).first()
    page = desk(reverse("admin:policies_retentionrule_change", args=[rule.pk]), 360)
    page.locator("#id_purpose-find").press_sequentially("nyhetsbrevet")
    hit = page.locator(".find-hits button").first
    hit.wait_for()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".find-hits").count() == 0
    assert page.locator(":focus").get_attribute("id") == "id_purpose-find"
    with leaving(page):
        page.get_by_role("button", name="Lagre", exact=True).click()
    rule.refresh_from_db()
    assert rule.purpose.text == "sende deg nyhetsbrevet"


def test_one_more_of_several_is_found_and_ticked(desk):  # noqa: F811
    held = Disclosure.objects.filter(controller__key="eksempelbutikken").first()
    other = held.controller.activities.exclude(disclosures=held).first()
    before = set(held.activities.all())
    page = desk(reverse("admin:policies_disclosure_change", args=[held.pk]))
    page.locator("#id_activities-find").press_sequentially(other.name)
    page.locator(".find-hits button").first.click()
    assert page.get_by_label(other.name).is_checked()
    with leaving(page):
        page.get_by_role("button", name="Lagre", exact=True).click()
    assert set(held.activities.all()) == before | {other}
