"""Rights requests with 100, 1,000 and 10,000 open cases: the queue, a case, and `run_due`.

The queue and a case's page take the same number of queries whatever the number of cases; the
queue under 100 ms, and `run_due` over 10,000 cases that all must be counted again under 10 s.
"""

import statistics
import time
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from policies.models import Controller, Membership  # noqa: E402
from rights_requests import codes, due  # noqa: E402
from rights_requests.clock import set_dates  # noqa: E402
from rights_requests.models import Case, Demand  # noqa: E402
from rights_requests.terms import Right, State  # noqa: E402

SIZES, ROUNDS, DAYS = (100, 1000, 10_000), 21, 45
AIM_QUEUE, AIM_DUE = 0.1, 10.0
QUEUE = "/admin/henvendelser/"


def worker() -> Client:
    """Return a browser for a case worker."""
    company = Controller.objects.get(key="eksempelbutikken")
    user, _made = get_user_model().objects.get_or_create(
        email="saksbehandler@example.org", defaults={"last_company": company.key}
    )
    Membership.objects.get_or_create(user=user, company=company, role="case-worker")
    client = Client()
    client.force_login(user)
    return client


def fill(size: int) -> None:
    """Let a company have so many open cases."""
    company = Controller.objects.get(key="eksempelbutikken")
    now = timezone.now()
    cases = []
    for number in range(Case.objects.filter(controller=company).count(), size):
        received = timezone.localdate(now) - timedelta(days=number % DAYS)
        case = Case(
            controller=company,
            reference=codes.new_reference(),
            state=State.RECEIVED,
            channel="letter",
            received_on=received,
            received_at=now,
            registered_on=timezone.localdate(now),
            name=f"Person {number}",
            email=f"p{number}@example.org",
        )
        set_dates(case)
        cases.append(case)
    made = Case.objects.bulk_create(cases, batch_size=1000)
    Demand.objects.bulk_create(
        [Demand(case=c, right=right) for c in made for right in (Right.ACCESS, Right.ERASURE)],
        batch_size=1000,
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def measured(client: Client, path: str) -> tuple[int, float]:
    """Return the queries and the median of seconds that a page takes."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    asked = len(queries)  # before the next request clears the log
    if answer.status_code != 200:  # noqa: PLR2004
        raise SystemExit(f"{path} answers {answer.status_code}")
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        client.get(path)
        times.append(time.perf_counter() - begun)
    return asked, statistics.median(times)


def all_due() -> float:
    """Return the seconds that it takes to count every open case again."""
    Case.objects.update(rule="eldre")
    begun = time.perf_counter()
    counted = due.recount() + due.remind() + due.send_mail()
    took = time.perf_counter() - begun
    if counted < Case.objects.count():
        raise SystemExit(f"only {counted} were counted")
    return took


def idle_due() -> float:
    """Return the seconds that it takes to find that nothing is due."""
    begun = time.perf_counter()
    due.recount()
    due.remind()
    due.send_mail()
    return time.perf_counter() - begun


def main() -> None:
    """Print queries, times and growth."""
    client = worker()
    print(f"{connection.vendor}; {QUEUE}")
    for size in SIZES:
        fill(size)
        case = Case.objects.filter(controller__key="eksempelbutikken").latest("pk")
        queue, seconds = measured(client, QUEUE)
        searched, search = measured(client, f"{QUEUE}?q=Person+7&rettighet=access")
        one, page = measured(client, f"{QUEUE}{case.reference}/")
        print(
            f"{size:6} cases: queue {queue} queries {seconds * 1000:.0f} ms, "
            f"searched {searched} queries {search * 1000:.0f} ms, "
            f"a case {one} queries {page * 1000:.0f} ms, "
            f"run_due with nothing to do {idle_due():.2f} s, counting all again {all_due():.2f} s"
        )
    print(f"aims at {SIZES[-1]}: queue {AIM_QUEUE * 1000:.0f} ms, run_due {AIM_DUE:.0f} s")


if __name__ == "__main__":
    with override_settings(
        SECOND_FACTOR_REQUIRED=False,
        MAIL_THREADS=0,
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"],
    ):
        main()
