"""Who belongs to a company, and as what: joining, changing, leaving, and what is refused."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from policies.document.terms import Role
from policies.models import Controller, Membership
from policies.workplace.members import MembershipError, join, remove, roles_of, set_roles
from privacyhub.audit.models import Event, Kind
from tests.policies.models.factories import make_company, make_member

LAST = "Virksomheten må ha en administrator. Gi en annen den rollen først."
RAISE = "Du kan ikke gi deg selv flere roller. Be en annen administrator."
NONE = "Velg minst én rolle, eller fjern medlemmet."
ALONE = (
    "Personvernombudet kan ikke ha andre roller i samme virksomhet: ombudet skal ikke "
    "kontrollere sitt eget arbeid (personvernforordningen art. 38 nr. 6)."
)


@pytest.fixture
def flex(db):
    return make_company("flex")


@pytest.fixture
def kari(flex):
    return make_member("kari@eksempel.no", "flex", roles=("administrator",))


@pytest.fixture
def ola(flex):
    return make_member("ola@eksempel.no", "flex", roles=("reader",))


def refused(action, *args, **kwargs):
    """Return what is said when an action is refused, and nothing is changed by it."""
    before = list(Membership.objects.values())
    with pytest.raises(MembershipError) as error:
        action(*args, **kwargs)
    assert list(Membership.objects.values()) == before
    return error.value.message


def test_joining_gives_a_role_and_again_changes_nothing(flex, kari):
    ola = get_user_model().objects.create_user("ola@eksempel.no")
    first = join(ola, "flex", "editor", by=kari)
    assert join(ola, "flex", Role.EDITOR, "en annen") == first
    assert (first.company, first.role, first.added_by) == (flex, "editor", "kari@eksempel.no")
    assert roles_of(ola, flex) == {Role.EDITOR}
    join(ola, "flex", "approver", by=kari)
    assert roles_of(ola, flex) == {Role.EDITOR, Role.APPROVER}


def test_joining_an_unknown_company_or_role_is_a_fault(flex, ola):
    with pytest.raises(Controller.DoesNotExist):
        join(ola, "ukjent", "editor", by="test")
    with pytest.raises(ValueError, match="sjef"):
        join(ola, "flex", "sjef", by="test")
    assert roles_of(ola, flex) == {Role.READER}


def test_the_ombud_has_no_other_role_in_the_company(flex, ola, kari):
    assert refused(join, ola, "flex", "ombud", by=kari) == ALONE
    assert refused(set_roles, ola, flex, ["ombud", "approver"], by=kari) == ALONE
    set_roles(ola, flex, ["ombud"], by=kari)
    assert refused(join, ola, "flex", "reader", by=kari) == ALONE
    make_company("ntc")
    assert join(ola, "ntc", "editor", by=kari).role == "editor"


def test_roles_are_set_and_those_that_stay_keep_who_gave_them(flex, kari):
    ola = get_user_model().objects.create_user("ola@eksempel.no")
    join(ola, "flex", "editor", by="noen")
    join(ola, "flex", "reader", by="noen")
    set_roles(ola, flex, ["editor", "approver"], by=kari)
    given = dict(ola.memberships.values_list("role", "added_by"))
    assert given == {"editor": "noen", "approver": "kari@eksempel.no"}
    assert refused(set_roles, ola, flex, [], by=kari) == NONE


def test_nobody_raises_their_own_role_but_lowers_it(flex, kari):
    make_member("per@eksempel.no", "flex", roles=("administrator",))
    assert refused(set_roles, kari, flex, ["administrator", "approver"], by=kari) == RAISE
    assert refused(set_roles, kari, flex, ["approver"], by=kari) == RAISE
    boss = get_user_model().objects.create_superuser("sjef@eksempel.no")
    join(boss, "flex", "reader", by="test")
    set_roles(boss, flex, ["administrator"], by=boss)
    assert roles_of(boss, flex) == {Role.ADMINISTRATOR}
    join(kari, "flex", "reader", by=boss)
    set_roles(kari, flex, ["reader"], by=kari)
    assert roles_of(kari, flex) == {Role.READER}


def test_the_last_administrator_stays(flex, kari, ola):
    assert refused(set_roles, kari, flex, ["reader"], by=ola) == LAST
    assert refused(remove, kari, flex, by=kari) == LAST
    gone = make_member("borte@eksempel.no", "flex", roles=("administrator",))
    gone.is_active = False
    gone.save()
    assert refused(remove, kari, flex, by=kari) == LAST
    remove(gone, flex, by=kari)
    join(ola, "flex", "administrator", by=kari)
    remove(kari, flex, by=kari)
    assert {m.user for m in flex.memberships.all()} == {ola}


def test_leaving_one_company_is_not_leaving_another(flex, ola):
    make_company("ntc")
    join(ola, "ntc", "reader", by="test")
    remove(ola, flex, by="test")
    assert [m.company.key for m in ola.memberships.all()] == ["ntc"]


def test_a_role_is_held_once_and_is_one_of_the_vocabulary(flex, ola):
    for role in ("reader", "sjef"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(user=ola, company=flex, role=role)


def test_a_person_who_belongs_somewhere_is_not_deleted_and_a_company_takes_its_members(flex, ola):
    with pytest.raises(ProtectedError):
        ola.delete()
    flex.delete()
    assert Membership.objects.count() == 0
    ola.delete()


def test_the_command_gives_roles_and_says_what_is_unknown(flex, kari, capsys):
    call_command("member", "Kari@Eksempel.no", "flex", "editor", "approver")
    assert capsys.readouterr().out == "kari@eksempel.no is editor, approver in flex\n"
    assert roles_of(kari, flex) == {Role.ADMINISTRATOR, Role.EDITOR, Role.APPROVER}
    faults = {
        ("ny@eksempel.no", "flex", "reader"): "No user has the address ny@eksempel.no.",
        ("kari@eksempel.no", "ntc", "reader"): "No company is called ntc.",
        ("kari@eksempel.no", "flex", "ombud"): ALONE,
    }
    for typed, said in faults.items():
        with pytest.raises(CommandError) as error:
            call_command("member", *typed)
        assert str(error.value) == said


def test_what_is_changed_is_told_to_the_log(flex, kari, ola):
    Event.objects.all().erase()
    set_roles(ola, flex, ["approver"], by=kari)
    set_roles(ola, flex, ["approver"], by=kari)
    join(ola, "flex", "editor", by=kari)
    join(ola, "flex", "editor", by=kari)
    remove(ola, flex, by=kari)
    told = [event.details for event in Event.objects.filter(kind=Kind.ROLE_CHANGED).order_by("pk")]
    assert told == [
        {"added": ["personvernansvarlig"], "removed": ["leser"]},
        {"added": ["redaktør"]},
        {"removed": ["redaktør", "personvernansvarlig"]},
    ]
    assert {(e.company_key, e.actor_id, e.subject_name) for e in Event.objects.all()} == {
        ("flex", kari.pk, str(ola))
    }
