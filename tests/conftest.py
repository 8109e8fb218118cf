"""What every test may ask for."""

import sys
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from _pytest import runner
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.db import connection

from policies.document.files import read
from policies.document.load import load
from policies.document.schema import Register
from policies.models import Policy
from privacyhub.room import with_room

FIXTURES = Path(__file__).parent.parent / "fixtures"
SOURCES = ("allprofil", "finmug", "flex", "flinke-jenter", "ntc")
COMPANIES = (*SOURCES, "eksempelbutikken")

# They ask for every page in many ways, and reach no line that the others don't. Coverage would take
# as long again as they do.
WALKS = (
    "tests/test_access.py",
    "tests/test_headers.py",
    "tests/test_staff_words.py",
    "tests/policies/admin/test_form_queries.py",
    "tests/policies/admin/test_page_queries.py",
    "tests/policies/admin/test_walls.py",
    "tests/policies/document/test_round_trip.py",
    "tests/policies/exports/test_pdf.py::test_every_name_of_the_register_is_on_paper",
    "tests/policies/models/test_search_index.py",
    "tests/rights_requests/admin/test_words.py",
    "tests/rights_requests/test_workflow.py",
)


def pytest_collection_modifyitems(config, items):
    """Leave out the hostile client unless asked for, and on PostgreSQL what is alike there."""
    unasked = "fuzz" not in config.option.markexpr
    second = connection.vendor == "postgresql"
    left_out = [
        item
        for item in items
        if (unasked and item.get_closest_marker("fuzz")) or (second and not asks_database(item))
    ]
    items[:] = [item for item in items if item not in set(left_out)]
    config.hook.pytest_deselected(items=left_out)


def pytest_runtest_protocol(item, nextitem):
    """Run a test with room on the stack, where pytest stands deep; the walks unmeasured."""
    with unmeasured() if item.nodeid.startswith(WALKS) else nullcontext():
        return with_room(runner.pytest_runtest_protocol, item, nextitem)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef):
    """Make the tables unmeasured: it takes twice as long when it is, and no line of ours counts."""
    with unmeasured() if fixturedef.argname == "django_db_setup" else nullcontext():
        return (yield)


@contextmanager
def unmeasured():
    """Let coverage look away."""
    tracing = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracing)


def asks_database(item):
    """Tell whether a test may differ by engine: it asks the database, and not on the way alone."""
    if item.get_closest_marker("any_engine"):
        return False
    return bool(
        item.get_closest_marker("django_db") or {"db", "transactional_db"} & {*item.fixturenames}
    )


@pytest.fixture(autouse=True)
def plain_settings(settings):
    """Serve files without a manifest, hash fast, and ask for neither https nor codes."""
    caches["process"].clear()  # numbers come again in the next test
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECURE_SSL_REDIRECT = False
    settings.PUBLISHED_CHECK_SECONDS = 0
    # What staff need beyond this has tests of its own: tests/accounts/test_second_factor.py.
    settings.SECOND_FACTOR_REQUIRED = False
    settings.MAIL_THREADS = 0


SEALED = {
    "policies_policyversion": "erased_by='test', erased_reason='test', document='', article='', "
    "title='', company='', change_note='', published_by='', pdf=NOTHING",
    "policies_companyerasure": "asked_by_name='', confirmed_by_name='', reason=''",
    "audit_event": "actor_id=NULL, details=NULL, address=NULL, actor='', actor_email='', "
    "company_key='', company_name='', subject_kind='', subject_name='', subject_ref=''",
    "rights_requests_reply": "text='', pdf=NOTHING, recipient='', drafted_by_name='', "
    "approved_by_name=''",
    "rights_requests_step": "\"by\"=NULL, by_name='', reason='', old_due_on=NULL, new_due_on=NULL",
}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Let the test runner empty sealed tables: it erases their rows before it flushes."""
    operations = type(connection.ops)
    flush = operations.execute_sql_flush
    nothing = "X''" if connection.vendor == "sqlite" else "''"

    def erase_first(self, sql_list):
        # They hold on to versions, which are emptied before them.
        flush(self, ["UPDATE rights_requests_case SET version_id = NULL"])
        for table, emptied in SEALED.items():
            filled = emptied.replace("NOTHING", nothing)
            erase = f"UPDATE {table} SET erased_at=CURRENT_TIMESTAMP, {filled} "  # noqa: S608
            flush(self, [f"{erase} WHERE erased_at IS NULL", f"DELETE FROM {table}"])  # noqa: S608
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
