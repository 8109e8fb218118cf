"""How policies stand is worked out once for each change, and never told when it is old."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policies.document.layout import root, tables
from policies.document.load import load
from policies.models import Controller, Policy
from policies.models.history import MODELS, history_of
from policies.publishing import pdf
from policies.publishing.publish import erase_version, publish_policy
from policies.workplace.gaps import gaps_of
from policies.workplace.standing import _stamp, _worked_out, standings
from policies.workplace.undo import undo
from tests.conftest import register_of
from tests.policies.admin.planting import plant
from tests.policies.admin.sending import filled


def test_the_history_keeps_all_that_a_policy_is_made_of():
    assert {table.model for table in (root(), *tables())} <= set(MODELS)


def test_every_change_of_every_record_and_link_moves_the_stamp(db):
    records, seen = plant("vaart"), []
    company = records.pop(Controller)
    records = {model: held for model, held in records.items() if model in MODELS}

    def moved():
        seen.append(_stamp(company))
        return len(set(seen)) == len(seen)

    assert moved()
    company.city = "Bodø"
    company.save()
    assert moved()
    for record in records.values():
        record.position += 1
        record.save()
        assert moved()
        for link in record._meta.many_to_many:
            others = link.related_model._default_manager.filter(controller=company)
            held, other = getattr(record, link.name), others.order_by("-pk")[0]
            for change in (held.add, held.remove):
                change(other)
                assert moved()
    for record in sorted(records.values(), key=lambda r: MODELS.index(type(r)), reverse=True):
        if not isinstance(record, Policy):  # it has a version
            record.delete()
            assert moved()


def test_another_company_leaves_the_stamp_alone(db):
    ours, theirs = (plant(word)[Controller] for word in ("vaart", "naboens"))
    before = _stamp(ours)
    theirs.city = "Bodø"
    theirs.save()
    theirs.terms.filter(kind_of="subject").delete()
    assert _stamp(ours) == before


def test_two_writers_who_finish_in_the_other_order_both_move_the_stamp(db):
    company = plant("vaart")[Controller]
    for city in ("Bodø", "Oslo"):
        company.city = city
        company.save()
    both = _stamp(company)
    first = history_of(Controller).get(city="Bodø")
    late = {field.attname: getattr(first, field.attname) for field in first._meta.fields}
    first.delete()
    one = _stamp(company)
    history_of(Controller).create(**late)
    assert one != _stamp(company) == both


@pytest.fixture
def company(transactional_db, monkeypatch):
    """Return a company whose changes are committed, with one policy."""
    monkeypatch.setattr(pdf, "render", lambda *_: b"%PDF-1.7")
    load(register_of("finmug"))
    return Controller.objects.get()


def told(company):
    """Return how the policy stands, having seen that it is what is true now."""
    found = standings(company)
    assert found == dict(_worked_out(company))
    return found[company.policies.get().pk]


def asked(company):
    with CaptureQueriesContext(connection) as queries:
        standings(company)
    return len(queries)


def test_nothing_is_worked_out_again_until_something_changes(company):
    told(company)
    assert asked(company) == 2
    company.city = "Helsinki"
    company.save()
    assert asked(company) > 20
    assert asked(company) == 2


def test_what_is_told_is_true_after_every_kind_of_change(company, staff_client):
    policy = Policy.objects.get()
    assert (told(company).version, told(company).is_changed) == (None, True)
    publish_policy(policy, by="Kari")
    assert (told(company).version, told(company).is_changed) == (1, False)
    number = len(told(company).gaps)
    path = reverse("admin:policies_controller_change", args=[company.pk])
    sent = filled(staff_client.get(path), street="")
    assert staff_client.post(path, sent).status_code == 302
    assert told(company).is_changed
    change = history_of(Controller).latest()
    undo(("controller", change.history_id), company, by=None)
    assert (len(told(company).gaps), told(company).is_changed) == (number, False)
    load(register_of("finmug").model_copy(update={"city": "Turku"}))
    assert told(company).is_changed
    publish_policy(policy, by="Kari")
    assert (told(company).version, told(company).is_changed) == (2, False)
    erase_version(policy.versions.get(number=2), by="Kari", reason="Feil navn.")
    assert (told(company).version, told(company).is_changed) == (1, True)
    policy.activities.clear()
    assert told(company).gaps == tuple(gaps_of(company))


def test_what_was_never_kept_is_never_told(company):
    before = told(company)
    with transaction.atomic():
        company.activities.update(status="draft")
        company.city = "Turku"
        company.save()
        assert told(company) != before
        transaction.set_rollback(True)
    assert told(company) == before
    company.city = "Oslo"  # the number that was given back is used again
    company.save()
    assert told(company).gaps == before.gaps
