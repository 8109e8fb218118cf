"""The history pages: a record's, the company's, and the button that undoes a change."""

import pytest
from django.urls import reverse

from policies.models import ProcessingActivity, Purpose, Recipient, System
from policies.models.history import history_of, newest
from tests.policies.admin.sending import heading, text, told
from tests.policies.models.factories import make, make_company

COMPANY = "/admin/historikk/"


def page_of(record):
    return reverse(f"admin:policies_{record._meta.model_name}_history", args=[record.pk])


def undo_of(record):
    return reverse("admin:history-undo", args=[record._meta.model_name, newest(record).history_id])


def post(client, record, **typed):
    """Save a record's page with just these fields, and with no rows below it."""
    address = reverse(f"admin:policies_{record._meta.model_name}_change", args=[record.pk])
    below = ("purposes", "data_uses", "data_sources", "retention_rules")
    prefixes = {"processingactivity": below}
    rows = {
        f"{prefix}-{name}": 0
        for prefix in prefixes.get(record._meta.model_name, ())
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    answer = client.post(address, {"position": 0, **rows, **typed})
    assert answer.status_code == 302, answer.context["errors"]


@pytest.fixture
def own(db):
    return make_company("flex", city="Oslo")


@pytest.fixture
def activity(own):
    return make(ProcessingActivity, own, name="Salg")


def sentences(page):
    return [change["told"].text for change in page.context["changes"]]


def test_one_save_is_one_change_with_its_links_and_who_made_it(staff_client, own, activity):
    system = make(System, own, name="Best Salg")
    post(staff_client, activity, name="Handel", status="active", systems=[system.pk])
    page = staff_client.get(page_of(activity))
    assert sentences(page) == [
        "Kari endret behandling «Handel». Navn: fra «Salg» til «Handel». "
        "Systemer: la til «Best Salg».",
        "En ukjent bruker la til behandling «Salg».",
    ]
    assert heading(page) == "Historikk for Handel"
    assert "Systemer: la til «Best Salg»" in text(page)


def test_a_save_that_changes_nothing_is_no_change(staff_client, activity):
    post(staff_client, activity, name="Salg", status="active")
    assert len(sentences(staff_client.get(page_of(activity)))) == 1


def test_a_record_s_history_has_the_rows_below_it(staff_client, own, activity):
    make(Purpose, own, activity=activity, text="levere").delete()
    assert sentences(staff_client.get(page_of(activity))) == [
        "En ukjent bruker fjernet formål «levere».",
        "En ukjent bruker la til formål «levere».",
        "En ukjent bruker la til behandling «Salg».",
    ]


def test_the_company_s_history_is_filtered_by_person_and_kind(staff_client, staff, own, activity):
    post(staff_client, activity, name="Handel", status="active")
    theirs = make_company("ntc")
    make(System, theirs, name="Deres")
    everything = sentences(staff_client.get(COMPANY))
    assert [s.partition(".")[0] for s in everything] == [
        "Kari endret behandling «Handel»",
        "En ukjent bruker la til behandling «Salg»",
        "En ukjent bruker la til virksomhet «Flex AS»",
    ]
    mine = staff_client.get(COMPANY, {"hvem": staff.pk})
    assert sentences(mine) == everything[:1]
    assert sentences(staff_client.get(COMPANY, {"slag": "controller"})) == everything[2:]
    assert sentences(staff_client.get(COMPANY, {"hvem": "fil"})) == []


@pytest.mark.parametrize(
    "asked", [{"hvem": "x"}, {"slag": "x"}, {"side": "9"}, {"slag": "user"}, {"hvem": "9" * 30}]
)
def test_a_filter_that_finds_nothing_says_so(staff_client, own, asked):
    assert "Ingen endringer å vise." in text(staff_client.get(COMPANY, asked))


@pytest.mark.parametrize("side", ["0", "-1", "x", "9" * 40, "²"])
def test_a_page_that_is_no_number_is_the_first(staff_client, own, side):
    assert len(sentences(staff_client.get(COMPANY, {"side": side}))) == 1


def test_fifty_changes_fill_a_page(staff_client, own):
    for number in range(60):
        make(System, own, f"s{number}", name=f"System {number}")
    first = staff_client.get(COMPANY, {"slag": "system"})
    assert (len(sentences(first)), first.context["newer"]) == (50, "")
    older = staff_client.get(COMPANY + first.context["older"])
    assert (len(sentences(older)), older.context["older"]) == (10, "")
    assert sentences(older)[-1] == "En ukjent bruker la til system «System 0»."
    assert older.context["newer"] == "?slag=system&side=1"


def test_the_front_page_shows_the_last_changes_and_the_way_to_all(staff_client, own, activity):
    post(staff_client, activity, name="Handel", status="active")
    page = staff_client.get("/admin/")
    assert "Kari endret behandling «Handel». Navn: fra «Salg» til «Handel»." in text(page)
    assert f'href="{COMPANY}"' in page.content.decode()


def test_undo_asks_first_and_then_sets_back(staff_client, own, activity):
    post(staff_client, activity, name="Handel", status="active")
    asked = staff_client.get(undo_of(activity))
    assert "Dette settes tilbake Navn: fra «Handel» til «Salg»" in text(asked)
    activity.refresh_from_db()
    assert activity.name == "Handel"
    answer = staff_client.post(undo_of(activity), follow=True)
    assert told(answer) == ["Endringen er angret."]
    activity.refresh_from_db()
    assert activity.name == "Salg"
    assert sentences(staff_client.get(page_of(activity)))[0] == (
        "Kari angret en endring i behandling «Salg». Navn: fra «Handel» til «Salg»."
    )


def test_undo_of_what_was_changed_since_says_so_and_does_nothing(staff_client, own, activity):
    post(staff_client, activity, name="Handel", status="active")
    undo = undo_of(activity)
    post(staff_client, activity, name="Butikk", status="active")
    assert "Endringen kan ikke angres Navn er endret siden, og er nå «Butikk»." in text(
        staff_client.get(undo)
    )
    answer = staff_client.post(undo, follow=True)
    assert told(answer) == ["Navn er endret siden, og er nå «Butikk». Ingenting er satt tilbake."]
    activity.refresh_from_db()
    assert activity.name == "Butikk"


def test_undo_of_a_deletion_brings_a_record_back_with_its_links(staff_client, own, activity):
    system = make(System, own, name="Best Salg")
    activity.systems.add(system)
    system.delete()  # on its page a system in use is refused
    assert sentences(staff_client.get(page_of(activity)))[0] == (
        "En ukjent bruker endret behandling «Salg». Systemer: fjernet «Best Salg»."
    )
    gone = history_of(System).get(history_type="-")
    undo = reverse("admin:history-undo", args=["system", gone.history_id])
    asked = text(staff_client.get(undo))
    assert "System «Best Salg» kommer tilbake." in asked
    assert "Behandling «Salg»: Systemer: la til «Best Salg»." in asked
    staff_client.post(undo)
    assert [held.name for held in activity.systems.all()] == ["Best Salg"]
    assert sentences(staff_client.get(COMPANY, {"slag": "system"}))[0] == (
        "Kari angret en fjerning, og hentet tilbake system «Best Salg»."
    )


def test_rows_deleted_in_several_selected_come_back_one_by_one(staff_client, own):
    for name in "ab":
        make(Recipient, own, name, name=name)
    chosen = {
        "action": "delete_selected",
        "_selected_action": [r.pk for r in Recipient.objects.all()],
    }
    staff_client.post(reverse("admin:policies_recipient_changelist"), {**chosen, "post": "yes"})
    gone = history_of(Recipient).get(history_type="-", name="a")
    staff_client.post(reverse("admin:history-undo", args=["recipient", gone.history_id]))
    assert [r.name for r in Recipient.objects.all()] == ["a"]


def test_another_company_s_change_is_not_found(staff_client, own):
    theirs = make(System, make_company("ntc"), name="Deres")
    theirs.name = "Våre"
    theirs.save()
    assert staff_client.get(undo_of(theirs)).status_code == 404
    assert staff_client.post(undo_of(theirs)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.name == "Våre"


@pytest.mark.parametrize("path", ["system/404", "user/1", "policyversion/1"])
def test_a_change_that_does_not_exist_is_not_found(staff_client, own, path):
    assert staff_client.get(f"{COMPANY}{path}/angre/").status_code == 404


def test_undo_needs_a_token_and_sign_in(own, activity, staff, client):
    activity.name = "Handel"
    activity.save()
    assert client.get(undo_of(activity)).url.startswith("/admin/login/")
    assert client.get(COMPANY).url == f"/admin/login/?next={COMPANY}"
    client.force_login(staff)
    client.handler.enforce_csrf_checks = True
    assert client.post(undo_of(activity)).status_code == 403
    activity.refresh_from_db()
    assert activity.name == "Handel"


def test_the_pages_have_headings_in_order_and_nothing_inline(staff_client, own, activity):
    activity.name = "Handel"
    activity.save()
    for address in (COMPANY, page_of(activity), undo_of(activity)):
        page = staff_client.get(address).content.decode()
        main = page[page.index('id="content"') :]
        assert main.count("<h1") == 1
        assert "<script>" not in main
        assert " style=" not in main
