"""«Medlemmer»: the company's administrator lists them, changes roles, and lets them go."""

import pytest
from django.urls import reverse

from policies.document.terms import Role
from policies.models import Membership
from policies.workplace.members import roles_of
from tests.policies.admin.sending import heading, text, told
from tests.policies.models.factories import make_company, make_member
from tests.policies.workplace.test_members import LAST, NONE, RAISE

LIST = reverse("admin:member-list")


@pytest.fixture
def flex(db):
    return make_company("flex")


@pytest.fixture
def kari(client, flex):
    kari = make_member("kari@eksempel.no", "flex", roles=("administrator",))
    client.force_login(kari)
    return kari


@pytest.fixture
def ola(flex):
    return make_member("ola@eksempel.no", "flex", roles=("reader", "editor"))


def page_of(user, page="change"):
    return reverse(f"admin:member-{page}", args=[user.pk])


def test_the_list_tells_who_is_what(client, kari, ola):
    page = client.get(LIST)
    assert heading(page) == "Medlemmer i Flex AS"
    assert [(str(m), m.labels) for m in page.context["members"]] == [
        ("kari@eksempel.no", "administrator"),
        ("ola@eksempel.no", "leser, redaktør"),
    ]
    assert text(page).count("kari@eksempel.no (deg)") == 1


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_takes_as_many_queries_for_more_members(
    client, kari, people, django_assert_num_queries
):
    for n in range(people):
        make_member(f"{n}@eksempel.no", "flex", roles=("reader", "editor"))
    with django_assert_num_queries(5):  # session, user, desk, members, invitations
        client.get(LIST)


def test_the_menu_leads_there_for_an_administrator_alone(client, kari, ola):
    link = f'href="{LIST}"'
    assert client.get(LIST).content.decode().count(link) >= 1
    client.force_login(ola)
    assert client.get("/admin/").content.decode().count(link) == 0


def test_roles_are_changed_and_the_boxes_show_what_is_held(client, kari, ola, flex):
    boxes = client.get(page_of(ola)).content.decode()
    assert boxes.count("checked") == 2
    answer = client.post(page_of(ola), {"roles": ["approver"]}, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert told(answer) == ["Rollene til ola@eksempel.no er lagret."]
    assert roles_of(ola, flex) == {Role.APPROVER}


REFUSED = (
    ("ola", [], NONE),
    ("kari", ["administrator", "editor"], RAISE),
    ("kari", [], NONE),
    ("ola", ["sjef"], "«sjef» er ikke blant valgene. Velg et annet."),
)


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_said_at_the_field_and_the_choice_stands(client, kari, ola, case):
    who, roles, said = case
    before = list(Membership.objects.values())
    page = client.post(page_of({"ola": ola, "kari": kari}[who]), {"roles": roles})
    assert page.context["form"].errors == {"roles": [said]}
    assert page.content.decode().count("checked") == len([r for r in roles if r != "sjef"])
    assert list(Membership.objects.values()) == before


def test_a_member_is_taken_out_after_a_question(client, kari, ola, flex):
    question = client.get(page_of(ola, "remove"))
    assert text(question).count("ola@eksempel.no vil ikke lenger se noe i Flex AS.") == 1
    assert roles_of(ola, flex) == {Role.READER, Role.EDITOR}
    answer = client.post(page_of(ola, "remove"), follow=True)
    assert told(answer) == ["ola@eksempel.no er ikke lenger med i Flex AS."]
    assert roles_of(ola, flex) == set()


def test_the_last_administrator_is_told_why_they_stay(client, kari, flex):
    page = client.post(page_of(kari, "remove"))
    assert text(page).count(LAST) == 1
    assert roles_of(kari, flex) == {Role.ADMINISTRATOR}


def test_an_administrator_who_steps_down_comes_to_the_front_page(client, kari, flex):
    make_member("per@eksempel.no", "flex", roles=("administrator",))
    Membership.objects.create(user=kari, company=flex, role="reader")
    answer = client.post(page_of(kari), {"roles": ["reader"]})
    assert answer.url == reverse("admin:index")
    assert client.get(answer.url).status_code == 200


def test_members_of_another_company_are_as_unknown_as_none(client, kari):
    make_company("ntc")
    other = make_member("per@eksempel.no", "ntc", roles=("reader",))
    for pk in (other.pk, 987654, 2**70):
        for page in ("change", "remove"):
            path = reverse(f"admin:member-{page}", args=[pk])
            for answer in (client.get(path), client.post(path, {"roles": ["editor"]})):
                assert answer.status_code == 404
                assert text(answer).count("Vi fant ikke dette, eller du har ikke tilgang.") == 1
    assert [m.role for m in other.memberships.all()] == ["reader"]


def test_without_a_company_there_are_no_members(staff_client):
    assert staff_client.get(LIST).status_code == 404
