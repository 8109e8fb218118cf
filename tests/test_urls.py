"""The table of addresses: each leads where it says. Who may is in tests/test_access.py."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import get_resolver, resolve

from policies import urls
from policies.models import Membership, Policy
from policies.models.company import RESERVED_KEYS
from policies.workplace.members import join
from tests.accounts.inviting import make_invitation
from tests.policies.models.factories import make_company, make_policy, make_version
from tests.rights_requests.factories import answered_case
from tests.urls import ADDRESSES, COMPANY, POLICY

EVERY = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)


@EVERY
def test_an_address_leads_to_what_it_is_called(address):
    path = address.path.format(pk=1, member=1, invitation=1, case="H-2222-2222")
    assert resolve(path).view_name == address.name


def test_no_company_can_take_the_first_part_of_an_address_of_ours():
    ours = {str(pattern.pattern).partition("/")[0] for pattern in get_resolver().url_patterns}
    ours |= {str(pattern.pattern).partition("/")[0] for pattern in urls.urlpatterns}
    assert {part for part in ours if part and "<" not in part} - RESERVED_KEYS == set()


@pytest.fixture
def policy(db) -> Policy:
    policy = make_policy(make_company(COMPANY), POLICY)
    make_version(policy)
    user = get_user_model().objects.create_user("ola@eksempel.no")
    join(user, COMPANY, "administrator", by="test")
    return policy


def path_of(address, policy):
    """Return the path to something that exists: the policy, or its company's only member."""
    member = Membership.objects.get(company=policy.controller)
    invitation = make_invitation(COMPANY) if "{invitation}" in address.path else member
    case = answered_case(policy.controller).reference if "{case}" in address.path else ""
    numbers = {"pk": policy.pk, "member": member.user_id, "invitation": invitation.pk}
    return address.path.format(**numbers, case=case)


@EVERY
def test_an_address_opens_for_everyone_or_asks_for_sign_in(client, policy, address):
    path = path_of(address, policy)
    answer = client.get(path)
    if address.opens == "everyone":
        assert (answer.status_code, answer.cookies.output()) == (200, "")
    else:
        assert answer.url == f"/admin/login/?next={path}"


@EVERY
def test_staff_open_every_address(staff_client, policy, address):
    answer = staff_client.get(path_of(address, policy))
    assert (answer.status_code, answer.resolver_match or address.name) != (302, None)
    assert answer.status_code == 200
