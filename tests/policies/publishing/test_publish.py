"""Publishing seals a version; erasing is the only way to touch it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from policies.document.published import Published
from policies.models import PolicyVersion
from policies.publishing import pdf, publish
from policies.publishing.publish import (
    NothingToPublishError,
    RegisterChangedError,
    erase_version,
    newest_document,
    publish_policy,
)
from tests.factories import make_policy, make_version


@pytest.fixture
def quick_pdf(monkeypatch):
    """Leave the rendering of the file, which has tests of its own, out of these."""
    monkeypatch.setattr(pdf, "render", lambda *_: b"%PDF")


def test_publish_stores_document_article_and_pdf_with_their_checksums(load_company):
    policy = load_company("finmug")
    version = publish_policy(policy, by="Kari", change_note="Første")
    assert (version.number, version.published_by, version.change_note) == (1, "Kari", "Første")
    assert version.is_intact
    assert version.is_indexed is False
    assert bytes(version.pdf[:5]) == b"%PDF-"
    assert Published.model_validate_json(version.document).company.name == "Finmug"
    assert "<h1" in version.article


def test_publish_again_without_a_change_is_refused(load_company, quick_pdf):
    policy = load_company("finmug")
    publish_policy(policy, by="Kari")
    with pytest.raises(NothingToPublishError):
        publish_policy(policy, by="Kari")
    assert policy.versions.count() == 1


def test_publish_after_a_change_makes_the_next_number(load_company, quick_pdf):
    policy = load_company("finmug")
    publish_policy(policy, by="Kari")
    policy.controller.city = "Helsinki"
    policy.controller.save()
    assert publish_policy(policy, by="Kari").number == 2


def test_publish_refuses_when_the_register_changes_meanwhile(load_company, monkeypatch):
    policy = load_company("finmug")

    def change_while_rendering(*args):
        type(policy.controller).objects.filter(pk=policy.controller_id).update(city="Helsinki")
        return b"%PDF"

    monkeypatch.setattr(pdf, "render", change_while_rendering)
    with pytest.raises(RegisterChangedError):
        publish_policy(policy, by="Kari")
    assert policy.versions.count() == 0


def test_publish_locks_for_a_short_time_only(load_company, monkeypatch):
    """Rendering happens before the transaction."""
    policy = load_company("finmug")
    depth = len(connection.savepoint_ids)
    seen = []

    def render(*args):
        seen.append(len(connection.savepoint_ids))
        return b"%PDF"

    monkeypatch.setattr(pdf, "render", render)
    publish_policy(policy, by="Kari")
    assert seen == [depth]


def test_newest_document_of_an_older_format_counts_as_different(db):
    policy = make_policy()
    assert newest_document(policy) is None
    make_version(policy, document='{"format": "older"}')
    assert newest_document(policy) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE policies_policyversion SET title = 'x'",
        "UPDATE policies_policyversion SET article = 'x'",
        "UPDATE policies_policyversion SET effective_at = published_at, number = 7",
        "DELETE FROM policies_policyversion",
    ],
)
def test_sealed_version_is_refused_by_the_database(db, change):
    version = make_version(make_policy())
    with pytest.raises(DatabaseError, match="sealed row"), transaction.atomic():
        connection.cursor().execute(change)
    assert PolicyVersion.objects.get().title == version.title


def test_sealed_table_is_not_emptied(db):
    if connection.vendor == "postgresql":
        make_version(make_policy())
        connection.check_constraints()  # PostgreSQL refuses while references wait to be checked
        with pytest.raises(DatabaseError, match="sealed row"), transaction.atomic():
            connection.cursor().execute("TRUNCATE policies_policyversion CASCADE")
    assert PolicyVersion.objects.count() == (connection.vendor == "postgresql")


def test_erased_version_keeps_a_tombstone_and_nothing_else(db):
    version = erase_version(make_version(make_policy()), by="Ola", reason="Navngitt person")
    kept = PolicyVersion.objects.get()
    assert (kept.document, kept.article, bytes(kept.pdf), kept.title) == ("", "", b"", "")
    assert (kept.erased_by, kept.erased_reason) == ("Ola", "Navngitt person")
    assert kept.document_sha256 == version.document_sha256
    assert PolicyVersion.objects.kept().count() == 0


def test_erased_version_is_sealed_again_but_may_be_deleted(db):
    version = erase_version(make_version(make_policy()), by="Ola", reason="Feil")
    with pytest.raises(DatabaseError, match="sealed row"), transaction.atomic():
        PolicyVersion.objects.update(title="tilbake")
    version.delete()
    assert PolicyVersion.objects.count() == 0


@pytest.mark.parametrize(("by", "reason"), [("", "Feil"), ("Ola", " ")])
def test_erase_without_a_name_or_a_reason_is_refused(db, by, reason):
    version = make_version(make_policy())
    with pytest.raises(ValueError, match="hvem som sletter"):
        erase_version(version, by=by, reason=reason)
    assert PolicyVersion.objects.get().erased_at is None


def test_effective_is_the_newest_moment_that_has_come(db):
    policy = make_policy()
    make_version(policy, 1, days_ago=9)
    second = make_version(policy, 2, days_ago=5)
    make_version(policy, 3, days_ago=-2)
    assert PolicyVersion.objects.effective().first() == second
    later = timezone.now() + timedelta(days=3)
    assert PolicyVersion.objects.effective(later).first().number == 3


def test_preview_stores_nothing(load_company):
    policy = load_company("finmug")
    assert publish.preview(policy).version == 1
    assert PolicyVersion.objects.count() == 0


def test_publish_seals_what_the_register_says_not_what_the_caller_held(load_company, quick_pdf):
    stale = load_company("finmug")
    type(stale).objects.filter(pk=stale.pk).update(visibility="staff", title="Ny tittel")
    version = publish_policy(stale, by="Kari")
    assert (version.visibility, version.title, version.company) == ("staff", "Ny tittel", "Finmug")


def test_publish_refuses_when_the_policy_is_renamed_meanwhile(load_company, monkeypatch):
    policy = load_company("finmug")

    def rename_while_rendering(*_):
        type(policy).objects.filter(pk=policy.pk).update(key="kunder")
        return b"%PDF"

    monkeypatch.setattr(pdf, "render", rename_while_rendering)
    with pytest.raises(RegisterChangedError):
        publish_policy(policy, by="Kari")
