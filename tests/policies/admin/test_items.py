"""Data as boxes to tick, and one's own: what is stored is a plain list."""

import pytest
from django.urls import reverse

from policies.admin.items import MOST_OFFERED, ORDINARY, Suggestions
from policies.models import DataUse, ProcessingActivity
from tests.policies.admin.sending import errors, filled, send, text
from tests.policies.models.factories import make, make_company

SPAN = {"document": "kilde", "lines": [1, 2], "field": "items"}
ITEMS, OWN = "data_uses-0-items", "data_uses-0-items-own"


def page_of(activity):
    return reverse("admin:policies_processingactivity_change", args=[activity.pk])


@pytest.fixture
def activity(db):
    return make(ProcessingActivity, make_company(), name="Salg")


@pytest.fixture
def use(activity):
    spans = [{**SPAN, "item": item} for item in ("skonummer", "navn")]
    held = {"items": ["skonummer", "navn"], "sources": spans}
    return make(DataUse, activity.controller, activity=activity, **held)


def test_saving_untouched_changes_nothing(staff_client, activity, use):
    use.items = ["skonummer", "navn", "navn", "Navn", "a, b", "<b>"]
    use.save()
    before = DataUse.objects.values().get()
    assert send(staff_client, page_of(activity)).status_code == 302
    assert DataUse.objects.values().get() == before
    alone = reverse("admin:policies_datause_change", args=[use.pk])
    assert send(staff_client, alone).status_code == 302
    assert DataUse.objects.values().get() == before


def test_what_is_held_is_ticked_first_and_new_ones_come_after(staff_client, activity, use):
    sent = filled(staff_client.get(page_of(activity)))
    assert (sent[ITEMS], sent[OWN]) == (["skonummer", "navn"], [""])
    sent |= {ITEMS: ["navn", "IP-adresse"], OWN: ["sporing\r\n  farge \r\n\r\nnavn\r\nfarge"]}
    assert staff_client.post(page_of(activity), sent).status_code == 302
    use.refresh_from_db()
    assert use.items == ["navn", "IP-adresse", "sporing", "farge"]
    assert use.sources == [{**SPAN, "item": "navn"}]


def test_nothing_ticked_is_an_answer(staff_client, activity, use):
    send(staff_client, page_of(activity), **{ITEMS: []})
    use.refresh_from_db()
    assert (use.items, use.sources) == ([], [])


def test_a_fault_keeps_what_was_ticked_and_written(staff_client, activity, use):
    wrong = {ITEMS: ["navn", "alder"], OWN: "farge\r\nring\x07"}
    answer = send(staff_client, page_of(activity), **wrong)
    said = "Teksten har et usynlig styretegn (U+0007). Skriv den uten."
    assert errors(answer) == {ITEMS: [said]}
    kept = filled(answer)
    assert (kept[ITEMS], kept[OWN]) == (["navn", "alder"], ["farge\r\nring\x07"])
    use.refresh_from_db()
    assert use.items == ["skonummer", "navn"]


def test_suggestions_are_the_company_s_own_words_most_used_first(activity, use):
    company = activity.controller
    make(DataUse, company, "b", activity=activity, items=["Navn", "epost", "epost"])
    make(DataUse, company, "c", activity=activity, items=["epost"])
    theirs = make(ProcessingActivity, make_company("ntc"), name="Salg")
    make(DataUse, theirs.controller, "d", activity=theirs, items=["deres"])
    found = Suggestions(company).items
    ordinary = [str(item) for item in ORDINARY if str(item) != "navn"]
    assert found == ["epost", "Navn", "skonummer", *ordinary]


def test_suggestions_are_bounded_and_what_is_held_is_always_shown(staff_client, activity, use):
    use.items = [f"ting {n}" for n in range(40)]
    use.save()
    assert len(Suggestions(activity.controller).items) == MOST_OFFERED
    page = staff_client.get(page_of(activity))
    assert filled(page)[ITEMS] == use.items
    assert text(page).count("Andre opplysninger, én på hver linje:") == 2


def test_suggestions_are_looked_up_once_for_all_rows(
    staff_client, activity, use, django_assert_num_queries
):
    suggestions = Suggestions(activity.controller)
    with django_assert_num_queries(1):
        assert suggestions.items == suggestions.items
