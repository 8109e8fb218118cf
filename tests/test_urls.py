"""The table of addresses is whole, and each opens for whom it says."""

import pytest
from django.contrib import admin
from django.urls import URLPattern, get_resolver, resolve

from policies import urls
from policies.models import Policy
from policies.models.company import RESERVED_KEYS
from tests.policies.models.factories import make_company, make_policy, make_version
from tests.urls import ADDRESSES, COMPANY, POLICY

EVERY = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)


def named(patterns):
    """Return the names of the admin's own pages, apart from those of its models."""
    return {f"admin:{p.name}" for p in patterns if isinstance(p, URLPattern) and p.name}


def test_every_named_address_stands_in_the_table():
    public = {pattern.name for pattern in urls.urlpatterns}
    extras = {
        f"admin:{pattern.name}"
        for model, options in admin.site._registry.items()
        for pattern in options.get_urls()
        if pattern.name and not pattern.name.startswith(f"{model._meta.app_label}_")
    }
    site = named(admin.site.get_urls()) - named(admin.AdminSite().get_urls())
    # Undoing needs a change to undo: tests/policies/admin/test_history.py.
    elsewhere = {"admin:auth_user_password_change", "admin:app_list", "admin:history-undo"}
    # These need a proposal or a tombstone: tests/policies/erasing/test_views.py.
    elsewhere |= {f"admin:company-{what}" for what in ("erase-confirm", "erase-withdraw", "erased")}
    ours = (extras | site) - elsewhere
    assert public | ours == {address.name for address in ADDRESSES}


@EVERY
def test_an_address_leads_to_what_it_is_called(address):
    assert resolve(address.path.format(pk=1)).view_name == address.name


def test_no_company_can_take_the_first_part_of_an_address_of_ours():
    ours = {str(pattern.pattern).partition("/")[0] for pattern in get_resolver().url_patterns}
    ours |= {str(pattern.pattern).partition("/")[0] for pattern in urls.urlpatterns}
    assert {part for part in ours if part and "<" not in part} - RESERVED_KEYS == set()


@pytest.fixture
def policy(db) -> Policy:
    policy = make_policy(make_company(COMPANY), POLICY)
    make_version(policy)
    return policy


@EVERY
def test_an_address_opens_for_everyone_or_asks_for_sign_in(client, policy, address):
    path = address.path.format(pk=policy.pk)
    answer = client.get(path)
    if address.opens == "everyone":
        assert (answer.status_code, answer.cookies.output()) == (200, "")
    else:
        assert answer.url == f"/admin/login/?next={path}"


@EVERY
def test_staff_open_every_address(staff_client, policy, address):
    answer = staff_client.get(address.path.format(pk=policy.pk))
    assert (answer.status_code, answer.resolver_match or address.name) != (302, None)
    assert answer.status_code == 200
