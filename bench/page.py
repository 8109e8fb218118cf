"""The public page against an empty view with no middleware, on the same server."""

import statistics

from bench.serving import CONNECTIONS, SECONDS, gunicorn, requests_per_second

PAGE = "/ntc/personvern/"
ROUNDS = 5
AIM = 0.9


def main() -> None:
    """Measure the two in turn, so that a machine that drifts drifts for both."""
    with gunicorn("privacyhub.wsgi") as (ours, _pid), gunicorn("bench.empty") as (empty, _other):
        for address in (ours + PAGE, empty + "/"):
            requests_per_second(address)  # warm
        pairs = [
            (requests_per_second(ours + PAGE), requests_per_second(empty + "/"))
            for _round in range(ROUNDS)
        ]
    page, nothing = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratios = sorted(a / b for a, b in pairs)
    print(f"  gunicorn, 1 worker, {CONNECTIONS} connections, {ROUNDS} × {SECONDS} s, gzip")
    print(f"  page        {page:8.0f} requests a second (median)")
    print(f"  empty view  {nothing:8.0f}")
    print(
        f"  ratio       {statistics.median(ratios):8.2f}  ({ratios[0]:.2f}–{ratios[-1]:.2f}; "
        f"aim ≥ {AIM})"
    )


if __name__ == "__main__":
    main()
