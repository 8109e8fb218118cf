"""What a process that serves pages, and one that renders PDFs, takes at most."""

import subprocess
import sys

from bench.serving import gunicorn, peak_megabytes, requests_per_second

COMPANIES = ("allprofil", "eksempelbutikken", "finmug", "flex", "flinke-jenter", "ntc")
SERVING, RENDERING = 150, 250  # megabytes

RENDER = """
import resource, django
django.setup()
from policies.models import Policy
from policies.models.version import sha256
from policies.publishing import article, pdf
from policies.publishing.publish import preview
for policy in Policy.objects.select_related("controller"):
    published = preview(policy)
    document = published.model_dump_json(exclude_defaults=True)
    pdf.render(published, article.render(published), document, sha256(document.encode()))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)
"""


def main() -> None:
    """Load every page in three forms, and render every PDF in a fresh process."""
    with gunicorn("privacyhub.wsgi") as (address, pid):
        for company in COMPANIES:
            for form in ("/", ".pdf", ".json"):
                requests_per_second(f"{address}/{company}/personvern{form}")
        print(f"  serving    {peak_megabytes(pid):6.0f} MB at most (aim < {SERVING})")
    ran = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", RENDER], capture_output=True, text=True, check=True
    )
    print(f"  rendering  {float(ran.stdout):6.0f} MB at most, six policies (aim < {RENDERING})")


if __name__ == "__main__":
    main()
