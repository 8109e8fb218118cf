"""Every list and form asks the database as little of three records of a kind as of one."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policies.models import Controller, Policy, PolicyVersion, ProcessingActivity, Record
from tests.policies.admin.planting import plant
from tests.policies.models.factories import make_version

RECORDS = [model for model in admin.site._registry if issubclass(model, Record)]
# Controllers have no list: there is one at a time.
LISTS = [*RECORDS, PolicyVersion]
FORMS = [*RECORDS, PolicyVersion, Controller]


@pytest.fixture
def ours(staff_client, db):
    """Return a company's records by kind, one of each."""
    return plant("vaart")


def address(model, page, *args):
    return reverse(f"admin:policies_{model._meta.model_name}_{page}", args=args)


def asked(client, path):
    """Return how many queries a page takes when it has been opened before."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def two_more(records):
    """Add two more of every kind, each naming what the first one names."""
    made = []
    for model, record in records.items():
        if model is Controller:
            continue
        for n in (2, 3):
            if model is PolicyVersion:
                made.append(make_version(record.policy, n))
                continue
            links = {f.name: list(getattr(record, f.name).all()) for f in model._meta.many_to_many}
            other = model._default_manager.get(pk=record.pk)
            other.pk, other.key = None, f"enda-{n}"
            other.save()
            for name, held in links.items():
                getattr(other, name).set(held)
            made.append(other)
    return made


def link_all(records):
    """Let every link of every record name all that it may."""
    for model, record in records.items():
        for field in model._meta.many_to_many:
            kind = field.related_model._default_manager.filter(controller=records[Controller])
            getattr(record, field.name).set(kind.complex_filter(field.get_limit_choices_to()))


def test_every_registered_kind_is_looked_at():
    others = {model for model in admin.site._registry if model._meta.app_label != "policies"}
    assert {*LISTS, *FORMS} | others == set(admin.site._registry)


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_a_list_takes_as_many_queries_for_three_as_for_one(staff_client, ours, model):
    link_all(ours)
    path = address(model, "changelist")
    paths = [path, f"{path}?q=vaart", *(path + choice for choice in _filters(staff_client, path))]
    before = [asked(staff_client, each) for each in paths]
    two_more(ours)
    assert [asked(staff_client, each) for each in paths] == before
    assert max(before) <= 11


def _filters(client, path):
    """Return the last choice of every filter of a list."""
    changes = client.get(path).context["cl"]
    return [list(spec.choices(changes))[-1]["query_string"] for spec in changes.filter_specs]


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_a_form_takes_as_many_queries_for_three_choices_as_for_one(staff_client, ours, model):
    link_all(ours)
    path = address(model, "change", ours[model].pk)
    before = asked(staff_client, path)
    two_more(ours)
    link_all(ours)
    # An activity's page has its rules and recipients too: test_form_queries.py counts them up.
    assert asked(staff_client, path) == before <= (32 if model is ProcessingActivity else 24)


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_a_new_record_takes_as_many_queries_for_three_choices_as_for_one(staff_client, ours, model):
    path = address(model, "add")
    before = asked(staff_client, path)
    two_more(ours)
    assert asked(staff_client, path) == before <= 15


def test_the_pages_of_a_policy_take_as_many_queries_for_three_of_all_as_for_one(staff_client, ours):
    pk = ours[Policy].pk
    paths = [reverse(f"admin:policy-{name}", args=[pk]) for name in ("publish", "preview")]
    before = [asked(staff_client, each) for each in paths]
    two_more(ours)
    assert [asked(staff_client, each) for each in paths] == before
