"""What each role gives, written out: a change of it is a change of this table."""

import pytest

from policies import permissions as p
from policies.document.terms import Role
from policies.permissions import Access, roles_that

GIVEN = {
    p.may_read: [*Role],
    p.may_comment: [Role.EDITOR, Role.CASE_WORKER, Role.APPROVER, Role.OMBUD],
    p.may_edit: [Role.EDITOR],
    p.may_publish: [Role.APPROVER],
    p.may_read_log: [Role.APPROVER, Role.OMBUD, Role.ADMINISTRATOR],
    p.may_export: [Role.APPROVER],
    p.may_handle_cases: [Role.CASE_WORKER],
    p.may_manage_members: [Role.ADMINISTRATOR],
    p.may_install: [],
    p.nobody_may: [],
}
EVERY = pytest.mark.parametrize("may", GIVEN, ids=lambda may: may.__name__)
DECIDES = set(GIVEN) - {p.may_read, p.may_read_log, p.may_comment, p.may_install, p.nobody_may}


def test_every_permission_stands_in_the_table():
    assert {name for name in vars(p) if "may" in name.split("_")} == {may.__name__ for may in GIVEN}


@EVERY
def test_a_permission_is_given_by_these_roles_and_no_others(may):
    assert roles_that(may) == GIVEN[may]


@EVERY
def test_a_stranger_may_nothing(may):
    assert may(Access()) is False


@EVERY
def test_the_installation_administrator_may_all_that_can_be_done(may):
    assert may(Access(installs=True)) is (may is not p.nobody_may)


@EVERY
def test_roles_add_up(may):
    access = Access(frozenset({Role.READER, Role.EDITOR, Role.APPROVER}))
    assert may(access) is bool({Role.READER, Role.EDITOR, Role.APPROVER} & set(GIVEN[may]))


@pytest.mark.parametrize("may", DECIDES, ids=lambda may: may.__name__)
def test_the_ombud_decides_nothing_even_with_every_other_role(may):
    """Art. 38 no. 6: who watches over the work doesn't do it."""
    assert may(Access(frozenset(Role))) is False
