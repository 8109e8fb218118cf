"""The heaviest list and form for a member of 1 and of 1,000 companies: queries and time.

What a person belongs to must cost nothing where they work: the same number of queries, and
at most 1.2 times the time.
"""

import statistics
import time
from collections.abc import Iterator

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.build import register  # noqa: E402
from policies.document.load import load  # noqa: E402
from policies.models import Controller, Membership, ProcessingActivity  # noqa: E402

ACTIVITIES, ROUNDS, AIM = 100, 31, 1.2
SIZES = (1, 1000)


def people() -> dict[int, Client]:
    """Return a browser for a member of each number of companies, all working on the same."""
    made = register(ACTIVITIES)
    load(made)
    Controller.objects.bulk_create(
        [Controller(key=f"med-{n}", name=f"Medlem {n}") for n in range(1, max(SIZES))],
        ignore_conflicts=True,
    )
    clients = {}
    for size in SIZES:
        others = Controller.objects.filter(key__startswith="med-").order_by("pk")[: size - 1]
        mine = [Controller.objects.get(key=made.key), *others]
        email = f"{size}@example.org"
        user, _made = get_user_model().objects.get_or_create(
            email=email, defaults={"last_company": made.key}
        )
        Membership.objects.bulk_create(
            [
                Membership(user=user, company=company, role=role)
                for company in mine
                for role in ("editor", "approver")
            ],
            ignore_conflicts=True,
        )
        clients[size] = Client(SERVER_NAME="127.0.0.1")
        clients[size].force_login(user)
    return clients


def pages() -> Iterator[tuple[str, str]]:
    """Return what is opened: the longest list, the list of data, a form, the choice."""
    yield "list of purposes", reverse("admin:policies_purpose_changelist")
    yield "list of data uses", reverse("admin:policies_datause_changelist")
    activity = ProcessingActivity.objects.filter(controller__key=f"bench-{ACTIVITIES}").first()
    if activity is not None:
        yield "an activity", reverse("admin:policies_processingactivity_change", args=[activity.pk])
    yield "choice of company", reverse("admin:company-choose")


def measured(client: Client, path: str) -> float:
    """Return the seconds that a page takes."""
    begun = time.perf_counter()
    answer = client.get(path)
    took = time.perf_counter() - begun
    if answer.status_code != 200:  # noqa: PLR2004
        raise SystemExit(f"{path} answers {answer.status_code}")
    return took


def main() -> None:
    """Open each page in turn for the two, so that a machine that drifts drifts for both."""
    clients = people()
    print(f"  {connection.vendor}; seconds, medians of {ROUNDS}")
    print("  page               companies  queries  seconds   ratio")
    for name, path in pages():
        times: dict[int, list[float]] = {size: [] for size in SIZES}
        counts = {}
        for size in SIZES:
            measured(clients[size], path)  # warm
            with CaptureQueriesContext(connection) as queries:
                measured(clients[size], path)
            counts[size] = len(queries)
        for _round in range(ROUNDS):
            for size in SIZES:
                times[size].append(measured(clients[size], path))
        few, many = (statistics.median(times[size]) for size in SIZES)
        for size, seconds in zip(SIZES, (few, many), strict=True):
            ratio = "" if size == SIZES[0] else f"{many / few:5.2f} (aim ≤ {AIM})"
            print(f"  {name:18} {size:9d}  {counts[size]:7d}  {seconds:7.4f}   {ratio}")


if __name__ == "__main__":
    main()
