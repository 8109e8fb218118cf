"""import_register and export_register: all or nothing, and back again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from policies.document.build import build
from policies.document.files import MAX_BYTES, read
from policies.models import Controller
from tests.conftest import COMPANIES, FIXTURES, register_of

FLEX = FIXTURES / "flex.yaml"


def run(*args: object) -> str:
    """Return what a command prints."""
    out = StringIO()
    call_command(*map(str, args), stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_import_of_a_broken_file_stores_nothing_of_the_others(tmp_path):
    broken = tmp_path / "ny.yaml"
    broken.write_text("key: ny\nname: Ny AS\nnmae: Ny\n")
    with pytest.raises(CommandError) as found:
        run("import_register", FLEX, broken)
    assert str(found.value) == (
        "ny.yaml:\nLinje 3, felt nmae: Feltet finnes ikke. Sjekk stavemåten, eller fjern det.\n"
        "Ingenting er lagret."
    )
    assert not Controller.objects.exists()


@pytest.mark.django_db
def test_import_of_an_unreadable_file_stores_nothing(tmp_path):
    missing = tmp_path / "borte.yaml"
    with pytest.raises(CommandError) as found:
        run("import_register", FLEX, missing)
    assert str(found.value) == f"{missing} kan ikke leses. Finnes filen? Ingenting er lagret."
    assert not Controller.objects.exists()


@pytest.mark.django_db
def test_import_reads_no_more_than_the_limit(tmp_path):
    large = tmp_path / "stor.yaml"
    large.write_bytes(b"#" * (MAX_BYTES + 100))
    with pytest.raises(CommandError) as found:
        run("import_register", large)
    assert str(found.value) == (
        f"stor.yaml:\nLinje 1: Filen er for stor: {MAX_BYTES + 1} byte. Grensen er {MAX_BYTES}.\n"
        "Ingenting er lagret."
    )


@pytest.mark.django_db
def test_import_counts_what_it_wrote():
    first = run("import_register", FLEX)
    assert first.startswith("flex.yaml: ")
    assert first.endswith(" nye, 0 endret, 0 fjernet\n")
    assert run("import_register", FLEX) == "flex.yaml: 0 nye, 0 endret, 0 fjernet\n"


@pytest.mark.django_db
def test_import_of_missing_leaves_an_edited_company_alone():
    run("import_register", FLEX)
    Controller.objects.update(name="Flex Norge AS")
    assert run("import_register", "--missing", FLEX) == "flex.yaml: finnes fra før, ikke rørt\n"
    assert build("flex").name == "Flex Norge AS"
    assert run("import_register", FLEX) == "flex.yaml: 0 nye, 1 endret, 0 fjernet\n"
    assert build("flex").name == "Flex AS"


@pytest.mark.django_db
def test_import_of_missing_loads_what_is_not_there():
    run("import_register", "--missing", FLEX)
    assert build("flex") == register_of("flex")


@pytest.mark.django_db
@pytest.mark.parametrize("key", COMPANIES)
def test_export_reads_back_as_the_same_register(key):
    run("import_register", FIXTURES / f"{key}.yaml")
    assert read(run("export_register", key).encode()) == register_of(key)


@pytest.mark.django_db
def test_export_of_an_unknown_company_is_refused():
    with pytest.raises(CommandError) as found:
        run("export_register", "borte")
    assert str(found.value) == "Ingen virksomhet har adressen «borte»."
