"""The card «Hvem får opplysningene?» on an activity's page."""

import pytest
from django.urls import reverse

from policies.models import Disclosure, ProcessingActivity, Recipient
from policies.models.history import history_of
from tests.policies.admin.sending import errors, filled, send, text
from tests.policies.models.factories import make, make_company


def page_of(activity):
    return reverse("admin:policies_processingactivity_change", args=[activity.pk])


@pytest.fixture
def company(db):
    return make_company()


@pytest.fixture
def activity(company):
    return make(ProcessingActivity, company, name="Salg")


@pytest.fixture
def shared(company, activity):
    """Return disclosures by recipient: of this activity, of another, of both, and of all."""
    other = make(ProcessingActivity, company, "annen", name="Annen")
    of = {"BDO": [activity], "Visma": [other], "Bring": [activity, other], "Google": []}
    found = {}
    for name, activities in of.items():
        recipient = make(Recipient, company, name.lower(), name=name)
        found[name] = make(Disclosure, company, name.lower(), recipient=recipient, why="hjelper")
        found[name].activities.set(activities)
    return found


def ticked(*disclosures):
    return [f"d{disclosure.pk}" for disclosure in disclosures]


def test_it_shows_what_is_of_this_activity_and_what_goes_for_all(staff_client, activity, shared):
    page = staff_client.get(page_of(activity))
    assert filled(page)["shared_with"] == ticked(shared["BDO"], shared["Bring"])
    shown = text(page)
    assert [shown.count(f"{name}: hjelper") for name in shared] == [1, 1, 1, 0]
    assert shown.count("Får også opplysninger, fra alle behandlinger: Google.") == 1


def test_ticking_and_unticking_moves_the_activity(staff_client, activity, shared):
    before = history_of(Disclosure).count()
    wanted = ticked(shared["BDO"], shared["Visma"])
    assert send(staff_client, page_of(activity), shared_with=wanted).status_code == 302
    held = activity.disclosures.values_list("recipient__name", flat=True)
    assert sorted(held) == ["BDO", "Visma"]
    assert history_of(Disclosure).count() == before + 2
    assert send(staff_client, page_of(activity)).status_code == 302
    assert history_of(Disclosure).count() == before + 2


def test_what_is_of_this_activity_alone_is_not_let_go_for_all(staff_client, activity, shared):
    answer = send(staff_client, page_of(activity), shared_with=ticked(shared["Bring"]))
    said = (
        "Utleveringen til BDO gjelder bare denne behandlingen. Uten den ville den gjelde alle. "
        "Slett utleveringen på siden til mottakeren i stedet."
    )
    assert errors(answer) == {"shared_with": [said]}
    assert list(shared["BDO"].activities.all()) == [activity]


def test_a_recipient_without_disclosures_gets_one(staff_client, company, activity):
    recipient = make(Recipient, company, name="Bring")
    assert (
        send(staff_client, page_of(activity), shared_with=[f"r{recipient.pk}"]).status_code == 302
    )
    made = Disclosure.objects.get()
    assert (made.recipient, list(made.activities.all())) == (recipient, [activity])


def test_a_new_recipient_is_made_with_its_disclosure(staff_client, company):
    typed = {"new_recipient-new_name": "Bring", "new_recipient-new_does": "kjører ut varene"}
    path = reverse("admin:policies_processingactivity_add")
    assert send(staff_client, path, name="Levering", **typed).status_code == 302
    made = Disclosure.objects.get()
    assert (made.recipient.name, made.recipient.description) == ("Bring", "kjører ut varene")
    assert [a.name for a in made.activities.all()] == ["Levering"]


def test_a_new_recipient_needs_a_name_and_nothing_is_lost(staff_client, company, activity):
    typed = {"new_recipient-new_does": "kjører"}
    answer = send(staff_client, page_of(activity), **typed)
    assert errors(answer) == {"new_recipient": ["Skriv navnet på mottakeren."]}
    assert filled(answer)["new_recipient-new_does"] == ["kjører"]
    assert Recipient.objects.count() == 0


def test_an_ended_recipient_is_offered_only_where_it_is_held(staff_client, activity, shared):
    Recipient.objects.update(ended_on="2026-01-01")
    shown = text(staff_client.get(page_of(activity)))
    assert [shown.count(f"{name}: hjelper") for name in shared] == [1, 0, 1, 0]
    assert shown.count("fra alle behandlinger") == 0


@pytest.mark.parametrize("kind", ["d", "r"])
def test_theirs_are_not_shared_with(staff_client, activity, kind):
    theirs = make_company("ntc")
    recipient = make(Recipient, theirs, name="Deres")
    disclosure = make(Disclosure, theirs, recipient=recipient)
    disclosure.activities.add(make(ProcessingActivity, theirs, name="Salg"))
    pk = {"d": disclosure.pk, "r": recipient.pk}[kind]
    for wrong in (f"{kind}{pk}", "d0", "x", "d1\x00"):
        answer = send(staff_client, page_of(activity), shared_with=[wrong])
        assert list(errors(answer)) == ["shared_with"]
    assert activity.disclosures.count() == 0
