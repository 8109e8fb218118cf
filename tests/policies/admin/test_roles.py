"""What the admin shows to each role, and how it says no."""

import pytest
from django.urls import reverse

from policies.models import DataUse, ProcessingActivity, Recipient
from tests.policies.admin.sending import filled, heading, text
from tests.policies.admin.test_form_queries import change, counted, policy, recipient, website, wide
from tests.policies.models.factories import make, make_company, make_member, make_policy

EDITOR = "For å gjøre dette må du være redaktør. I Flex AS er du leser."
INSTALLER = "Bare den som administrerer hele installasjonen, kan gjøre dette."


@pytest.fixture
def sign_in(client, db):
    """Return a function that signs in somebody with roles in Flex."""

    def signed_in(*roles):
        user = make_member(f"{'-'.join(roles)}@eksempel.no", "flex", roles=roles)
        client.force_login(user)
        return user

    return signed_in


def test_a_reader_sees_a_record_as_text_and_nothing_to_save(client, sign_in):
    activity = wide(1)
    DataUse.objects.update(items=["fornavn", "e-postadresse"])
    sign_in("reader")
    page = client.get(change(activity))
    assert heading(page) == "Se behandling"
    sent = {name.rpartition("-")[2] for name in filled(page)} - {"csrfmiddlewaretoken"}
    counts = {"FORMS", "TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS"}
    assert sent <= {*counts, "id", "activity", "_company"}  # which record, of which company
    shown = text(page)
    assert shown.count("fornavn, e-postadresse") == 3  # a card and its list; their source
    assert [word for word in ("Lagre", "Slett", "Legg til") if word in shown.split()] == []
    assert page.content.decode().count('type="submit"') == 2  # to search, and to sign out


@pytest.mark.parametrize("kind", [wide, recipient, website, policy], ids=lambda k: k.__name__)
@pytest.mark.parametrize("role", ["reader", "editor"])
def test_a_record_with_more_rows_takes_no_more_queries(client, sign_in, kind, role):
    record = kind(3)
    sign_in(role)
    counted(client, "get", change(record))
    few = counted(client, "get", change(record))[1]
    record.controller.delete()
    many = kind(6)
    client.logout()
    client.force_login(make_member("en-til@eksempel.no", "flex", roles=(role,)))
    counted(client, "get", change(many))
    assert counted(client, "get", change(many))[1] == few


@pytest.mark.parametrize("path", ["change", "delete"])
def test_a_reader_who_tries_to_change_is_told_which_role_it_takes(client, sign_in, path):
    activity = make(ProcessingActivity, make_company(), name="Salg")
    make_member("kari@eksempel.no", "flex", roles=("administrator",))
    sign_in("reader")
    where = reverse(f"admin:policies_processingactivity_{path}", args=[activity.pk])
    page = client.post(where, {"name": "Nytt", "post": "yes"})
    assert (page.status_code, heading(page)) == (403, "Du har ikke tilgang til dette")
    assert text(page).count(f"{EDITOR} Ingenting er endret.") == 1
    assert text(page).count("Disse kan gi deg rollen: kari@eksempel.no Til oversikten") == 1
    activity.refresh_from_db()
    assert activity.name == "Salg"


def test_a_refusal_names_every_role_that_one_has(client, sign_in):
    flex = make_company()
    sign_in("reader", "case-worker", "administrator")
    page = client.get(reverse("admin:policy-publish", args=[make_policy(flex).pk]))
    said = (
        "For å gjøre dette må du være personvernansvarlig. "
        "I Flex AS er du leser, saksbehandler og administrator."
    )
    assert (page.status_code, text(page).count(said)) == (403, 1)


def test_what_the_installation_administrator_does_is_said_to_be_theirs(client, sign_in):
    make_company()
    sign_in("administrator")
    for name in ("policies_controller_add", "accounts_user_changelist"):
        page = client.get(reverse(f"admin:{name}"))
        assert page.status_code == 403
        assert text(page).count("Ingenting er endret. Til oversikten") == 1
    assert text(client.get(reverse("admin:policies_controller_add"))).count(INSTALLER) == 1


