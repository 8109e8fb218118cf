"""A record never names one of another company, and only staff come in."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from policies.models import (
    DataUse,
    Disclosure,
    Policy,
    ProcessingActivity,
    Purpose,
    Recipient,
    System,
    Term,
    Website,
)
from tests.policies.admin.sending import errors, send, text
from tests.policies.models.factories import make, make_company, make_policy, make_version
from tests.urls import ADDRESSES

OTHERS = "«Deres» hører til en annen virksomhet."
NOT_OFFERED = "Velg et gyldig valg. Valget er ikke av de tilgjengelige valgene."


@pytest.fixture
def own(db):
    return make_company("flex")


@pytest.fixture
def other(db):
    return make_company("ntc")


def add(model):
    return reverse(f"admin:policies_{model._meta.model_name}_add")


def change(record):
    return reverse(f"admin:policies_{record._meta.model_name}_change", args=[record.pk])


def test_a_new_record_cannot_name_one_of_another_company(staff_client, own, other):
    theirs = make(ProcessingActivity, other, name="Deres")
    typed = {"controller": own.pk, "text": "selge", "activity": theirs.pk}
    answer = send(staff_client, add(Purpose), **typed)
    assert errors(answer) == {"activity": [OTHERS]}
    assert Purpose.objects.count() == 0


def test_a_new_record_cannot_name_several_of_another_company(staff_client, own, other):
    theirs, ours = make(System, other, name="Deres"), make(System, own, name="Vårt")
    typed = {"controller": own.pk, "name": "Salg", "systems": [ours.pk, theirs.pk]}
    assert errors(send(staff_client, add(ProcessingActivity), **typed)) == {"systems": [OTHERS]}
    assert ProcessingActivity.objects.count() == 0


def test_a_new_row_cannot_name_a_record_of_another_company(staff_client, own, other):
    theirs = make(Term, other, name="Deres")
    row = {"data_uses-TOTAL_FORMS": 1, "data_uses-0-position": 0, "data_uses-0-items": "navn"}
    typed = {"controller": own.pk, "name": "Salg", **row}
    one = send(
        staff_client, add(ProcessingActivity), **typed, **{"data_uses-0-category": theirs.pk}
    )
    assert errors(one) == {"data_uses-0-category": [OTHERS]}
    theirs.kind_of = "subject"
    theirs.save()
    many = {"data_uses-0-subjects": [theirs.pk]}
    several = send(staff_client, add(ProcessingActivity), **typed, **many)
    assert errors(several) == {"data_uses-0-subjects": [OTHERS]}
    assert (ProcessingActivity.objects.count(), DataUse.objects.count()) == (0, 0)


def test_a_record_is_offered_only_what_its_company_has(staff_client, own, other):
    ours = make(Recipient, own, name="Vår")
    theirs = make(Recipient, other, name="Deres")
    system = make(System, own, name="Salg", supplier=ours)
    page = staff_client.get(change(system))
    offered = page.context["adminform"].form.fields["supplier"].queryset
    assert list(offered) == [ours]
    answer = send(staff_client, change(system), supplier=theirs.pk)
    assert errors(answer) == {"supplier": [NOT_OFFERED]}
    system.refresh_from_db()
    assert system.supplier == ours


def test_a_policy_covers_only_what_its_company_has(staff_client, own, other):
    policy = make_policy(own)
    site, activity = make(Website, other, host="ntc.no"), make(ProcessingActivity, other)
    for field, theirs in (("websites", site), ("activities", activity)):
        answer = send(staff_client, change(policy), **{field: [theirs.pk]})
        assert errors(answer) == {
            field: [f"Velg et gyldig valg. {theirs.pk} er ikke et av de tilgjengelige valgene."]
        }
    assert (policy.websites.count(), policy.activities.count()) == (0, 0)


def test_a_row_of_another_company_is_not_taken_over(staff_client, own, other):
    ours, theirs = make(Recipient, own, name="Vår"), make(Recipient, other, name="Deres")
    row = make(Disclosure, other, recipient=theirs, why="regnskap")
    sent = {
        "disclosures-TOTAL_FORMS": 1,
        "disclosures-INITIAL_FORMS": 1,
        "disclosures-0-id": row.pk,
        "disclosures-0-recipient": ours.pk,
        "disclosures-0-position": 0,
        "disclosures-0-why": "vårt",
    }
    send(staff_client, change(ours), **sent)
    row.refresh_from_db()
    assert (row.controller, row.recipient, row.why) == (other, theirs, "regnskap")
    assert Disclosure.objects.count() == 1


@pytest.fixture
def visitor(client, db):
    client.force_login(get_user_model().objects.create_user("ola@eksempel.no", "hemmelig"))
    return client


@pytest.mark.parametrize("who", ["client", "visitor"])
def test_only_staff_come_in(request, own, who):
    policy = make_policy(own)
    make_version(policy)
    browser = request.getfixturevalue(who)
    inside = [a.path.format(pk=policy.pk) for a in ADDRESSES if a.name.startswith("admin:policy")]
    for path in ["/admin/", add(Policy), change(policy), *inside]:
        assert browser.get(path).url == f"/admin/login/?next={path}"
        assert browser.post(path).url == f"/admin/login/?next={path}"
    assert policy.versions.count() == 1


def test_a_colleague_edits_the_register_and_not_the_users(client, own):
    policy = make_policy(own)
    user = get_user_model().objects.create_user("ola@eksempel.no", "hemmelig", is_staff=True)
    client.force_login(user)
    for name in ("policy-preview", "policy-publish"):
        assert client.get(reverse(f"admin:{name}", args=[policy.pk])).status_code == 200
    answer = client.get(reverse("admin:accounts_user_changelist"))
    assert answer.status_code == 403
    assert "Du har ikke tilgang" in text(answer)


@pytest.mark.parametrize("name", ["policy-preview", "policy-publish"])
def test_a_policy_that_does_not_exist_is_not_found(staff_client, name):
    assert staff_client.get(reverse(f"admin:{name}", args=[404])).status_code == 404
