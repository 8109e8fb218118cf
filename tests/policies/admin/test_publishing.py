"""From the register to a version: preview, publish, and what can no longer be changed."""

import pytest
from django.urls import reverse

from policies.models import Policy, PolicyVersion, Purpose
from tests.policies.admin.sending import heading, text, told
from tests.policies.models.factories import make_company, make_policy, make_version

GAPS = "Siden vil si at"


def address(name, policy):
    return reverse(f"admin:{name}", args=[policy.pk])


def test_the_preview_shows_a_change_that_is_not_published(staff_client, load_company):
    policy = load_company("flex")
    make_version(policy)
    purpose = Purpose.objects.filter(activity__policies=policy).first()
    purpose.text = "sende varene i morgen"
    purpose.save()
    page = staff_client.get(address("policy-preview", policy))
    assert text(page).count("sende varene i morgen") >= 1
    assert text(page).count("Slik blir siden hvis du publiserer nå. Ingen andre ser den.") == 1
    assert page.headers["Cache-Control"].endswith("private")
    assert page.content.decode().count('<meta name="robots" content="noindex">') == 1
    assert policy.versions.count() == 1
    staff_client.logout()
    public = staff_client.get(policy.get_absolute_url()).content.decode()
    assert public.count("sende varene i morgen") == 0


def test_the_page_before_publishing_lists_what_is_not_stated(staff_client):
    policy = make_policy(make_company(email="a@b.no", phone="22 39 69 00", street="Storgata 1"))
    page = staff_client.get(address("policy-publish", policy))
    assert heading(page) == "Publiser Erklæring for Flex AS"
    found = [gap.text for gap in page.context["gaps"]]
    assert found[:2] == [
        "organisasjonsnummer",
        "hva vi bruker opplysningene til",
    ]
    shown = text(page)
    assert [gap for gap in found if gap not in shown] == []
    number = len(page.context["gaps"])
    assert shown.count(f"{GAPS} {number} ting ikke er oppgitt") == 1
    assert policy.versions.count() == 0


def test_publishing_makes_the_next_version_and_says_so(staff_client, load_company):
    policy = load_company("flex")
    make_version(policy)
    note = {"change_note": "Vi har fått nytt telefonnummer."}
    answer = staff_client.post(address("policy-publish", policy), note)
    assert answer.url == address("policies_policy_change", policy)
    link = f"<a href='{policy.get_absolute_url()}'>{policy.get_absolute_url()}</a>"
    assert told(staff_client.get(answer.url)) == [f"Versjon 2 er publisert: {link}"]
    version = policy.versions.get(number=2)
    assert (version.published_by, version.change_note) == ("Kari", note["change_note"])
    assert version.is_intact
    again = staff_client.get(address("policy-publish", policy))
    assert text(again).count("Ingenting er endret siden forrige versjon.") == 1
    same = staff_client.post(address("policy-publish", policy), {"change_note": ""})
    said = ["Ingenting er endret siden sist. Ingen ny versjon er laget."]
    assert told(staff_client.get(same.url)) == said
    assert policy.versions.count() == 2


def test_a_note_with_control_characters_publishes_nothing(staff_client):
    policy = make_policy(make_company())
    page = staff_client.post(address("policy-publish", policy), {"change_note": "ring\x07"})
    said = "Teksten har et usynlig styretegn (U+0007). Skriv den uten."
    assert page.context["form"].errors == {"change_note": [said]}
    assert text(page).count(said) == 1
    assert page.context["form"]["change_note"].value() == "ring\x07"
    assert policy.versions.count() == 0


@pytest.fixture
def version(db):
    return make_version(make_policy(make_company()))


@pytest.mark.parametrize("page", ["add", "change", "delete"])
def test_a_version_cannot_be_added_changed_or_deleted(staff_client, version, page):
    args = [] if page == "add" else [version.pk]
    path = reverse(f"admin:policies_policyversion_{page}", args=args)
    before = list(PolicyVersion.objects.values())
    assert staff_client.post(path, {"title": "Ny", "post": "yes"}).status_code == 403
    assert list(PolicyVersion.objects.values()) == before


def test_a_version_is_shown_with_its_checksums(staff_client, version):
    path = reverse("admin:policies_policyversion_change", args=[version.pk])
    shown = text(staff_client.get(path))
    assert shown.count(version.document_sha256) == 1
    assert shown.count(version.pdf_sha256) == 1


def test_versions_cannot_be_deleted_from_the_list(staff_client, version):
    path = reverse("admin:policies_policyversion_changelist")
    chosen = {"action": "delete_selected", "_selected_action": version.pk, "post": "yes"}
    staff_client.post(path, chosen)
    assert PolicyVersion.objects.count() == 1


def test_a_source_document_cannot_be_deleted(staff_client, load_company):
    document = load_company("ntc").controller.documents.get()
    path = reverse("admin:policies_sourcedocument_delete", args=[document.pk])
    assert staff_client.post(path, {"post": "yes"}).status_code == 403
    assert document.controller.documents.count() == 1


def test_an_unused_policy_is_deleted(staff_client):
    policy = make_policy(make_company())
    staff_client.post(address("policies_policy_delete", policy), {"post": "yes"})
    assert Policy.objects.count() == 0
