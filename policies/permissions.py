"""Who may do what: each permission is one small predicate over a person's roles in a company.

Nothing else decides. Pages, lists, forms, actions and files ask through
`policies.workplace.active`, which reads the roles once for each request.
"""

from collections.abc import Callable
from dataclasses import dataclass

from policies.document.terms import Role


@dataclass(frozen=True)
class Access:
    """What a person is in one company; none of it for a stranger."""

    roles: frozenset[str] = frozenset()
    installs: bool = False  # the installation administrator, in every company


May = Callable[[Access], bool]


def may_read(access: Access) -> bool:
    """Read the register, its pages and its history. Every role may."""
    return access.installs or bool(access.roles)


def may_comment(access: Access) -> bool:
    """Say something about what is written: all who work on it, and the ombud (art. 39)."""
    return Role.OMBUD in access.roles or _acts(access, Role.EDITOR, Role.CASE_WORKER, Role.APPROVER)


def may_edit(access: Access) -> bool:
    """Change the register: add, change, delete, undo."""
    return _acts(access, Role.EDITOR)


def may_publish(access: Access) -> bool:
    """Approve what the company tells its readers."""
    return _acts(access, Role.APPROVER)


def may_read_log(access: Access) -> bool:
    """Read who did what: those who answer for it, and the ombud who watches over it (art. 39)."""
    return Role.OMBUD in access.roles or _acts(access, Role.APPROVER, Role.ADMINISTRATOR)


def may_export(access: Access) -> bool:
    """Take the record out of the house: the protokoll, the audit log."""
    return _acts(access, Role.APPROVER)


def may_handle_cases(access: Access) -> bool:
    """Work with people's requests, and see what they wrote."""
    return _acts(access, Role.CASE_WORKER)


def may_manage_members(access: Access) -> bool:
    """Say who belongs to the company, and as what."""
    return _acts(access, Role.ADMINISTRATOR)


def may_install(access: Access) -> bool:
    """Do what concerns the installation: new companies, users, erasure."""
    return access.installs


def nobody_may(_access: Access) -> bool:
    """Do what is never done: change a version, delete a source."""
    return False


def _acts(access: Access, *roles: Role) -> bool:
    """Say whether one of the roles is held. The ombud decides nothing (art. 38 no. 6)."""
    held = access.roles.intersection(roles) if Role.OMBUD not in access.roles else ()
    return access.installs or bool(held)


def roles_that(may: May) -> list[Role]:
    """Return the roles that give a permission, each by itself."""
    return [role for role in Role if may(Access(frozenset({role})))]
