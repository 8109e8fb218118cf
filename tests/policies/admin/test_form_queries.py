"""A form with many rows asks the database as little as one with few."""

import pytest
from django.db import connection
from django.db.models import UniqueConstraint
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policies.document.build import build
from policies.models import (
    Cookie,
    DataSource,
    DataUse,
    Disclosure,
    ProcessingActivity,
    Purpose,
    Recipient,
    Record,
    RetentionRule,
    RightStatement,
    Term,
    Website,
)
from tests.policies.admin.sending import errors, filled, text
from tests.policies.models.factories import make, make_company, make_policy


def wide(rows):
    """Return an activity with as many purposes, uses, sources, rules and disclosures."""
    company = make_company()
    activity = make(ProcessingActivity, company, name="Salg")
    people = make(Term, company, "folk", name="folk", kind_of="subject")
    for n in range(rows):
        purpose = make(Purpose, company, f"p{n}", activity=activity, text=f"Formål {n}")
        category = make(Term, company, f"t{n}", name=f"Kategori {n}")
        use = make(DataUse, company, f"u{n}", activity=activity, category=category)
        use.subjects.add(people)
        use.purposes.add(purpose)
        make(DataSource, company, f"k{n}", activity=activity, data_use=use)
        make(RetentionRule, company, f"l{n}", activity=activity, period="P1Y")
        receiver = make(Recipient, company, f"m{n}", name=f"Mottaker {n}")
        disclosure = make(Disclosure, company, f"d{n}", recipient=receiver)
        disclosure.activities.add(activity, make(ProcessingActivity, company, f"x{n}", name="X"))
    return activity


def recipient(rows):
    """Return a recipient with as many disclosures, each of as many activities."""
    company = make_company()
    found = make(Recipient, company, name="BDO")
    activities = [make(ProcessingActivity, company, f"a{n}", name=f"A{n}") for n in range(rows)]
    for n in range(rows):
        disclosure = make(Disclosure, company, f"d{n}", recipient=found, why=f"D{n}")
        disclosure.activities.set(activities)
    return found


def website(rows):
    """Return a website with as many cookies, each of its own provider."""
    company = make_company()
    found = make(Website, company, host="flex.no")
    for n in range(rows):
        provider = make(Recipient, company, f"r{n}", name=f"R{n}")
        make(Cookie, company, f"c{n}", website=found, name=f"C{n}", provider=provider)
    return found


def policy(rows):
    """Return a policy with as many rights and activities."""
    company = make_company()
    found = make_policy(company)
    for n in range(rows):
        found.activities.add(make(ProcessingActivity, company, f"a{n}", name=f"A{n}"))
        make(RightStatement, company, f"r{n}", policy=found, right="access", how=f"R{n}")
    return found


def change(record):
    return reverse(f"admin:policies_{record._meta.model_name}_change", args=[record.pk])


def counted(client, method, path, sent=None):
    """Return the answer, and how many queries it took."""
    with CaptureQueriesContext(connection) as captured:
        answer = getattr(client, method)(path, sent)
    return answer, len(captured)


@pytest.fixture
def taken(staff_client):
    """Return a function that opens a record's page and saves it, counting the queries."""

    def count(record):
        path = change(record)
        staff_client.get(path)
        page, shown = counted(staff_client, "get", path)
        answer, saved = counted(staff_client, "post", path, filled(page))
        assert answer.status_code == 302
        company = record.controller
        for part in (DataSource, DataUse, Cookie, Disclosure, RetentionRule):
            part.objects.filter(controller=company).delete()
        company.delete()
        return shown, saved

    return count


def test_an_activity_takes_as_many_queries_with_thirty_rows_as_with_one(taken):
    one, three, ten, thirty = (taken(wide(rows)) for rows in (1, 3, 10, 30))
    assert one == three == ten
    # A long page leaves out what is rare, and so doesn't look up its choices.
    assert (thirty[0] <= ten[0], thirty[1] <= ten[1]) == (True, True)
    # Of them: rules of retention (2), recipients and who gets what (3), words for data (1),
    # whether it is in use (2); and a save is told to the log (1). The first writing of a day asks
    # whether the day before is kept (1).
    shown, saved = ten
    assert shown <= 32
    assert saved <= 38


def test_a_long_page_is_light_and_keeps_what_it_leaves_out(staff_client):
    activity = wide(30)
    page = staff_client.get(change(activity))
    assert len(page.content) < 430_000
    assert text(page).count("Flere opplysninger, på egen side") == 120
    use = activity.data_uses.first()
    before = build(activity.controller.key)
    assert staff_client.post(change(activity), filled(page)).status_code == 302
    assert (build(activity.controller.key), use.purposes.count()) == (before, 1)


# The database checks the rules of each disclosure and right itself, within a savepoint.
@pytest.mark.parametrize(("record", "for_each"), [(website, 0), (policy, 3), (recipient, 3)])
def test_a_page_with_rows_takes_as_many_queries_with_three_as_with_one(taken, record, for_each):
    (shown_one, saved_one), (shown_three, saved_three) = taken(record(1)), taken(record(3))
    assert shown_one == shown_three
    assert saved_three == saved_one + 2 * for_each


@pytest.mark.parametrize("name", ["retentionrule", "datasource"])
def test_a_new_record_takes_as_many_queries_however_many_it_may_name(staff_client, name):
    path = reverse(f"admin:policies_{name}_add")
    company = wide(1).controller
    staff_client.get(path)
    _page, before = counted(staff_client, "get", path)
    activity = company.activities.get(name="Salg")
    for n in (8, 9):
        category = make(Term, company, f"t{n}", name=f"Kategori {n}")
        make(DataUse, company, f"u{n}", activity=activity, category=category)
    page, after = counted(staff_client, "get", path)
    assert after == before
    assert text(page).count("Kategori 9") == 1


def test_what_is_chosen_among_shared_choices_is_kept(staff_client):
    activity = wide(2)
    use, other = activity.data_uses.order_by("key")
    sent = filled(staff_client.get(change(activity)))
    purposes = list(activity.purposes.values_list("pk", flat=True))
    sent |= {"data_uses-0-category": [other.category_id], "data_uses-0-purposes": purposes}
    sent |= {"data_uses-0-subjects": [], "data_sources-0-data_use": [""]}
    assert staff_client.post(change(activity), sent).status_code == 302
    use.refresh_from_db()
    assert use.category == other.category
    assert list(use.purposes.values_list("pk", flat=True)) == purposes
    assert use.subjects.count() == 0
    assert [source.data_use for source in activity.data_sources.order_by("key")] == [None, other]


@pytest.mark.parametrize("wrong", ["0", "abc", "-1", "9" * 30, "1\x00", "1.0", "'"])
def test_what_was_never_offered_is_refused_at_its_field(staff_client, wrong):
    activity = wide(1)
    sent = filled(staff_client.get(change(activity)))
    one, several = "data_uses-0-category", "data_uses-0-subjects"
    answer = staff_client.post(change(activity), sent | {one: [wrong], several: [wrong]})
    assert set(errors(answer)) == {one, several}


def test_no_rule_of_uniqueness_rests_on_a_shared_choice():
    """What was offered isn't looked up again, nor compared: a new rule must be thought of."""
    fields = {
        name
        for model in Record.__subclasses__()
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint)
        for name in constraint.fields
    }
    assert fields <= {"controller", "key"}
