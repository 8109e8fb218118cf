"""The search over the register at 50, 500 and 5,000 activities: time and queries."""

import statistics
import time
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.build import register  # noqa: E402
from policies.document.load import load  # noqa: E402
from policies.document.schema import Register  # noqa: E402
from policies.models import Controller  # noqa: E402
from policies.models.history import MODELS  # noqa: E402
from policies.workplace.search import search  # noqa: E402
from policies.workplace.words import question  # noqa: E402

SIZES = (50, 500, 5000)
ROUNDS = 7
AIM = 200  # milliseconds
RARE = "sjeldenhet"
ASKED = {
    "rare": RARE,
    "in every activity": "behandling",
    "in most records": "navn",
    "begun": "e",
    "a recipient": "mottaker 7",
    "law reference": "bokføringsloven § 13",
    "term in all purposes": "art. 6",
    "nothing": "finnesikke",
}


def searched(size: int) -> Register:
    """Return a register where something is rare, and one purpose in three has a law."""
    given = register(size).model_dump(mode="json")
    given["key"] = f"search-{size}"
    for n, activity in enumerate(given["activities"]):
        purpose = activity["purposes"][0]
        purpose |= {"legal_basis": "6-1-c", "law_reference": "bokføringsloven § 13"}
        activity["description"] = RARE if n == size // 2 else "Formål og navn som alle har."
    return Register.model_validate(given)


def milliseconds(company: Controller, asked: str) -> tuple[float, int, int]:
    """Return the median time of a search, how many hits it has, and its queries."""
    times = []
    results: Any = None
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        results = search(company, question(asked), MODELS)
        times.append(time.perf_counter() - begun)
    with CaptureQueriesContext(connection) as queries:
        search(company, question(asked), MODELS)
    return statistics.median(times) * 1000, results.count, len(queries)


def main() -> None:
    """Print a line for each size and question."""
    print(f"  {connection.vendor}; medians of {ROUNDS}, as the first page is found; aim ≤ {AIM} ms")
    print("  activities  asked                     hits  queries      ms")
    slowest = 0.0
    for size in SIZES:
        made = searched(size)
        load(made)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        company = Controller.objects.get(key=made.key)
        for name, asked in ASKED.items():
            took, count, queries = milliseconds(company, asked)
            slowest = max(slowest, took)
            print(f"  {size:10d}  {name:22s}  {count:7d}  {queries:7d}  {took:6.1f}")
    print(f"  slowest {slowest:.0f} ms")


if __name__ == "__main__":
    main()
