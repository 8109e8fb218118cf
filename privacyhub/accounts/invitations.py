"""Invite somebody by e-mail to a role in a company.

The link's token is random and kept as a hash; it works once, for a week, for the address
that it was sent to. What accepting gives is another application's business: the function
that the settings name in INVITATION_ACCEPTED gets (user, company_key, role, by).
"""

import logging
import secrets
from datetime import timedelta
from smtplib import SMTPException
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from privacyhub.accounts.encryption import fingerprint
from privacyhub.accounts.models import Invitation, User
from privacyhub.audit.models import Kind
from privacyhub.audit.record import record

LIFETIME = timedelta(days=7)
logger = logging.getLogger(__name__)


class NotOpenError(Exception):
    """The invitation is used, withdrawn, too old, or for somebody else."""


class Company(NamedTuple):
    """What the log tells a company by."""

    key: str
    name: str


class Offer(NamedTuple):
    """What is offered, and what the mail calls it."""

    company_key: str
    company_name: str
    role: str
    role_name: str


def invite(email: str, offer: Offer, *, by: User, request: HttpRequest) -> Invitation:
    """Send an invitation; an open one to the same address and company is withdrawn."""
    email = email.strip().lower()
    with transaction.atomic():
        same = Invitation.objects.open().filter(email=email, company_key=offer.company_key)
        same.update(revoked_at=timezone.now())
        invitation = Invitation(email=email, invited_by=by, **offer._asdict())
        token = _renew(invitation)
        _tell(Kind.INVITED, invitation, request, by)
    _send(invitation, token, request)
    return invitation


def resend(invitation: Invitation, *, request: HttpRequest) -> None:
    """Send a new link for a week more; the old one stops working."""
    if invitation.accepted_at or invitation.revoked_at:
        raise NotOpenError
    with transaction.atomic():
        token = _renew(invitation)
        _tell(Kind.INVITED, invitation, request)
    _send(invitation, token, request)


@transaction.atomic
def revoke(invitation: Invitation, *, request: HttpRequest) -> None:
    """Withdraw an invitation that nobody has accepted."""
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not waiting.update(revoked_at=timezone.now()):
        raise NotOpenError
    invitation.refresh_from_db()
    _tell(Kind.DELETED, invitation, request)


def find(token: str) -> Invitation | None:
    """Return the open invitation that the token opens."""
    found = Invitation.objects.open().filter(token_hash=fingerprint(token))
    return found.select_related("invited_by").first()


@transaction.atomic
def accept(invitation: Invitation, user: User) -> None:
    """Use the invitation up, and give the user what it promised.

    Raises NotOpenError, or whatever the function that gives it raises: then it stays open.
    """
    if user.email.lower() != invitation.email:
        raise NotOpenError
    waiting = Invitation.objects.open().filter(pk=invitation.pk)
    if not waiting.update(accepted_at=timezone.now(), accepted_by=user):
        raise NotOpenError
    if settings.INVITATION_ACCEPTED:
        join = import_string(settings.INVITATION_ACCEPTED)
        join(user, invitation.company_key, invitation.role, invitation.invited_by or "")


def has_account(invitation: Invitation) -> bool:
    """Tell whether somebody signs in with the invited address already."""
    return User.objects.filter(email__iexact=invitation.email).exists()


def _tell(kind: Kind, invitation: Invitation, request: HttpRequest, by: User | None = None) -> None:
    """Write what was done with an invitation, as an event of the company's."""
    company = Company(invitation.company_key, invitation.company_name)
    about = {"called": invitation.email, "role": invitation.role_name}
    record(kind, by=by, request=request, company=company, subject=invitation, **about)


def _renew(invitation: Invitation) -> str:
    """Give the invitation a new token and a new week, and return the token."""
    token = secrets.token_urlsafe(32)
    invitation.token_hash = fingerprint(token)
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + LIFETIME
    invitation.mail_failed = False
    invitation.save()
    return token


def _send(invitation: Invitation, token: str, request: HttpRequest) -> None:
    """Send the mail once the invitation is stored. A mail that fails can be sent again."""
    link = request.build_absolute_uri(reverse("account_invitation", args=[token]))
    body = render_to_string(
        "account/email/invitation.txt", {"invitation": invitation, "link": link}
    )
    subject = _("Du er invitert til %(company)s i Personvernhub") % {
        "company": " ".join(invitation.company_name.split())
    }
    mail = EmailMessage(subject, body, to=[invitation.email])

    def send() -> None:
        try:
            mail.send()
        except (SMTPException, OSError):
            logger.exception("Invitation %s not sent", invitation.pk)
            Invitation.objects.filter(pk=invitation.pk).update(mail_failed=True)

    transaction.on_commit(send)
