"""The ways to a case: confirming the address, a one-time code, the long code."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from privacyhub.calendar import WholeDay, calendar
from rights_requests import actions, codes
from rights_requests.addresses import open_url
from rights_requests.models import Case
from rights_requests.public import passes, tokens
from rights_requests.public.answering import TOO_MANY, page, private, too_many
from rights_requests.public.case_page import show_case
from rights_requests.public.forms import EntryForm, MessageForm
from rights_requests.public.limits import Action, Wait, consume

_DIGITS = 6
_GONE = 410


@private
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for reference and code; send a one-time code to whoever has none."""
    if request.method != "POST":
        return _ask(request, EntryForm())
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    given = form.cleaned_data
    if not given["reference"]:
        form.add_error("reference", _("Skriv referansen."))
        return _ask(request, form)
    if not tokens.is_from_here(request):
        return _ask(request, form, alert=_("Trykk en gang til."))
    return _open(request, form) if given["code"] else _send_code(request, form)


def _ask(
    request: HttpRequest, form: EntryForm, *, alert: str = "", is_sent: bool = False
) -> HttpResponse:
    """Show the way in, or the second half of it: the code that was sent."""
    name = "code" if is_sent else "enter"
    return page(request, name, {"form": form, "alert": alert})


def _send_code(request: HttpRequest, form: EntryForm) -> HttpResponse:
    """Send a code, and answer alike whether there is anywhere to send it (misuse 2)."""
    reference = codes.read_reference(form.cleaned_data["reference"])
    if wait := consume(request, Action.CODE, reference=reference):
        return _later(request, form, wait)
    actions.send_code(reference)
    return _ask(request, form, is_sent=True)


def _open(request: HttpRequest, form: EntryForm) -> HttpResponse:
    reference, code = (
        codes.read_reference(form.cleaned_data["reference"]),
        form.cleaned_data["code"],
    )
    if wait := consume(request, Action.OPEN, reference=reference):
        return _later(request, form, wait)
    is_short = len("".join(sign for sign in code if sign.isalnum())) <= _DIGITS
    opened = (actions.open_with_code if is_short else actions.open_with_secret)(reference, code)
    if opened is None:
        wrong = _("Referansen eller koden stemmer ikke.")
        return _ask(request, form, alert=wrong, is_sent=is_short)
    return _let_in(opened, form.cleaned_data["text"], request, by_mail=is_short)


def _let_in(case: Case, text: str, request: HttpRequest, *, by_mail: bool) -> HttpResponse:
    """Lead to the case. What was typed when the hour ran out comes along."""
    given = passes.grant(case, by_mail=by_mail)
    response: HttpResponse = redirect("case")
    if text:
        response = show_case(request, given, form=MessageForm(initial={"text": text}))
    passes.keep(response, given)
    return response


def _later(request: HttpRequest, form: EntryForm, wait: Wait) -> HttpResponse:
    response = page(request, "enter", {"form": form, "alert": too_many(wait)}, TOO_MANY)
    response.headers["Retry-After"] = str(wait.seconds)
    return response


@private
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link is for; on POST, confirm the address. Opening it changes nothing."""
    response = _confirm(request, token)
    # Django logs the address of what it refuses, and this one holds a token (misuse 6).
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return response


def _confirm(request: HttpRequest, token: str) -> HttpResponse:
    if wait := consume(request, Action.CONFIRM):
        context = {"state": "wait", "alert": too_many(wait)}
        return page(request, "confirm", context, TOO_MANY)
    if request.method != "POST":
        found = actions.find_confirmation(token)
        return _confirmation(request, "ask" if found else "gone", found)
    confirmed = actions.confirm_email(token) if tokens.is_from_here(request) else None
    return _confirmation(request, "done" if confirmed else "gone", confirmed)


def _confirmation(request: HttpRequest, state: str, case: Case | None) -> HttpResponse:
    """Say the same of a link that is used, replaced, too old or unknown."""
    status = 200 if case else _GONE
    return page(request, "confirm", {"state": state, "case": case}, status)


@private
@require_safe
def calendar_file(_request: HttpRequest, token: str) -> HttpResponse:
    """Return the deadline as a file for a calendar. The address says what is in it."""
    about = tokens.read_calendar_token(token)
    if about is None:
        raise Http404
    said = {"company": about.company, "reference": about.reference}
    due = WholeDay(
        uid=f"{about.reference}@personvernhub",
        day=about.due_on,
        summary=_("Svarfrist: %(company)s, henvendelse %(reference)s") % said,
        description=_("Senest i dag skal du ha svar. Følg henvendelsen på %(url)s")
        % {"url": open_url()},
        url=open_url(),
    )
    name = f'attachment; filename="svarfrist-{about.reference}.ics"'
    return HttpResponse(
        calendar([due], timezone.now(), name="Svarfrist"),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": name},
    )
