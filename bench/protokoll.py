"""The record of processing at 50, 500 and 5,000 activities, in every form: time and memory.

Each measurement runs in a process of its own, so that what it takes at most is its own. Time is
the processor's, which holds on a machine that does other things too.
"""

import json
import subprocess
import sys

SIZES = (50, 500, 5000)
FORMS = ("build", "json", "csv", "xlsx", "pdf")
AIM = 512  # megabytes, for the largest PDF

MEASURE = """
import json, resource, sys, time
import django
django.setup()
from datetime import date
from bench.build import register
from policies.exports import pdf, text, xlsx
from policies.exports.flow import flow
from policies.exports.protokoll import protokoll
from policies.exports.sheets import Choice
size, form = int(sys.argv[1]), sys.argv[2]
held, day = register(size), date(2026, 11, 22)
made = {
    "build": lambda found: b"",
    "json": text.as_json,
    "csv": lambda found: b"".join(text.as_csv(sheet) for sheet in found.sheets),
    "xlsx": xlsx.as_xlsx,
    "pdf": lambda found: pdf.as_pdf(found, flow(held, Choice())),
}[form]
start = time.process_time()
found = protokoll(held, day, Choice())
built = time.process_time()
content = made(found)
done = time.process_time()
print(json.dumps({
    "seconds": built - start if form == "build" else done - built,
    "rows": found.size,
    "bytes": len(content),
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
}))
"""


def measured(size: int, form: str) -> dict[str, float]:
    """Return what one form of one size took."""
    ran = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", MEASURE, str(size), form], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def main() -> None:
    """Print a line for each form and size, and how much ten times as many took."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    print("  form   activities    rows  processor s  growth  peak MB    file MB")
    for form in FORMS:
        before = 0.0
        for size in sizes:
            found = measured(size, form)
            growth = f"{found['seconds'] / before:6.1f}" if before else "      "
            print(
                f"  {form:5}  {size:10d}  {found['rows']:6.0f}  {found['seconds']:11.2f}  "
                f"{growth}  {found['peak']:7.0f}  {found['bytes'] / 1e6:9.2f}",
                flush=True,
            )
            before = found["seconds"]
    print(f"  linear is 10; the largest PDF must stay under {AIM} MB")


if __name__ == "__main__":
    main()
