"""A real Chromium, against a real server on this machine."""

import os
import shutil
import sqlite3

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import testcases
from playwright.sync_api import sync_playwright

from policies.document.load import load
from policies.models import Policy
from policies.publishing import pdf
from policies.publishing.publish import publish_policy
from tests.browser.quiet import COUNT, Watched, wait_for_server
from tests.conftest import COMPANIES, register_of

# Playwright runs an event loop in this thread; Django's own calls stay synchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """Use a file: in memory all requests would share one connection and its transaction."""
    if connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("browser") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(autouse=True)
def our_handler(monkeypatch):
    """Let the live server answer as the application does: Django's has a handler of its own."""
    monkeypatch.setattr(testcases, "WSGIHandler", Watched)


@pytest.fixture(scope="session")
def chromium():
    """Return a browser of the machine's own; nothing is downloaded."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "No Chromium found. Install it, or set CHROMIUM to its path."
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def filled():
    """Return where a full database is kept, so that it is filled once for all tests."""
    kept = []
    yield kept
    for database in kept:
        database.close()


@pytest.fixture
def six_companies(transactional_db, monkeypatch, filled):
    """Publish version 1 of each register file; the PDF has tests of its own."""
    monkeypatch.setattr(pdf, "render", lambda *_: b"%PDF-1.7")
    if filled:
        connection.ensure_connection()
        filled[0].backup(connection.connection)
    else:
        for key in COMPANIES:
            load(register_of(key))
        for policy in Policy.objects.select_related("controller"):
            publish_policy(policy, by="Kari")
        if connection.vendor == "sqlite":
            filled.append(sqlite3.connect(":memory:"))
            connection.connection.backup(filled[0])
    cache.clear()  # all tests sign in from one machine


@pytest.fixture
def open_page(chromium, live_server):
    """Return a function that opens an address in a new window of a width."""
    contexts = []

    def opened(path: str, width: int = 1280, **options):
        context = chromium.new_context(viewport={"width": width, "height": 800}, **options)
        context.add_init_script(COUNT)
        contexts.append(context)
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    wait_for_server()
