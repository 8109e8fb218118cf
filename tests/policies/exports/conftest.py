"""The registers that every form is made of."""

import pytest

from tests.policies.exports.registers import every


@pytest.fixture(scope="session", params=every(), ids=lambda register: register.key)
def register(request):
    """Return a register: of each company's file, and a generated one of 500 activities."""
    return request.param
