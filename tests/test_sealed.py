"""The seal survives what migrations do to its table, on both engines."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from policies.models import PolicyVersion
from privacyhub.sealed import Sealed
from tests.factories import make_policy, make_version

SEAL = next(c for c in PolicyVersion._meta.constraints if isinstance(c, Sealed))


def is_sealed() -> bool:
    """Try to change the row, and put it back as it was if that was possible."""
    try:
        with transaction.atomic():
            PolicyVersion.objects.update(number=9)
            PolicyVersion.objects.update(number=1)
    except DatabaseError as error:
        return "sealed row" in str(error)
    return False


@pytest.fixture
def version(transactional_db):
    return make_version(make_policy())


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("policyversion", "extra", models.IntegerField(null=True)),
        migrations.AlterField("policyversion", "number", models.BigIntegerField()),
        migrations.AlterField("policy", "title", models.CharField(max_length=400)),
    ],
)
def test_seal_survives_a_migration_there_and_back(version, operation):
    before = MigrationLoader(connection).project_state()
    after = before.clone()
    operation.state_forwards("policies", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("policies", editor, before, after)
    assert is_sealed()
    with connection.schema_editor() as editor:
        operation.database_backwards("policies", editor, after, before)
    assert is_sealed()


def test_seal_is_taken_off_and_put_on_by_migrations(version):
    operation = migrations.RemoveConstraint("policyversion", SEAL.name)
    before = MigrationLoader(connection).project_state()
    after = before.clone()
    operation.state_forwards("policies", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("policies", editor, before, after)
    assert not is_sealed()
    with connection.schema_editor() as editor:
        operation.database_backwards("policies", editor, after, before)
    assert is_sealed()


def test_seals_are_equal_by_name_and_columns():
    _path, _args, given = SEAL.deconstruct()
    assert Sealed(**given) == SEAL
    assert Sealed(**given | {"name": "other"}) != SEAL
    assert Sealed(**given | {"kept": []}) != SEAL
    assert len({SEAL, Sealed(**given)}) == 1


FORGED = [
    {"number": 99},
    {"document_sha256": "0" * 64},
    {"pdf_sha256": "0" * 64},
    {"visibility": "staff"},
    {"is_indexed": False},
    {"effective_at": datetime(1999, 1, 1, tzinfo=UTC)},
    {"published_at": datetime(1999, 1, 1, tzinfo=UTC)},
]
EMPTY = {
    "title": "",
    "company": "",
    "document": "",
    "article": "",
    "pdf": b"",
    "change_note": "",
    "published_by": "",
}


@pytest.mark.parametrize("forged", FORGED)
def test_tombstone_cannot_be_forged_in_the_act_of_erasing(version, forged):
    erasing = {"erased_at": timezone.now(), "erased_by": "x", "erased_reason": "y", **EMPTY}
    with pytest.raises(DatabaseError, match="sealed row"), transaction.atomic():
        PolicyVersion.objects.update(**erasing, **forged)
    assert PolicyVersion.objects.update(**erasing) == 1


@pytest.mark.parametrize("kept", EMPTY)
def test_tombstone_keeps_nothing_of_the_content(version, kept):
    emptied = {k: v for k, v in EMPTY.items() if k != kept}
    left = b"x" if kept == "pdf" else "x"
    erasing = {"erased_at": timezone.now(), "erased_by": "x", "erased_reason": "y"}
    with pytest.raises(DatabaseError, match="version_erased_is_empty"), transaction.atomic():
        PolicyVersion.objects.update(**erasing, **emptied, **{kept: left})


def test_sqlite_cannot_replace_a_sealed_row(version):
    columns = ", ".join(f.column for f in PolicyVersion._meta.concrete_fields)
    changed = columns.replace("article", "'annet'")
    if connection.vendor == "sqlite":
        replace = f"INSERT OR REPLACE INTO policies_policyversion ({columns}) SELECT {changed} "
        for row in (changed, changed.replace("id,", "NULL,", 1)):
            sql = replace.replace(changed, row) + "FROM policies_policyversion"
            with pytest.raises(DatabaseError, match="sealed row"), transaction.atomic():
                connection.cursor().execute(sql)
    assert PolicyVersion.objects.get().article == version.article
