"""The receipt: reference and long code once, the deadline and how it was counted, what is next."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from rights_requests import explaining
from rights_requests.clock import clock_of
from rights_requests.models import Case
from rights_requests.public.answering import page
from rights_requests.public.desk import Desk
from rights_requests.public.sending import Sent
from rights_requests.public.tokens import Appointment, new_calendar_token
from rights_requests.terms import AT_ONCE, State


def receipt(request: HttpRequest, desk: Desk, sent: Sent) -> HttpResponse:
    """Show the receipt; for a form that was sent before, without the code."""
    case = sent.case
    clock = clock_of(case, [])
    context = {
        "desk": desk,
        "case": case,
        "code": sent.code,
        "clock": clock,
        "steps": explaining.lines(clock),
        "calendar": calendar_address(case),
        "must_confirm": case.state == State.UNCONFIRMED,
        "at_once": AT_ONCE.issuperset(case.demands.values_list("right", flat=True)),
    }
    return page(request, "receipt", context)


def calendar_address(case: Case) -> str:
    """Return where the deadline's calendar file is; the address itself says what is in it."""
    about = Appointment(case.reference, case.work_by, case.controller.name)
    return reverse("case-calendar", args=[new_calendar_token(about)])
