"""When a page has all that it asked for: counted at both ends, not guessed from a silence.

The browser's own "network idle" waits half a second after each page; once, on a busy machine, it
hadn't come after thirty, and nothing told what was missing.
"""

import time
from contextlib import contextmanager

from privacyhub.request import Utf8Handler

PATIENCE = 30  # seconds: far more than any page takes on a busy machine
# Counts what scripts have asked for and not yet got. Laid in each page before its own scripts.
COUNT = """(() => {
  const fetch = window.fetch;
  window.asked = [];
  window.fetch = async (...request) => {
    window.asked.push(String(request[0]));
    try { return await fetch(...request); }
    finally {
      // The page reads the answer first, and shows it.
      setTimeout(() => window.asked.splice(window.asked.indexOf(String(request[0])), 1), 50);
    }
  };
})()"""
# Asks in the page, where the strict policy lets no text become a script.
SETTLED = """async (patience) => {
  const end = Date.now() + 1000 * patience;
  while (document.readyState !== "complete" || window.asked.length) {
    if (Date.now() > end) return [document.readyState, ...window.asked];
    await new Promise((next) => setTimeout(next, 20));
  }
  return [];
}"""


class Watched(Utf8Handler):
    """The application, which knows what it is answering: as the browser's server runs it."""

    answering: list[str] = []

    def __call__(self, environ, start_response):
        address = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        self.answering.append(address)
        try:
            return super().__call__(environ, start_response)
        finally:
            self.answering.remove(address)


def settle(page):
    """Wait until the page is there with what its scripts ask for; fail with what is missing."""
    page.wait_for_load_state("load")
    missing = page.evaluate(SETTLED, PATIENCE)
    assert missing == [], f"{page.url} waits for {missing}; answering {Watched.answering}"


@contextmanager
def leaving(page):
    """Do what leads to another page, and wait until that one is there."""
    with page.expect_navigation():
        yield
    settle(page)


def wait_for_server():
    """Wait until nothing is being answered: what comes after may empty the database."""
    end = time.monotonic() + PATIENCE
    quiet = 0
    while quiet < 3:
        quiet = 0 if Watched.answering else quiet + 1
        assert time.monotonic() < end, f"Still answering {Watched.answering}"
        time.sleep(0.02)
