"""Build and load at 1, 50 and 500 activities: time, growth, queries, memory."""

import statistics
import time
import tracemalloc

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from policies.document.build import build  # noqa: E402
from policies.document.load import load  # noqa: E402
from policies.document.schema import Register  # noqa: E402

SIZES = (1, 50, 500)
ROUNDS = 5


def register(size: int) -> Register:
    """Return a register with so many activities, each as full as a real one."""
    terms = [{"key": f"t{n}", "kind_of": "data", "name": f"data {n}"} for n in range(20)]
    terms += [{"key": f"s{n}", "kind_of": "subject", "name": f"personer {n}"} for n in range(8)]
    recipients = [
        {"key": f"r{n}", "name": f"Mottaker {n}", "kind_of": "organisation"} for n in range(30)
    ]
    activities = [_activity(n) for n in range(size)]
    disclosures = [
        {"key": f"d{n}", "recipient": f"r{n % 30}", "activities": [f"a{n}"]} for n in range(size)
    ]
    rules = [{"key": f"l{n}", "purpose": f"p{n}-0", "period": "P5Y"} for n in range(size)]
    return Register.model_validate(
        {
            "key": f"bench-{size}",
            "name": "Målt AS",
            "terms": terms,
            "recipients": recipients,
            "activities": activities,
            "disclosures": disclosures,
            "retention_rules": rules,
        }
    )


def _activity(n: int) -> dict[str, object]:
    return {
        "key": f"a{n}",
        "name": f"Behandling {n}",
        "purposes": [
            {"key": f"p{n}-{i}", "text": f"formål {i}", "legal_basis": "6-1-b"} for i in range(3)
        ],
        "data_uses": [
            {
                "key": f"u{n}-{i}",
                "category": f"t{(n + i) % 20}",
                "subjects": [f"s{n % 8}"],
                "items": ["navn", "e-postadresse"],
                "purposes": [f"p{n}-{i % 3}"],
            }
            for i in range(5)
        ],
        "data_sources": [{"key": f"k{n}", "kind_of": "person"}],
    }


def main() -> None:
    """Print a line for each size; the growth is by activity, from 50 to 500."""
    print(f"  {connection.vendor}; seconds are medians of {ROUNDS}")
    print("  activities  records  load s  reload s  build s  queries  peak MB")
    took = {}
    for size in SIZES:
        made = register(size)
        start = time.perf_counter()
        load(made)
        loaded = time.perf_counter()
        load(made)
        reloaded = time.perf_counter()
        times = []
        for _round in range(ROUNDS):
            begun = time.perf_counter()
            built = build(made.key)
            times.append(time.perf_counter() - begun)
        if built != made:
            raise SystemExit("build didn't return what load wrote")
        with CaptureQueriesContext(connection) as queries:
            build(made.key)
        tracemalloc.start()
        build(made.key)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        took[size] = statistics.median(times)
        records = sum(1 for _record in made.walk())
        print(
            f"  {size:10d}  {records:7d}  {loaded - start:6.2f}  {reloaded - loaded:8.2f}  "
            f"{took[size]:7.3f}  {len(queries):7d}  {peak:7.1f}"
        )
    growth = took[500] / took[50]
    print(f"  ten times the activities: {growth:.1f} times the time (linear is 10)")


if __name__ == "__main__":
    main()
