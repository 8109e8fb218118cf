"""The seal survives what migrations do to its table, on both engines."""

import pytest
from django.db import DatabaseError, connection, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader

from policies.models import PolicyVersion
from policies.models.sealed import Sealed
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


def test_seals_are_equal_by_name():
    assert Sealed(name="version_sealed") == SEAL
    assert Sealed(name="other") != SEAL
    assert len({SEAL, Sealed(name="version_sealed")}) == 1
