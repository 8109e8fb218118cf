"""Build and load are inverses, and so are reading and writing register files."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from policies.document.build import build
from policies.document.files import read, write
from policies.document.load import load
from policies.document.schema import Register
from tests.strategies import registers

FAST = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.django_db
@FAST
@given(first=registers(), second=registers())
def test_build_returns_what_load_wrote(first: Register, second: Register) -> None:
    load(first)
    assert build("flex") == first
    load(second)
    assert build("flex") == second
    with CaptureQueriesContext(connection) as queries:
        assert not load(second)
    writes = ("INSERT", "UPDATE", "DELETE")
    assert [q["sql"] for q in queries if q["sql"].startswith(writes)] == []


@FAST
@given(register=registers())
def test_read_returns_what_write_wrote(register: Register) -> None:
    assert read(write(register).encode()) == register
    assert Register.model_validate_json(register.model_dump_json()) == register
