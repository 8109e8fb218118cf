"""Who was staff before there were roles goes on where it is clear for whom."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from policies.models import Membership
from tests.policies.models.factories import make_company

migration = import_module("policies.migrations.0006_membership")


@pytest.mark.parametrize(
    ("companies", "given"),
    [(0, []), (1, [("ola@eksempel.no", "approver"), ("ola@eksempel.no", "editor")]), (2, [])],
)
def test_staff_keep_what_they_did_in_the_only_company(db, companies, given):
    users = get_user_model().objects
    users.create_user("ola@eksempel.no", is_staff=True)
    users.create_user("per@eksempel.no")
    users.create_superuser("sjef@eksempel.no")
    for n in range(companies):
        make_company(f"firma-{n}")
    migration.keep_staff_in_the_only_company(apps, None)
    assert sorted(Membership.objects.values_list("user__email", "role")) == given
