"""A policy's PDF against WeasyPrint alone on the same HTML."""

import statistics
import time
from collections.abc import Callable

import django

django.setup()

import weasyprint  # noqa: E402

from policies.document.published import Published  # noqa: E402
from policies.models import Policy  # noqa: E402
from policies.models.version import sha256  # noqa: E402
from policies.publishing import article, pdf  # noqa: E402
from policies.publishing.publish import preview  # noqa: E402

ROUNDS = 7
AIM = 1.3


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(published: Published) -> None:
    """Measure ours and the bare one in turn, and print the ratio."""
    fragment = article.render(published)
    document = published.model_dump_json(exclude_defaults=True)
    checksum = sha256(document.encode())
    source = pdf.html(published, fragment, checksum)
    faces, fonts = pdf._font_faces(), pdf._fonts()  # noqa: SLF001 - the same fonts for both

    def ours() -> None:
        pdf.render(published, fragment, document, checksum)

    def bare() -> None:
        weasyprint.HTML(string=source).write_pdf(stylesheets=[faces], font_config=fonts)

    seconds(ours), seconds(bare)  # warm
    pairs = [(seconds(ours), seconds(bare)) for _round in range(ROUNDS)]
    first, second = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratios = sorted(a / b for a, b in pairs)
    print(f"  {published.company.key}: {len(fragment) // 1000} kB of HTML, {ROUNDS} rounds")
    print(f"    ours   {first:6.2f} s (median)")
    print(f"    bare   {second:6.2f} s")
    median = statistics.median(ratios)
    print(f"    ratio  {median:6.2f}   ({ratios[0]:.2f}–{ratios[-1]:.2f}; aim ≤ {AIM})")


def main() -> None:
    """Measure the shortest and the longest policy."""
    policies = Policy.objects.select_related("controller")
    for key in ("finmug", "eksempelbutikken"):
        measure(preview(policies.get(controller__key=key)))


if __name__ == "__main__":
    main()
