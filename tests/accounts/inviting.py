"""An invitation that waits, without the mail."""

from django.utils import timezone

from privacyhub.accounts.invitations import LIFETIME
from privacyhub.accounts.models import Invitation


def make_invitation(company_key, email="ola@eksempel.no", company_name="Flex AS"):
    """Return an open invitation to a company."""
    return Invitation.objects.create(
        email=email,
        company_key=company_key,
        company_name=company_name,
        role="editor",
        role_name="redaktør",
        token_hash=f"{company_key}-{email}",
        expires_at=timezone.now() + LIFETIME,
    )
