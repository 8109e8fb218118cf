"""The package lists what it holds, with checksums that hold."""

import io
import zipfile
from hashlib import sha256

from policies.exports.package import File, package
from tests.policies.exports.registers import DAY

FILES = [File("b/å.txt", b"to", "Den andre"), File("a.txt", b"en" * 5000, "Den første")]


def test_every_file_is_listed_with_its_size_and_checksum():
    content = package(FILES, "Tilsynspakke for Flex AS", DAY)
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        assert zipped.testzip() is None
        assert zipped.namelist() == ["innhold.txt", "sha256sum.txt", "a.txt", "b/å.txt"]
        assert zipped.read("sha256sum.txt").decode() == "".join(
            f"{sha256(zipped.read(name)).hexdigest()}  {name}\n" for name in ("a.txt", "b/å.txt")
        )
        told = zipped.read("innhold.txt").decode()
    assert told.startswith("Tilsynspakke for Flex AS\nRegisteret slik det sto 22. november 2026\n")
    assert f"a.txt\n  Den første\n  10000 byte, {FILES[1].checksum}\n" in told


def test_same_files_are_the_same_bytes_in_any_order():
    assert package(FILES, "Flex AS", DAY) == package(reversed(FILES), "Flex AS", DAY)
