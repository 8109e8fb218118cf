"""A hostile client at every address and form: no fault, no leak, nothing changed next door.

Run by `script/test --fuzz`; left out otherwise. What it finds gets an ordinary test.
"""

import logging
import os
import random
import time

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from policies.publishing import pdf
from privacyhub.request import Utf8Request
from tests.fuzz import hostile
from tests.fuzz.site import PEOPLE, Site, Try

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]
TRIES = int(os.environ.get("FUZZ_TRIES", "2500"))  # of each kind
SECONDS = float(os.environ.get("FUZZ_SECONDS", "1200"))
SEED = int(os.environ.get("FUZZ_SEED", random.SystemRandom().randrange(10**6)))
BATCH = 250  # so that the time is looked at now and then
WHO = st.sampled_from([*PEOPLE, *PEOPLE[1:]])  # most pages are for those who have signed in
METHOD = st.sampled_from([*["GET"] * 8, *["POST"] * 6, *hostile.METHODS])
RARELY = st.sampled_from([False] * 7 + [True])


@pytest.fixture
def site(db, monkeypatch):
    monkeypatch.setattr(pdf, "render", lambda *_: b"%PDF-1.7")
    monkeypatch.setattr("django.test.client.WSGIRequest", Utf8Request)  # as the server does
    logging.disable(logging.CRITICAL)
    yield Site()
    logging.disable(logging.NOTSET)


def known(site):
    """Return ids and keys of both companies."""
    rows = [*site.own.values(), *site.theirs.values()]
    keys = {key for row in rows if isinstance(key := getattr(row, "key", None), str)}
    found = sorted({*(str(row.pk) for row in rows), *keys})
    return st.integers(0, len(found) - 1).map(found.__getitem__)


def pick(draw, options):
    """Draw one of many, which hypothesis needn't write down."""
    return options[draw(st.integers(0, len(options) - 1))]


@st.composite
def odd_requests(draw, site):
    """Draw a request to any address, in any way."""
    template = pick(draw, site.templates)
    value = known(site) | hostile.TEXT
    holes = {}
    for hole in template.holes:
        fitting = site.fitting(template, hole, draw(st.sampled_from([site.own, site.theirs])))
        holes[hole] = hostile.quoted(draw(value) if draw(RARELY) else fitting, "/")
    pairs = st.lists(st.tuples(hostile.NAME, value), max_size=4)
    address = template.path.format(**holes)
    if asked := draw(pairs):
        address += "?" + hostile.urlencoded(asked).decode()
    method = draw(METHOD)
    body, content_type = b"", ""
    if method not in {"GET", "HEAD"}:
        body, content_type = draw(bodies(pairs))
    headers = draw(hostile.headers) if draw(RARELY) else {}
    return Try(draw(WHO), method, address, body, content_type, headers, draw(RARELY))


@st.composite
def bodies(draw, pairs):
    """Draw a body, and what it is said to be."""
    sent, kind = draw(pairs), draw(st.sampled_from(["form", "parts", "files", "odd"]))
    if kind == "form":
        return hostile.urlencoded(sent), hostile.URLENCODED
    if kind == "odd":
        raw = draw(st.binary(max_size=60) | st.just(hostile.multipart(sent)))
        return raw, draw(st.sampled_from(hostile.CONTENT_TYPES))
    return hostile.multipart(sent, files=kind == "files"), hostile.MULTIPART


@st.composite
def odd_forms(draw, site):
    """Draw a form of a page, with some fields as nobody would fill them in."""
    path = pick(draw, site.pages)
    form = site.form(path)
    value = known(site) | hostile.TEXT
    prefixes = [name.split("-__prefix__-")[0] for name in form if "-__prefix__-" in name]
    if prefixes and draw(st.booleans()):
        grow(form, pick(draw, sorted(set(prefixes))), draw(st.integers(0, 3)))
    for _change in range(draw(st.integers(1, 5))):
        name = draw(hostile.NAME) if draw(RARELY) or not form else pick(draw, sorted(form))
        change = draw(st.sampled_from(["set", "set", "set", "more", "drop"]))
        if change == "drop":
            form.pop(name, None)
        else:
            form[name] = [*(form.get(name, []) if change == "more" else []), draw(value)]
    if draw(RARELY):
        form = {name: held for name, held in form.items() if not name.endswith("_FORMS")}
    pairs = [(name, each) for name, held in form.items() for each in held]
    parts = draw(st.sampled_from([False, False, True]))
    body = hostile.multipart(pairs) if parts else hostile.urlencoded(pairs)
    content_type = hostile.MULTIPART if parts else hostile.URLENCODED
    return Try(draw(WHO), "POST", path, body, content_type)


def grow(form, prefix, number):
    """Add rows below the record, as the page's script does."""
    count = int(form[f"{prefix}-TOTAL_FORMS"][0])
    empty = {n: v for n, v in form.items() if n.startswith(f"{prefix}-__prefix__-")}
    for row in range(count, count + number):
        form |= {name.replace("__prefix__", str(row)): list(held) for name, held in empty.items()}
    form[f"{prefix}-TOTAL_FORMS"] = [str(count + number)]


@pytest.mark.parametrize("kind", ["addresses", "forms"])
def test_hostile_client_gets_no_fault_and_nothing_of_the_others(site, kind, record_property):
    drawn = {"addresses": odd_requests, "forms": odd_forms}[kind](site)
    done, end = 0, time.monotonic() + SECONDS
    try:
        while done < TRIES and time.monotonic() < end:
            size = min(BATCH, TRIES - done)
            play(site, drawn, size, SEED + done)
            done += size
    finally:
        about = {"kind": kind, "tries": sum(site.answers.values()), "wanted": TRIES, "seed": SEED}
        seconds, slowest = site.slowest
        about |= {"seconds": seconds, "slowest": repr(slowest)[:200]}
        record_property("fuzz", {**about, "answers": dict(sorted(site.answers.items()))})


def play(site, drawn, size, number):
    """Send a number of tries; a failing one is made as small as it gets."""

    @seed(number)
    @settings(
        max_examples=size,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(drawn)
    def once(one):
        site.send(one)

    once()
