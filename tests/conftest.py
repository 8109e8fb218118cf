"""What every test may ask for."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from policies.document.files import read
from policies.document.load import load
from policies.document.schema import Register
from policies.models import Policy

FIXTURES = Path(__file__).parent.parent / "fixtures"
SOURCES = ("allprofil", "finmug", "flex", "flinke-jenter", "ntc")
COMPANIES = (*SOURCES, "eksempelbutikken")


def pytest_collection_modifyitems(config, items):
    """Leave out the hostile client unless it is asked for by its mark."""
    if "fuzz" not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker("fuzz")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(autouse=True)
def plain_settings(settings):
    """Serve files without a manifest, hash fast, and ask for no https."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECURE_SSL_REDIRECT = False
    settings.PUBLISHED_CHECK_SECONDS = 0


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Let the test runner empty sealed tables: it erases their rows before it flushes."""
    operations = type(connection.ops)
    flush = operations.execute_sql_flush
    nothing = "X''" if connection.vendor == "sqlite" else "''"

    def erase_first(self, sql_list):
        erase = (
            "UPDATE policies_policyversion SET erased_at=CURRENT_TIMESTAMP, erased_by='test', "
            "erased_reason='test', document='', article='', title='', company='', change_note='', "
            "published_by='', pdf=NOTHING WHERE erased_at IS NULL"
        ).replace("NOTHING", nothing)
        flush(self, [erase, "DELETE FROM policies_policyversion"])
        return flush(self, sql_list)

    operations.execute_sql_flush = erase_first
    yield
    operations.execute_sql_flush = flush


def register_of(key: str) -> Register:
    """Return the register in a file."""
    return read((FIXTURES / f"{key}.yaml").read_bytes())


@pytest.fixture
def load_company(db):
    """Load companies from their files, and return the policy of the last."""

    def loaded(*keys: str) -> Policy:
        for key in keys:
            load(register_of(key))
        return Policy.objects.select_related("controller").get(controller__key=keys[-1])

    return loaded


@pytest.fixture
def staff(db):
    """Return a person who may edit everything."""
    return get_user_model().objects.create_superuser("kari@eksempel.no", "hemmelig", name="Kari")


@pytest.fixture
def staff_client(client, staff):
    """Return a client that the person is signed in to."""
    client.force_login(staff)
    return client
