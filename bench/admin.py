"""The redaktør's pages with 50, 500 and 5,000 activities: queries and time by page."""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import django

django.setup()

from django.contrib import admin  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.build import register  # noqa: E402
from policies.document.load import load  # noqa: E402
from policies.document.schema import Register  # noqa: E402
from policies.models import Controller, Policy, ProcessingActivity, Recipient, Record  # noqa: E402
from tests.policies.admin.sending import filled  # noqa: E402

SIZES = (50, 500, 5000)
ROUNDS = 3
ROWS = 30
LONG = 3000  # milliseconds: enough of one page
# A filter to choose on some lists, beside a search.
FILTERS = {
    "processingactivity": "purposes__legal_basis__exact=6-1-b",
    "purpose": "legal_basis__exact=6-1-b",
    "datause": "category__sensitivity__isnull=True",
    "retentionrule": "kind_of__exact=rule",
    "disclosure": "transfer__isnull=True",
}
OK, FOUND = 200, 302

Work = Callable[[], None]
Page = tuple[str, Callable[[], Work]]  # its name, and what makes it ready to be measured


def company(size: int) -> Register:
    """Return a company with so many activities, one with 30 of everything, and a policy."""
    made = register(size).model_dump(mode="json")
    made["activities"].append(_wide())
    made["disclosures"] += [
        {"key": f"bred-{n}", "recipient": "r0", "why": f"årsak {n}", "activities": ["bred"]}
        for n in range(ROWS)
    ]
    keys = [activity["key"] for activity in made["activities"]]
    made["policies"] = [{"key": "personvern", "title": "Personvern", "activities": keys}]
    return Register.model_validate(made)


def _wide() -> dict[str, Any]:
    each = range(ROWS)
    return {
        "key": "bred",
        "name": "Bred behandling",
        "purposes": [{"key": f"bred-p{n}", "text": f"bredt formål {n}"} for n in each],
        "data_uses": [
            {"key": f"bred-u{n}", "category": f"t{n % 20}", "purposes": [f"bred-p{n}"]}
            for n in each
        ],
        "data_sources": [{"key": f"bred-k{n}", "data_use": f"bred-u{n}"} for n in each],
    }


