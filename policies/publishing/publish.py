"""Publishing and erasing a version: the only two things that touch one."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from policies.document import terms as t
from policies.document.build import build
from policies.document.published import Published, excerpt
from policies.models import Controller, Policy, PolicyVersion
from policies.models.version import sha256
from policies.publishing import article, pdf
from privacyhub.audit.models import Kind
from privacyhub.audit.record import record


class NothingToPublishError(Exception):
    """The register says just what the version before says."""


class RegisterChangedError(Exception):
    """Somebody changed the register while the version was being rendered."""


def preview(
    policy: Policy,
    *,
    at: datetime | None = None,
    change_note: str = "",
    activities: Collection[int] | None = None,
) -> Published:
    """Return what would be published now, without storing it; of some activities if given."""
    return Published(
        policy=policy.key,
        version=next_number(policy),
        effective_at=at or timezone.now(),
        change_note=change_note,
        company=excerpt(build(policy.controller.key, activities), policy.key),
    )


def publish_policy(
    policy: Policy, *, by: Any, change_note: str = "", effective_at: datetime | None = None
) -> PolicyVersion:
    """Render the policy and seal it as its next version. `by` is a user, or a name.

    Raises NothingToPublishError when the content is that of the newest version, and
    RegisterChangedError when the register changed during rendering.
    """
    now = timezone.now()
    published = preview(policy, at=effective_at or now, change_note=change_note)
    newest = newest_document(policy)
    if newest is not None and published.same_content(newest):
        raise NothingToPublishError
    fragment = article.render(published)
    document = published.model_dump_json(exclude_defaults=True, indent=1)
    checksum = sha256(document.encode())
    file = pdf.render(published, fragment, document, checksum)
    with transaction.atomic():
        Controller.objects.select_for_update().get(pk=policy.controller_id)
        try:
            again = excerpt(build(policy.controller.key), policy.key)
        except KeyError as error:
            raise RegisterChangedError from error
        if again != published.company or next_number(policy) != published.version:
            raise RegisterChangedError
        about = {"company": policy.controller, "subject": policy, "called": policy.title}
        record(Kind.PUBLISHED, by=by, version=published.version, **about)
        return PolicyVersion.objects.create(
            policy=policy,
            number=published.version,
            title=published.statement.title,
            visibility=published.statement.visibility,
            company=published.company.name,
            is_indexed=published.company.origin == t.Origin.OWN,
            effective_at=published.effective_at,
            published_at=now,
            published_by=str(by),
            change_note=change_note,
            document=document,
            article=fragment,
            pdf=file,
            document_sha256=checksum,
            pdf_sha256=sha256(file),
        )


def next_number(policy: Policy) -> int:
    """Return the number that the policy's next version gets."""
    newest = policy.versions.aggregate(newest=Max("number"))["newest"]
    return int(newest or 0) + 1


def newest_document(policy: Policy) -> Published | None:
    """Return the newest version's document, None when there is none to compare with."""
    version = policy.versions.kept().order_by("-number").only("document").first()
    return readable(version.document) if version else None


def readable(document: str) -> Published | None:
    """Return a version's document, None when it can't be compared with one of today."""
    try:
        return Published.model_validate_json(document)
    except ValidationError:  # of an older format: it can't say the same
        return None


@transaction.atomic
def erase_version(version: PolicyVersion, *, by: Any, reason: str) -> PolicyVersion:
    """Erase a version's content lawfully; number, moments and checksums stay as tombstone.

    Raises ValueError without a reason.
    """
    if not reason.strip() or not str(by).strip():
        raise ValueError(_("Skriv hvem som sletter, og hvorfor."))
    called = _("versjon %(number)d") % {"number": version.number}
    company = version.policy.controller
    record(Kind.DELETED, by=by, company=company, subject=version, called=called)
    PolicyVersion.objects.filter(pk=version.pk).erase(by=str(by), reason=reason)
    version.refresh_from_db()
    return version
