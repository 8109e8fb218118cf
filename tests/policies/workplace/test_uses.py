"""What a record is used by, found by the relations of the models."""

import pytest
from django.db.models import CASCADE

from policies.document.layout import tables
from policies.models import Disclosure, Policy, ProcessingActivity, Purpose, Recipient, System
from policies.workplace.uses import is_used, paths, refusals, uses_of, versions_telling
from tests.policies.models.factories import make, make_company, make_policy, make_version


@pytest.fixture
def company(db):
    return make_company()


def test_every_relation_between_records_counts():
    """A link or key that isn't a record's own part is a use of what it names."""
    named = {
        (field.related_model, table.model, field.name)
        for table in tables()
        for field in (*table.model._meta.many_to_many, *table.model._meta.fields)
        if field.related_model and field.name in {*table.refs, *table.links}
        if field.many_to_many or field.remote_field.on_delete is not CASCADE
    }
    found = {(t.model, by, path) for t in tables() for by, path in paths(t.model)}
    assert named - found == set()


def test_an_activity_is_used_by_what_names_its_parts():
    assert {(by.__name__, path) for by, path in paths(ProcessingActivity)} == {
        ("Assertion", "activity"),
        ("Disclosure", "activities"),
        ("Policy", "activities"),
        ("RetentionRule", "activity"),
        ("RetentionRule", "data_use__activity"),
        ("RetentionRule", "purpose__activity"),
        ("SecurityMeasure", "activity"),
    }


def test_whether_a_record_is_used_takes_one_query(company, django_assert_num_queries):
    recipient = make(Recipient, company, name="BDO")
    assert is_used(recipient) is False
    make(System, company, name="Kasse", supplier=recipient)
    with django_assert_num_queries(1):
        assert is_used(recipient) is True


def test_uses_are_told_by_record_in_as_many_queries(company, django_assert_num_queries):
    bdo, visma = (make(Recipient, company, name, name=name) for name in ("bdo", "visma"))
    system = make(System, company, name="Kasse", supplier=bdo)
    disclosures = [make(Disclosure, company, key, recipient=visma) for key in "ab"]
    with django_assert_num_queries(len(paths(Recipient)) + 2):
        found = uses_of([bdo, visma])
    assert found == {bdo.pk: [system], visma.pk: disclosures}
    assert uses_of([]) == {}


def test_a_published_version_tells_of_a_record_by_its_key(company):
    policy = make_policy(company)
    activity = make(ProcessingActivity, company, "salg", name="Salg")
    make(Purpose, company, "kjop", activity=activity, text="selge")
    other = make(ProcessingActivity, company, "kjop", name="Kjøp")
    document = (
        '{"company": {"key": "flex", "activities": '
        '[{"key": "salg", "purposes": [{"key": "kjop"}]}]}}'
    )
    version = make_version(policy, document=document)
    assert versions_telling(activity) == [version]
    assert versions_telling(other) == []
    assert versions_telling(policy) == []
    assert [refusal.text for refusal in refusals([activity, other])] == [
        "Salg brukes i den publiserte versjonen «Erklæring for Flex AS – versjon 1». "
        "Avslutt den i stedet for å slette."
    ]


def test_versions_of_another_company_tell_nothing(company):
    activity = make(ProcessingActivity, company, "salg", name="Salg")
    theirs = make_policy(make_company("ntc"))
    make_version(theirs, document='{"company": {"key": "ntc", "activities": [{"key": "salg"}]}}')
    assert (is_used(activity), Policy.objects.count()) == (False, 1)
