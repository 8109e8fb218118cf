"""The site as the hostile client meets it, and what no answer may do."""

import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from typing import NamedTuple

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from policies.document.terms import Role
from policies.models import Controller, RightStatement
from policies.workplace.members import join
from tests.addresses import Template, every_address
from tests.policies.admin.planting import plant
from tests.policies.admin.sending import Fields, choose
from tests.test_headers import amiss

OURS, THEIRS = "vaart", "naboens"
PEOPLE = ("nobody", "colleague", "installer")
# Who may work on several companies chooses among them here.
NAMES_COMPANIES = frozenset({"/admin/virksomheter/"})
MOST_SHOWN = 3000
READS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
HOST = "https://testserver"
LATER = datetime(2999, 1, 1, tzinfo=UTC)
_WRITES = re.compile(
    r"\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b.*\bpolicies_", re.IGNORECASE | re.DOTALL
)


class Try(NamedTuple):
    """One request."""

    who: str
    method: str
    address: str
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = {}
    csrf: bool = False

    def __repr__(self):
        held = self._asdict() | {"body": shortened(self.body), "address": shortened(self.address)}
        return f"Try({', '.join(f'{name}={value!r}' for name, value in held.items())})"


def shortened(held):
    """Return what fits in a report."""
    return held if len(held) < MOST_SHOWN else (held[:MOST_SHOWN], f"{len(held)} in all")


class AnyForm(Fields):
    """The fields of every form that a page would post."""

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        if tag == "form":
            self.open = about.get("method", "").lower() == "post"
        elif tag not in {"input", "select", "textarea"} or "name" in about:
            super().handle_starttag(tag, [("type", "text"), *attrs])


@dataclass
class Site:
    """Two companies, the people of ours, and everything that they can open."""

    own: dict = field(default_factory=lambda: plant(OURS))
    # Not in force yet: nothing of theirs is public.
    theirs: dict = field(default_factory=lambda: plant(THEIRS, effective_at=LATER))
    clients: dict = field(default_factory=dict)
    forms: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)
    slowest: tuple = (0.0, None)

    def __post_init__(self):
        self.templates = [*every_address(), Template("/static/{url}", "static")]
        self.marks = [mark for row in self.theirs.values() for mark in texts(row, THEIRS)]
        self.secrets = [mark for row in self.own.values() for mark in texts(row, OURS)]
        self._let_in()
        self.cookies = {who: client.cookies.output() for who, client in self.clients.items()}
        self.pages = [self.address_of(template) for template in self.templates]
        self.before = self.rows()

    def _let_in(self):
        make = get_user_model().objects.create_user
        for who in PEOPLE:
            client = self.clients[who] = Client()
            client.defaults["wsgi.url_scheme"] = "https"
            if who == "nobody":
                continue
            chief = who == "installer"
            user = make(f"{who}@eksempel.no", "x", is_superuser=chief)
            if not chief:
                for role in (Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR):
                    join(user, OURS, role, by="test")
            client.force_login(user)
            choose(client, self.own[Controller])

    def form(self, path):
        """Return what the installation administrator's page at an address would post; read once."""
        if path not in self.forms:
            self._sign_in_again("installer")
            with transaction.atomic():
                page = self.clients["installer"].get(path)
                transaction.set_rollback(True)
            is_page = page.headers["Content-Type"].startswith("text/html")
            self.forms[path] = AnyForm(page.content.decode()).sent if is_page else {}
        return {name: list(held) for name, held in self.forms[path].items()}

    def _sign_in_again(self, who):
        self.clients[who].cookies = SimpleCookie()
        for line in self.cookies[who].splitlines():
            self.clients[who].cookies.load(line.removeprefix("Set-Cookie: "))

    def address_of(self, template):
        """Return an address of ours."""
        return template.path.format(
            **{hole: self.fitting(template, hole) for hole in template.holes}
        )

    def fitting(self, template, hole, company=None):
        """Return what belongs in an address: an id of its kind, or a company's key."""
        records = company or self.own
        word = records[Controller].key
        about = {"company": word, "policy": "personvern", "app_label": "policies", "url": "admin"}
        by_model = {model._meta.model_name: row.pk for model, row in records.items()}
        model = next((m for m in by_model if f"/{m}/" in template.path), "policy")
        return about.get(hole, "term" if hole == "kind" else str(by_model[model]))

    def rows(self):
        """Return every row of the other company."""
        found = {}
        for model in [*admin.site._registry, RightStatement]:
            names = {f.name for f in model._meta.fields}
            company = self.theirs[Controller].pk
            about = {"pk": company} if model is Controller else {"controller": company}
            if model is not Controller and "controller" not in names:
                about = {"policy__controller": company} if "policy" in names else {}
            if about:
                found[model] = list(model._default_manager.filter(**about).order_by("pk").values())
        return found

    def send(self, one: Try):
        """Send a request, judge the answer, and take back whatever it did."""
        client, wrote = self.clients[one.who], []

        def watch(execute, sql, params, many, context):
            if _WRITES.match(sql):
                wrote.append(sql)
            return execute(sql, params, many, context)

        self._sign_in_again(one.who)
        cache.clear()
        client.handler.enforce_csrf_checks = one.csrf
        extra = {f"HTTP_{n.upper().replace('-', '_')}": v for n, v in one.headers.items()}
        if "HTTP_CONTENT_LENGTH" in extra:
            extra["CONTENT_LENGTH"] = extra.pop("HTTP_CONTENT_LENGTH")
        began = time.thread_time()
        with transaction.atomic():
            with connection.execute_wrapper(watch):
                answer = client.generic(
                    one.method, one.address, one.body, one.content_type, secure=True, **extra
                )
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            self.slowest = max(self.slowest, (time.thread_time() - began, one))
            self.judge(one, answer, body.decode("utf-8", "replace"))
            assert not wrote or one.method not in READS, "reading changed the register"
            if wrote and one.who != "installer":
                assert self.rows() == self.before, "the other company was changed"
            transaction.set_rollback(True)
        said = f"{one.method if one.method in {'GET', 'POST'} else 'other'} {answer.status_code}"
        self.answers[said] = self.answers.get(said, 0) + 1

    def judge(self, one, answer, body):
        """Fail if the answer is a fault, tells what it shouldn't, or leads away from the site."""
        assert answer.status_code < 500, f"{answer.status_code}: a fault"
        assert amiss(answer) == {}
        path = one.address.partition("?")[0]
        told = body + str(answer.headers) + answer.cookies.output()
        # Who installs works on every company: for them there is no wall.
        if path not in NAMES_COMPANIES and one.who != "installer":
            assert [mark for mark in self.marks if mark in told] == []
        if one.who == "nobody" and path.startswith("/admin/"):
            assert [mark for mark in self.secrets if mark in told] == []
        assert "Traceback" not in body
        to = answer.headers.get("Location", "/")
        assert not re.match(r"[\\/]{2}|[a-z]+:", to) or to.startswith(f"{HOST}/"), f"leads to {to}"


def texts(row, word):
    """Return the texts of a record that name it by the company's word, and that nobody sends."""
    held = [getattr(row, f.attname) for f in row._meta.concrete_fields]
    flat = [each for value in held for each in (value if isinstance(value, list) else [value])]
    return [text for text in flat if isinstance(text, str) and text.startswith(f"{word} ")]
