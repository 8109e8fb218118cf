"""Hostile posts to the rights pages: no fault, and never half a request."""

import logging
import re
import time

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.db.models import Count
from django.test import Client
from hypothesis import strategies as st

from privacyhub.request import Utf8Request
from rights_requests.models import Case, SentForm
from rights_requests.public import passes, tokens
from rights_requests.public.asking import RequestForm
from rights_requests.terms import Right
from tests.fuzz import hostile
from tests.fuzz.test_site import BATCH, RARELY, SECONDS, SEED, TRIES, pick, play
from tests.policies.models.factories import make_company, make_policy, make_version
from tests.rights_requests.factories import ask
from tests.rights_requests.public.visiting import ANSWERS, CASE, ENTRY, FORM, MARKETING
from tests.test_headers import amiss

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]
OURS = (
    *("step", "token", "number", "rights", "on_behalf", "represented", "name", "email", "phone"),
    *("address", "known_as", "text", "reference", "code", "controller", "state", "received_on"),
)
VALUES = (
    *("send", "edit", "review", "remove", "keep", "self", "child", "other", *Right.values),
    *("15108695088", "151086 95088", "a@b.no", "+47 22 39 69 00", "H-2222-2222", "123456"),
    *(
        "a@b.no\r\nBcc: c@d.no",
        "Per\u2028Bcc: x@y.no",
        "=HYPERLINK(1)",
        "a" * 5001,
        "a@" + "b" * 300,
    ),
)
VALUE = st.sampled_from(range(len(VALUES))).map(VALUES.__getitem__) | hostile.TEXT


class Desk:
    """A company that takes requests, a request, and what no post may do."""

    def __init__(self):
        self.company = make_company("flex", email="post@flex.no")
        make_version(make_policy(self.company))
        self.case, self.code = ask(self.company)
        self.given = passes.grant(self.case, by_mail=True)
        self.answers, self.slowest = {}, (0.0, None)

    def paths(self):
        return (
            *(FORM, FORM, FORM, MARKETING, ENTRY, f"{CASE}melding/", f"{CASE}trekk/"),
            *(f"{CASE}forlat/", CASE, f"{CASE}svar/1.pdf", "/henvendelse/bekreft/x/"),
        )

    def fitting(self, path):
        """Return what the page's own form would send."""
        if path == FORM:
            form = RequestForm(ANSWERS)
            token = ""
            if form.is_valid():
                token = tokens.new_form_token(self.company.pk, tokens.digest(form.asked))
            sent = {**{n: [v] for n, v in ANSWERS.items()}, "rights": ANSWERS["rights"]}
            return {**sent, "step": ["send"], "token": [token]}
        if path == MARKETING:
            return {"email": ["a@b.no"], "token": [tokens.new_form_token(self.company.pk)]}
        if path == ENTRY:
            return {"reference": [self.case.reference], "code": [self.code]}
        return {"token": [self.given.form_token], "text": ["Hei"]}

    def send(self, one):
        """Post, judge the answer and what is stored, and take it back."""
        path, body, content_type, has_pass = one
        cache.clear()
        client = Client(enforce_csrf_checks=True)
        client.defaults["wsgi.url_scheme"] = "https"
        if has_pass:
            client.cookies[passes.cookie_name()] = self.given.held
        began = time.thread_time()
        with transaction.atomic():
            answer = client.generic("POST", path, body, content_type, secure=True)
            self.slowest = max(self.slowest, (time.thread_time() - began, path))
            self.judge(answer)
            became = ", a request" if SentForm.objects.exists() else ""
            transaction.set_rollback(True)
        said = f"{path} {answer.status_code}{became}"
        self.answers[said] = self.answers.get(said, 0) + 1

    def judge(self, answer):
        assert answer.status_code < 500, f"{answer.status_code}: a fault"
        answer.cookies.pop(passes.cookie_name(), None)  # its flags have a test of their own
        assert amiss(answer) == {}
        assert "<script>alert" not in answer.content.decode("utf-8", "replace")
        to = answer.headers.get("Location", "/")
        assert re.match(r"/(?![/\\])", to), f"leads to {to}"
        whole = Case.objects.exclude(pk=self.case.pk).annotate(
            n_demands=Count("demands", distinct=True), n_steps=Count("steps", distinct=True)
        )
        assert [c for c in whole if not (c.n_demands and c.n_steps == 1)] == [], "half a request"
        assert SentForm.objects.count() == len(whole) <= 1
        assert mail.outbox == []


@st.composite
def odd_posts(draw, desk):
    """Draw a post to one of the pages, with some fields as nobody would fill them in."""
    path = pick(draw, desk.paths())
    sent = desk.fitting(path)
    for _change in range(draw(st.integers(0, 4))):
        name = pick(draw, OURS) if not draw(RARELY) else draw(hostile.NAME)
        change = draw(st.sampled_from(["set", "set", "more", "drop"]))
        if change == "drop":
            sent.pop(name, None)
        else:
            sent[name] = [*(sent.get(name, []) if change == "more" else []), draw(VALUE)]
    pairs = [(name, each) for name, held in sent.items() for each in held]
    kind = draw(st.sampled_from(["form", "form", "form", "parts", "files", "odd"]))
    if kind == "odd":
        return (
            path,
            draw(st.binary(max_size=60)),
            draw(st.sampled_from(hostile.CONTENT_TYPES)),
            True,
        )
    if kind == "form":
        return path, hostile.urlencoded(pairs), hostile.URLENCODED, draw(st.booleans())
    body = hostile.multipart(pairs, files=kind == "files")
    return path, body, hostile.MULTIPART, draw(st.booleans())


@pytest.fixture
def desk(db, monkeypatch, settings):
    monkeypatch.setattr("django.test.client.WSGIRequest", Utf8Request)  # as the server does
    logging.disable(logging.CRITICAL)
    yield Desk()
    logging.disable(logging.NOTSET)


def test_hostile_posts_make_no_fault_and_no_half_request(desk, record_property):
    drawn, done, end = odd_posts(desk), 0, time.monotonic() + SECONDS
    wanted = 2 * TRIES
    try:
        while done < wanted and time.monotonic() < end:
            size = min(BATCH, wanted - done)
            play(desk, drawn, size, SEED + done)
            done += size
    finally:
        about = {"kind": "rights", "tries": sum(desk.answers.values()), "wanted": wanted}
        seconds, slowest = desk.slowest
        about |= {"seed": SEED, "seconds": seconds, "slowest": repr(slowest)}
        record_property("fuzz", {**about, "answers": dict(sorted(desk.answers.items()))})
