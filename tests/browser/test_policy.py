"""The strict policies in a real browser: no page asks for what they forbid."""

import pytest
from django.contrib import admin
from django.urls import reverse

from policies.models import Policy, ProcessingActivity
from tests.browser.quiet import settle
from tests.browser.test_workplace import desk  # noqa: F401 - a fixture
from tests.urls import ADDRESSES

pytestmark = pytest.mark.browser
COMPANY = "eksempelbutikken"
# Where a record's company is named, when it isn't by `controller`.
OWNED = {"Controller": "key", "PolicyVersion": "policy__controller__key", "User": None}


def watch(page):
    """Return a list that fills with what the page is refused, and its scripts' faults."""
    found = []

    def heard(said):
        if said.type in {"error", "warning"} and "Failed to load resource" not in said.text:
            found.append(said.text)

    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", heard)
    return found


def asked_amiss(page, paths):
    """Open each address, use what is on it, and return what the browser refused or warned of."""
    base, heard, found = "/".join(page.url.split("/")[:3]), watch(page), {}
    for path in paths:
        _use(page, base + path)
        if heard:
            found[path] = [*heard]
        heard.clear()
    return found


def _use(page, url):
    page.goto(url)
    settle(page)
    for link in page.locator(".add-row a, .datetimeshortcuts a").all()[:12]:
        link.dispatch_event("click")


def staff_addresses():
    """Return the list, the add form and one record's pages of every kind, and our own pages."""
    policy = Policy.objects.get(controller__key=COMPANY)
    for address in ADDRESSES:
        if address.opens == "staff":
            yield address.path.format(pk=policy.pk)
    for model in admin.site._registry:
        name = f"admin:{model._meta.label_lower.replace('.', '_')}"
        rows, company = model._default_manager.all(), OWNED.get(model.__name__, "controller__key")
        yield reverse(f"{name}_changelist")
        if model.__name__ != "PolicyVersion":
            yield reverse(f"{name}_add")
        row = rows.filter(**{company: COMPANY} if company else {}).first()
        for page in ("change", "history", "delete") if row else ():
            yield reverse(f"{name}_{page}", args=[row.pk])


def test_no_staff_page_asks_for_what_the_policies_forbid(desk):  # noqa: F811
    page = desk("/admin/")
    addresses = ["/admin/", *staff_addresses()]
    assert len(addresses) > 60
    assert asked_amiss(page, addresses) == {}


def test_no_public_page_asks_for_what_the_policies_forbid(six_companies, open_page):
    page = open_page("/")
    paths = [a.path.replace("flex", COMPANY) for a in ADDRESSES if a.opens == "everyone"]
    pages = [path for path in paths if path.endswith("/")]
    assert asked_amiss(page, [*pages, "/finnes/ikke/", "/admin/login/"]) == {}


def test_inline_script_and_style_are_refused(desk):  # noqa: F811
    """The test of the test: what is smuggled onto a page is not run, and is heard of."""
    activity = ProcessingActivity.objects.filter(controller__key=COMPANY).first()
    page = desk(reverse("admin:policies_processingactivity_change", args=[activity.pk]))
    found = watch(page)
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.run = true";
          document.body.append(script);
          document.body.setAttribute("style", "color: red");
        }"""
    )
    assert page.evaluate("window.run") is None
    assert len([said for said in found if "Content Security Policy" in said]) == 2
