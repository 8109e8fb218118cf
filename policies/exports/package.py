"""Files in one ZIP, with contents and checksums: the package for the authority above all.

The same register, day and versions are the same bytes, so that a package can be checked later.
"""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.utils.translation import gettext as _

from policies.publishing.article.words import day as in_words

CONTENTS, SUMS = "innhold.txt", "sha256sum.txt"
_STILL = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP file can tell


@dataclass(frozen=True)
class File:
    """A file to be sent: its name, what it holds, and what it is."""

    name: str
    content: bytes
    about: str
    kind: str = "application/octet-stream"

    @property
    def checksum(self) -> str:
        """Return the checksum of the content."""
        return sha256(self.content).hexdigest()


def package(files: Iterable[File], title: str, day: date, note: str = "") -> bytes:
    """Return files as one ZIP, after their table of contents, with a note, and their checksums."""
    found = sorted(files, key=lambda file: file.name)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in (
            (CONTENTS, _contents(found, title, day, note).encode()),
            (SUMS, _sums(found).encode()),
            *((file.name, file.content) for file in found),
        ):
            about = zipfile.ZipInfo(name, _STILL)
            about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            zipped.writestr(about, content)
    return held.getvalue()


def _contents(files: list[File], title: str, day: date, note: str) -> str:
    head = [
        title,
        *([note] if note else []),
        _("Registeret slik det sto %(day)s") % {"day": in_words(day)},
        "",
        _("Kontrollsummene er SHA-256. Sjekk dem med: sha256sum -c %(file)s") % {"file": SUMS},
        "",
    ]
    lines = []
    for file in files:
        size = _("%(size)d byte") % {"size": len(file.content)}
        lines += [file.name, f"  {file.about}", f"  {size}, {file.checksum}", ""]
    return "\n".join([*head, *lines])


def _sums(files: list[File]) -> str:
    """Return what `sha256sum -c` reads."""
    return "".join(f"{file.checksum}  {file.name}\n" for file in files)