class Pages:
    """What a redaktør opens and sends, signed in and working on one company."""

    def __init__(self, held: Controller) -> None:
        users: Any = get_user_model().objects
        user = users.filter(email="bench@eksempel.no").first()
        user = user or users.create_superuser("bench@eksempel.no", "hemmelig", name="Målt")
        self.client = Client(headers={"host": "127.0.0.1"})
        self.client.force_login(user)
        self.client.post(reverse("admin:company-choose"), {"company": held.key})
        self.activity = ProcessingActivity.objects.get(controller=held, key="a1")
        self.wide = ProcessingActivity.objects.get(controller=held, key="bred")
        self.recipient = Recipient.objects.get(controller=held, key="r0")
        self.policy = Policy.objects.get(controller=held)
        self.turn = 0

    def __iter__(self) -> Iterator[Page]:
        """Yield each page."""
        front = reverse("admin:index")
        yield "front page after a change", self.opened(front, self.touch)
        yield "front page, nothing changed", self.opened(front)
        publish = reverse("admin:policy-publish", args=[self.policy.pk])
        yield "publish page", self.opened(publish)
        yield "company history", self.opened(reverse("admin:company-history"))
        for record, about in (
            (self.activity, "an activity"),
            (self.wide, f"activity {ROWS}/{ROWS}/{ROWS}/{ROWS}"),
            (self.recipient, f"recipient, {ROWS} disclosures"),
        ):
            yield from self.form(about, record)
        yield "policy: open", self.opened(change(self.policy))
        for name in ("purpose", "datause", "datasource", "retentionrule", "disclosure"):
            yield f"new {name}: open", self.opened(reverse(f"admin:policies_{name}_add"))
        for model in admin.site._registry:  # noqa: SLF001 - there is no public way to list them
            if issubclass(model, Record):
                yield from self.lists(str(model._meta.model_name))

    def form(self, about: str, record: Any) -> Iterator[Page]:
        """Yield a form and the page beside it, opened and sent."""
        draft = change(record, "draft")
        yield f"{about}: open", self.opened(change(record))
        yield f"{about}: save", self.sent(record, FOUND)
        yield f"{about}: next gap", self.sent(record, FOUND, _nextgap="1")
        yield f"{about}: draft, opened", self.opened(draft)
        yield f"{about}: draft, typed", self.sent(record, OK, to=draft)

    def lists(self, name: str) -> Iterator[Page]:
        """Yield a list, and some of them filtered and searched."""
        address = reverse(f"admin:policies_{name}_changelist")
        yield f"list {name}", self.opened(address)
        if name in FILTERS:
            yield f"list {name}, filter", self.opened(f"{address}?{FILTERS[name]}")
            yield f"list {name}, search", self.opened(f"{address}?q=behandling+1")

    def opened(self, address: str, before: Work = lambda: None) -> Callable[[], Work]:
        """Return what opens a page, after something else that isn't measured."""

        def ready() -> Work:
            before()
            return lambda: self.answers(self.client.get(address), OK)

        return ready

    def sent(self, record: Any, status: int, to: str = "", **more: str) -> Callable[[], Work]:
        """Return what sends a form with something new written in it."""

        def ready() -> Work:
            self.turn += 1
            typed = {"description": f"Endret {self.turn} ganger.", "_continue": "1"}
            form = filled(self.client.get(change(record)), **typed, **more)
            return lambda: self.answers(self.client.post(to or change(record), form), status)

        return ready

    def touch(self) -> None:
        """Change something, as another writer would."""
        self.turn += 1
        self.activity.refresh_from_db()
        self.activity.description = f"Rørt {self.turn} ganger."
        self.activity.save()

    def answers(self, answer: Any, status: int) -> None:
        """Stop when the answer isn't what was expected; remember how large it was."""
        if answer.status_code != status:
            raise SystemExit(f"{answer.request['PATH_INFO']} answered {answer.status_code}")
        self.size = len(answer.content)


def change(record: Any, page: str = "change") -> str:
    """Return the address of a record's form, or of the page beside it."""
    return reverse(f"admin:policies_{record._meta.model_name}_{page}", args=[record.pk])


def measured(pages: Pages, ready: Callable[[], Work]) -> tuple[int, float, int]:
    """Return the queries, the median in milliseconds, and the bytes of the answer."""
    work = ready()
    with CaptureQueriesContext(connection) as queries:  # it is also the round that warms
        work()
    asked, times = len(queries), []
    for _round in range(ROUNDS):
        work = ready()
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
        if sum(times) > LONG:
            break
    return asked, statistics.median(times), pages.size


def main() -> None:
    """Print a line for each page: queries, milliseconds and kilobytes at each size.

    Arguments choose sizes, and pages by words in their names.
    """
    sizes = [int(word) for word in sys.argv[1:] if word.isdecimal()] or SIZES
    wanted = [word for word in sys.argv[1:] if not word.isdecimal()]
    found: dict[str, list[tuple[int, float, int]]] = {}
    for size in sizes:
        load(company(size))
        cache.clear()
        pages = Pages(Controller.objects.get(key=f"bench-{size}"))
        for name, ready in pages:
            if not wanted or any(word in name for word in wanted):
                found.setdefault(name, []).append(measured(pages, ready))
    print(f"  {connection.vendor}; milliseconds are medians of at most {ROUNDS}")
    print(f"  {'':36}  queries, milliseconds, growth, kB at {sizes}")
    for name, each in found.items():
        queries = " ".join(f"{count:6d}" for count, _ms, _size in each)
        took = " ".join(f"{ms:8.0f}" for _count, ms, _size in each)
        growth = " ".join(f"{b[1] / a[1]:5.1f}" for a, b in pairwise(each))
        print(f"  {name:36}  {queries}   {took}   {growth}  {each[-1][2] / 1000:6.0f}")


if __name__ == "__main__":
    main()
