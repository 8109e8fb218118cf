"""What is done in the admin, at the command line and on pages that aren't public is told."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.urls import reverse

from policies.models import Party, Recipient, System
from policies.models.history import newest
from policies.publishing import pdf
from policies.publishing.publish import NothingToPublishError, erase_version, publish_policy
from privacyhub.audit.models import Event
from privacyhub.audit.wording import details, sentence
from tests.conftest import FIXTURES
from tests.policies.admin.sending import choose, filled, send
from tests.policies.models.factories import make, make_company, make_policy, make_version


@pytest.fixture
def own(db):
    return make_company("flex")


@pytest.fixture
def staff_client(staff_client):
    """Forget the sign-in itself."""
    Event.objects.all().erase()
    return staff_client


def told():
    """Return every event in words, oldest first."""
    return [" | ".join([sentence(e), *details(e)]) for e in Event.objects.order_by("pk")]


def companies():
    return set(Event.objects.values_list("company_key", flat=True))


def page(record, what="change"):
    return reverse(f"admin:policies_{record._meta.model_name}_{what}", args=[record.pk])


def test_adding_changing_and_deleting_a_record(staff_client, own):
    send(staff_client, reverse("admin:policies_system_add"), name="Kasse")
    kasse = System.objects.get()
    send(staff_client, page(kasse), name="Kasseapparat", purpose="salg")
    staff_client.post(page(kasse, "delete"), {"post": "yes"})
    assert told() == [
        "Kari la til system «Kasse»",
        "Kari endret system «Kasseapparat» | Felt: Navn, Brukes til",
        "Kari slettet system «Kasseapparat»",
    ]
    assert companies() == {"flex"}
    assert LogEntry.objects.count() == 0


def test_a_save_that_changes_nothing_is_not_told(staff_client, own):
    send(staff_client, page(make(System, own, name="Kasse")))
    assert told() == []


def test_rows_below_are_told_with_the_record_above(staff_client, own):
    recipient = make(Recipient, own, name="Posten")
    row = {"disclosures-0-why": "levering", "disclosures-0-position": 0}
    answer = send(staff_client, page(recipient), **row, **{"disclosures-TOTAL_FORMS": 1})
    assert answer.status_code == 302, answer.context["errors"]
    assert told() == ["Kari endret mottaker «Posten» | La til: utlevering «levering»"]


def test_several_deleted_at_once_are_told_one_by_one(staff_client, own):
    rows = [make(System, own, key, name=key) for key in ("a", "b")]
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    address = reverse("admin:policies_system_changelist")
    staff_client.post(address, {**chosen, "post": "yes"})
    assert sorted(told()) == ["Kari slettet system «a»", "Kari slettet system «b»"]


def test_a_draft_is_rolled_back_with_what_it_told(staff_client, own):
    make_policy(own)
    kasse = make(System, own, name="Kasse")
    typed = filled(staff_client.get(page(kasse)), name="Ny")
    assert staff_client.post(page(kasse, "draft"), typed).status_code == 200
    assert told() == []


def test_a_new_company_owns_the_event_of_its_making(staff_client, db):
    typed = {"name": "Ny AS", "key": "ny", "origin": "own"}
    send(staff_client, reverse("admin:policies_controller_add"), **typed)
    assert (told(), companies()) == (["Kari la til virksomhet «Ny AS»"], {"ny"})


def test_undo_is_told(staff_client, own, staff):
    kasse = make(System, own, name="Kasse")
    kasse.name = "Ny"
    kasse.save()
    undo = reverse("admin:history-undo", args=["system", newest(kasse).history_id])
    staff_client.post(undo)
    assert told() == ["Kari angret en endring av system «Kasse» | Felt: Navn"]


def test_opening_people_is_told_once(staff_client, own):
    person = make(Party, own, role="contact", name="Ola")
    address = reverse("admin:policies_party_changelist")
    for _time in range(2):
        staff_client.get(address)
        staff_client.get(page(person))
        staff_client.get(page(person, "history"))
        staff_client.get(page(own))
    assert told() == [
        "Kari leste listen over personer og parter",
        "Kari leste person eller part «Ola»",
        "Kari leste virksomhet «Flex AS»",
    ]
    assert companies() == {"flex"}


def test_opening_what_holds_no_people_is_not_told(staff_client, own):
    for address in (page(own), page(make(System, own, name="Kasse")), page(own, "history")):
        staff_client.get(address)
    staff_client.get(reverse("admin:policies_system_changelist"))
    staff_client.get(reverse("admin:policies_party_change", args=[404]))
    assert told() == []


def test_saving_a_person_is_a_change_and_no_reading(staff_client, own):
    person = make(Party, own, role="contact", name="Ola")
    staff_client.post(page(person), {"role": "contact", "name": "Pia", "position": 0})
    assert told() == ["Kari endret person eller part «Pia» | Felt: Navn"]


def test_changes_of_users_belong_to_no_company(staff_client, own, django_user_model):
    ola = django_user_model.objects.create_user("ola@eksempel.no", name="Ola")
    Event.objects.all().erase()
    send(staff_client, reverse("admin:accounts_user_change", args=[ola.pk]), name="Ola N.")
    password = {"password1": "Et-langt-1-passord", "password2": "Et-langt-1-passord"}
    address = reverse("admin:auth_user_password_change", args=[ola.pk])
    staff_client.post(address, {**password, "usable_password": "true"})
    assert told() == [
        "Kari leste bruker «Ola»",
        "Kari endret bruker «Ola N.» | Felt: Navn",
        "Kari endret passordet til bruker «Ola N.» | Felt: passord",
    ]
    assert companies() == {""}


def test_a_user_s_history_is_what_the_log_tells(staff_client, staff):
    address = reverse("admin:accounts_user_history", args=[staff.pk])
    assert staff_client.get(address).url == f"/admin/logg/?gjelder=accounts.user%2F{staff.pk}"


def test_publishing_is_told_with_the_version_that_was_stored(load_company, staff, monkeypatch):
    policy = load_company("eksempelbutikken")
    monkeypatch.setattr(pdf, "render", lambda *_args: b"%PDF")
    publish_policy(policy, by=staff)
    with pytest.raises(NothingToPublishError):
        publish_policy(policy, by=staff)
    assert told() == [f"Kari publiserte «{policy.title}», versjon 1"]


def test_erasing_a_version_is_told_without_its_text(own):
    version = make_version(make_policy(own))
    erase_version(version, by="Ola", reason="Navngitt person")
    assert told() == ["Ola slettet publisert versjon «versjon 1»"]


FETCHED = "Kari eksporterte personvernerklæring «Intern»"


@pytest.mark.parametrize(
    ("visibility", "form", "said"),
    [
        ("staff", ".pdf", [f"{FETCHED} | Format: PDF | Versjon: 1"]),
        ("staff", ".json", [f"{FETCHED} | Format: JSON | Versjon: 1"]),
        ("staff", "/", []),
        ("public", ".pdf", []),
    ],
)
def test_fetching_a_file_that_is_not_public_is_told(staff_client, own, visibility, form, said):
    make_version(make_policy(own, title="Intern", visibility=visibility))
    staff_client.head(f"/flex/personvern{form}")
    assert staff_client.get(f"/flex/personvern{form}").status_code == 200
    assert told() == said


def test_loading_and_exporting_a_register_are_told(db, capsys):
    file = FIXTURES / "eksempelbutikken.yaml"
    for _time in range(2):
        call_command("import_register", file)
    call_command("export_register", "eksempelbutikken")
    loaded, exported = told()
    company = "virksomhet «Eksempelbutikken AS»"
    assert loaded.startswith(f"Kommandolinjen lastet inn {company} fra fil | Antall: ")
    assert exported == f"Kommandolinjen eksporterte {company} | Format: YAML"
    assert companies() == {"eksempelbutikken"}


def test_an_event_belongs_to_the_company_worked_on(staff_client, own):
    theirs = make_company("ntc")
    choose(staff_client, theirs)
    send(staff_client, reverse("admin:policies_system_add"), name="Kasse")
    assert companies() == {"ntc"}
