"""A form becomes a request, once."""

from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from policies.models import Controller
from rights_requests.actions import Asked, Receipt, receive
from rights_requests.models import Case, SentForm


class Sent(NamedTuple):
    """What became of a form: a receipt with its code, or the request it became earlier."""

    case: Case
    code: str = ""


def send(company: Controller, asked: Asked, nonce: str) -> Sent:
    """Take a request, unless this form became one already.

    Raises what rights_requests.actions.receive raises; then nothing is stored.
    """
    if earlier := _earlier(nonce):
        return earlier
    try:
        with transaction.atomic():
            receipt: Receipt = receive(company, asked)
            SentForm.objects.create(case=receipt.case, nonce_hash=nonce, sent_at=timezone.now())
    except IntegrityError:
        if earlier := _earlier(nonce):  # sent twice at once, and the other was first
            return earlier
        raise
    return Sent(*receipt)


def _earlier(nonce: str) -> Sent | None:
    found = SentForm.objects.select_related("case__controller").filter(nonce_hash=nonce).first()
    return Sent(found.case) if found else None
