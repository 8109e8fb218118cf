"""A register of some activities alone holds together, and says of them what the whole one does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policies.document.build import build
from policies.document.integrity import check
from policies.document.load import load
from policies.document.published import excerpt
from policies.models import ProcessingActivity
from tests.conftest import COMPANIES, register_of
from tests.policies.document.test_build import company


def ids(*keys):
    return set(ProcessingActivity.objects.filter(key__in=keys).values_list("pk", flat=True))


def unsourced(records):
    return tuple(record.model_copy(update={"sources": ()}) for record in records)


@pytest.mark.parametrize("key", COMPANIES)
def test_each_activity_alone_is_as_it_is_among_the_others(db, key):
    load(register_of(key))
    whole = build(key)
    for activity in whole.activities:
        alone = build(key, ids(activity.key))
        check(alone)
        (policy, *_more) = [p for p in whole.policies if activity.key in p.activities]
        held = {a.key: a for a in excerpt(whole, policy.key).activities}
        shown = excerpt(alone, policy.key).activities
        assert shown == ((held[activity.key],) if activity.key in held else ())
        assert alone.recipients == unsourced(whole.recipients)


@pytest.mark.parametrize("key", COMPANIES)
def test_all_activities_are_the_whole_register(db, key):
    load(register_of(key))
    everything = set(ProcessingActivity.objects.values_list("pk", flat=True))
    whole, all_of_them = build(key), build(key, everything)
    check(all_of_them)
    for policy in whole.policies:
        assert excerpt(all_of_them, policy.key) == excerpt(whole, policy.key)


def test_what_concerns_other_activities_alone_is_left_out(db):
    load(
        company(
            3,
            retention_rules=[
                {"key": "alle", "period": "P5Y"},
                {"key": "egen", "purpose": "f1", "period": "P1Y"},
                {"key": "annens", "data_use": "d2", "period": "P1Y"},
            ],
            disclosures=[
                {"key": "alle", "recipient": "m0"},
                {"key": "begge", "recipient": "m0", "activities": ["a1", "a2"]},
                {"key": "annens", "recipient": "m0", "activities": ["a0", "a2"]},
            ],
        )
    )
    alone = build("flex", ids("a1"))
    check(alone)
    assert [a.key for a in alone.activities] == ["a1"]
    assert [r.key for r in alone.retention_rules] == ["alle", "egen"]
    assert [(d.key, d.activities) for d in alone.disclosures] == [("alle", ()), ("begge", ("a1",))]
    assert [m.key for m in alone.security_measures] == ["s1"]
    assert [(p.key, p.activities) for p in alone.policies] == [
        ("y0", ()),
        ("y1", ("a1",)),
        ("y2", ()),
    ]
    assert excerpt(alone, "y1").activities == excerpt(build("flex"), "y1").activities


def test_of_none_there_is_what_goes_for_all(db):
    load(company(2))
    none = build("flex", set())
    check(none)
    assert (none.activities, none.disclosures, none.security_measures) == ((), (), ())
    assert none.websites == build("flex").websites


def test_some_activities_take_as_many_queries_as_all(db):
    load(company(3))
    for chosen in (None, ids("a0"), ids("a0", "a1", "a2")):
        with CaptureQueriesContext(connection) as queries:
            build("flex", chosen)
        assert len(queries) == 20
