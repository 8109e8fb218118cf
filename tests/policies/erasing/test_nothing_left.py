"""After a company is erased, nothing of it stands anywhere, and nothing else is touched."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connection

from policies.erasing import steps, tables
from policies.erasing.extent import _others
from policies.models import CompanyErasure, Controller
from rights_requests.public.desk import said_by
from tests.policies.erasing.conftest import KEY, OTHER, SAID
from tests.policies.erasing.searching import dump, everything, found, strings

# What erasing itself writes to, or sets back in a way of its own.
WRITTEN = ("audit_event", "policies_companyerasure", "django_session")
# How SQLite keeps its full text index; the index itself is compared.
INNER = tuple(f"policies_search_{part}" for part in ("data", "idx", "docsize", "config"))


def distinctive():
    """Return every text of the company that stands nowhere else, nor among our own words."""
    words = [str(model._meta.verbose_name_plural) for model, _column in tables.owned()]
    words += [label for label, _number in _others(Controller.objects.get())]
    others = everything(dump()) + " ".join(words).casefold()
    pages = {"%pdf-1.7 bare-i-denne-filen"}
    return {text for text in strings(KEY) | SAID | pages if text not in others}


def test_nothing_of_it_is_left_and_the_others_are_untouched(other, live, erase, client):
    texts = distinctive()
    before, events = dump(without=(*WRITTEN, *INNER)), dump()["audit_event"]
    session = client.session.load()
    company = live()
    assert found(texts, dump()) == texts
    assert len(texts) > 250
    erase(company)
    after = dump()
    assert found(texts, after) == set()
    assert {name: rows for name, rows in after.items() if name not in (*WRITTEN, *INNER)} == before
    assert set(events) < set(after["audit_event"])
    assert SessionStore(client.session.session_key).load() == session
    assert CompanyErasure.objects.count() == 1


@pytest.mark.parametrize("left_out", steps.STEPS, ids=lambda step: step.__name__)
def test_leaving_one_step_out_is_noticed(other, live, erase, monkeypatch, left_out):
    """A test of the test above: each table that it should search is searched."""
    texts = distinctive()
    company = live()
    kept = tuple(step for step in steps.STEPS if step is not left_out)
    monkeypatch.setattr(steps, "STEPS", kept)
    try:
        erase(company)
    except DatabaseError:
        return  # the database itself noticed
    is_needed = connection.vendor == "sqlite" or left_out is not steps.search_index
    assert bool(found(texts, dump())) is is_needed


def test_free_pages_of_sqlite_hold_nothing_of_it(live, erase):
    if connection.vendor != "sqlite":
        return  # what PostgreSQL keeps until VACUUM: docs/drift/sletting.md
    assert connection.cursor().execute("PRAGMA secure_delete").fetchone() == (1,)
    texts = {b"Eksempelbutikken AS", b"Det gamle Qqxkasse", b"qqxkasse", b"bare-i-denne-filen"}
    company = live()
    file = connection.connection.serialize()
    assert b"Det gamle Qqxkasse" in file
    erase(company)
    file = connection.connection.serialize()
    assert {text for text in texts if text in file} == set()


def test_pages_kept_in_memory_are_forgotten(
    live, erase, client, settings, django_capture_on_commit_callbacks
):
    company = live()
    settings.PUBLISHED_CHECK_SECONDS = 1000
    pages = [f"/{key}/personvern/" for key in (KEY, OTHER)]
    assert [client.get(page).status_code for page in pages] == [200, 200]
    client.get(f"/{KEY}/rettigheter/")
    assert said_by.cache_info().currsize > 0
    with django_capture_on_commit_callbacks(execute=True):
        erase(company)
    assert [client.get(page).status_code for page in pages] == [404, 200]
    assert said_by.cache_info().currsize == 0
    assert client.get(f"/{KEY}/").status_code == 404