def test_where_nobody_gives_roles_one_asks_whoever_runs_the_site(client, sign_in):
    make_company()
    sign_in("reader")
    page = client.get(reverse("admin:policies_recipient_add"))
    assert text(page).count("Spør den som administrerer Personvernhub hos dere.") == 1


def test_an_action_that_is_not_offered_is_refused(client, sign_in):
    firm = make(Recipient, make_company(), name="BDO")
    sign_in("reader")
    path = reverse("admin:policies_recipient_changelist")
    assert text(client.get(path)).count("Slett valgte") == 0
    sent = {"action": "delete_selected", "_selected_action": [firm.pk], "post": "yes"}
    page = client.post(path, sent)
    assert (page.status_code, text(page).count(EDITOR)) == (403, 1)
    assert Recipient.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("reader", {"preview"}),
        ("editor", {"preview", "save"}),
        ("approver", {"preview", "publish"}),
        ("ombud", {"preview"}),
    ],
)
def test_the_page_of_a_policy_offers_what_the_role_may(client, sign_in, role, sees):
    found = make_policy(make_company())
    sign_in(role)
    page = client.get(change(found)).content.decode()
    marks = {
        "preview": reverse("admin:policy-preview", args=[found.pk]),
        "publish": reverse("admin:policy-publish", args=[found.pk]),
        "save": 'name="_continue"',
    }
    assert {what for what, mark in marks.items() if mark in page} == sees


@pytest.mark.parametrize(("role", "leads"), [("approver", "publish"), ("editor", "preview")])
def test_the_front_page_leads_to_publishing_for_who_may(client, sign_in, role, leads):
    found = make_policy(make_company())
    sign_in(role)
    page = client.get("/admin/")
    where = reverse(f"admin:policy-{leads}", args=[found.pk])
    assert [task.href for task in page.context["tasks"]] == [where]


@pytest.mark.parametrize(("role", "offered"), [("reader", 0), ("editor", 1)])
def test_a_policy_is_proposed_to_who_may_write_one(client, sign_in, role, offered):
    make_company()
    sign_in(role)
    assert text(client.get("/admin/")).count("Lag en erklæring") == offered


@pytest.mark.parametrize(("role", "offered"), [("reader", 0), ("ombud", 0), ("editor", 1)])
def test_undoing_is_offered_to_who_may_edit(client, sign_in, role, offered):
    activity = make(ProcessingActivity, make_company(), name="Salg")
    activity.name = "Salg og levering"
    activity.save()
    sign_in(role)
    own = reverse("admin:policies_processingactivity_history", args=[activity.pk])
    for path in (own, reverse("admin:company-history")):
        page = client.get(path)
        assert text(page).count("fra «Salg» til «Salg og levering»") == 1
        assert page.content.decode().count("/angre/") == offered


def test_a_reader_sees_the_page_beside_the_form(client, sign_in):
    activity = make(ProcessingActivity, make_company(), name="Salg")
    make_policy(activity.controller).activities.add(activity)
    sign_in("reader")
    path = reverse("admin:policies_processingactivity_draft", args=[activity.pk])
    assert client.get(path).status_code == 200
    assert client.post(path, {"name": "Nytt"}).status_code == 403


def test_the_menu_is_the_register_for_a_member_and_users_for_the_installer(client, sign_in, staff):
    make_company()
    sign_in("reader")
    groups = [group["name"] for group in client.get("/admin/").context["app_list"]]
    assert groups == [
        "Virksomheten",
        "Behandlinger",
        "Mottakere",
        "Nettsted",
        "Erklæringer",
        "Protokoll",
    ]
    client.force_login(staff)
    assert client.get("/admin/").context["app_list"][-1]["name"] == "Brukere"


def test_one_signs_in_by_belonging_somewhere(client, db):
    make_company()
    for email, companies, lands in (
        ("ola@eksempel.no", ["flex"], 200),
        ("ingen@eksempel.no", [], 302),
    ):
        make_member(email, *companies)
        sent = {"login": email, "password": "hemmelig", "next": "/admin/"}
        assert client.post("/konto/logg-inn/", sent).url == "/admin/"
        assert client.get("/admin/").status_code == lands
        client.logout()
