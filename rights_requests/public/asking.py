"""The form: fill in, see over, send. Nothing is kept before it is sent, no cookie is set."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rights_requests import national_ids
from rights_requests.actions import Asked
from rights_requests.complaint import complaint_to
from rights_requests.public import tokens
from rights_requests.public.answering import TOO_MANY, page, private, too_many
from rights_requests.public.desk import Desk, find_desk
from rights_requests.public.forms import FREE, MarketingForm, RequestForm
from rights_requests.public.limits import Action, Wait, consume
from rights_requests.public.lines import lines
from rights_requests.public.receipt import receipt
from rights_requests.public.sending import send

EDIT, SEND = "edit", "send"
REMOVE, KEEP = "remove", "keep"
_CLOSED, _FAULT = 409, 503
logger = logging.getLogger(__name__)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, company: str) -> HttpResponse:
    """Show the form; on POST what was typed, seen over or sent."""
    desk = _open_desk(company)
    if desk.is_closed:
        return closed(request, desk)
    if request.method != "POST":
        return show_form(request, desk, RequestForm())
    return _posted(request, desk)


def _posted(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Go on to the next page, or back to what is to be mended."""
    data = _without_numbers(request.POST)
    if data.get("step") == EDIT:
        return show_form(request, desk, RequestForm(initial=_typed(data)))
    form = RequestForm(data)
    if not form.is_valid():
        return show_form(request, desk, form)
    if form.numbers_in() and data.get("number") != KEEP:
        return show_form(request, desk, form, has_number=True)
    if data.get("step") != SEND:
        return review(request, desk, form)
    again = partial(review, request, desk, form)
    return _send(request, desk, form.asked, tokens.digest(form.asked), again)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def stop_marketing(request: HttpRequest, company: str) -> HttpResponse:
    """Stop marketing on one screen: only what is to be stopped is asked for."""
    desk = _open_desk(company)
    if desk.is_closed:
        return closed(request, desk)
    if request.method != "POST":
        return _marketing(request, desk, MarketingForm())
    form = MarketingForm(_without_numbers(request.POST))
    if not form.is_valid():
        return _marketing(request, desk, form)
    if form.numbers_in() and request.POST.get("number") != KEEP:
        return _marketing(request, desk, form, has_number=True)
    again = partial(_marketing, request, desk, form)
    return _send(request, desk, form.asked, "", again)


def _open_desk(company: str) -> Desk:
    desk = find_desk(company)
    if desk is None:
        raise Http404
    return desk


def notice(desk: Desk) -> dict[str, Any]:
    """Return what art. 13 wants said of the request itself, as far as it is known."""
    return {
        "desk": desk,
        "officers": desk.all("officers"),
        "retention": [text for text in dict.fromkeys(said.retention for said in desk.said) if text],
        "complaint": complaint_to(desk.company),
    }


def closed(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Say why a company that is only reproduced takes no requests here."""
    status = _CLOSED if request.method == "POST" else 200
    return page(request, "closed", {"desk": desk}, status)


def show_form(
    request: HttpRequest, desk: Desk, form: RequestForm, *, has_number: bool = False
) -> HttpResponse:
    """Show the form, with what is wrong with it."""
    context = {
        **notice(desk),
        "form": form,
        "lines": lines(desk),
        "chosen": form["rights"].value() or [],
        "has_number": has_number,
    }
    return page(request, "form", context)


def review(
    request: HttpRequest, desk: Desk, form: RequestForm, *, alert: str = "", status: int = 200
) -> HttpResponse:
    """Show the answers, which the page carries together with a token that sends them once."""
    asked = form.asked
    context = {
        "desk": desk,
        "form": form,
        "asked": asked,
        "lines": [line for line in lines(desk) if line.right in asked.rights],
        "token": tokens.new_form_token(desk.company.pk, tokens.digest(asked)),
        "keeps_number": bool(form.numbers_in()),
        "alert": alert,
    }
    return page(request, "review", context, status)


def _send(
    request: HttpRequest, desk: Desk, asked: Asked, answers: str, again: Callable[..., HttpResponse]
) -> HttpResponse:
    """Send what was seen over, or show the page again with what is wrong."""
    nonce = _nonce(request, desk, answers)
    if nonce is None:
        return again(alert=_not_current())
    sent = _try(request, desk, asked, nonce)
    if isinstance(sent, HttpResponse):
        return sent
    text, status = sent
    if isinstance(status, Wait):
        return _later(again(alert=text, status=TOO_MANY), status)
    return again(alert=text, status=status)


def _marketing(request: HttpRequest, desk: Desk, form: MarketingForm, **about: Any) -> HttpResponse:
    status = about.pop("status", 200)
    token = tokens.new_form_token(desk.company.pk)
    context = {**notice(desk), "form": form, "token": token, **about}
    return page(request, "marketing", context, status)


def _nonce(request: HttpRequest, desk: Desk, answers: str) -> str | None:
    """Return the hash of the form's number, None when the form isn't one of ours, or too old."""
    if not tokens.is_from_here(request):
        return None
    return tokens.read_form_token(request.POST.get("token", ""), desk.company.pk, answers)


def _try(
    request: HttpRequest, desk: Desk, asked: Asked, nonce: str
) -> HttpResponse | tuple[str, int | Wait]:
    """Send, and return the receipt, or what to say and how it went."""
    about = {"email": asked.email} if asked.email else {}
    if wait := consume(request, Action.SEND, **about):
        return too_many(wait, desk.company), wait
    try:
        sent = send(desk.company, asked, nonce)
    except ValidationError as error:  # no column holds it, though the form let it through
        return " ".join(error.messages), 200
    except DatabaseError:
        logger.exception("A request was not stored")
        return _fault(desk), _FAULT
    return receipt(request, desk, sent)


def _later(response: HttpResponse, wait: Wait) -> HttpResponse:
    response.headers["Retry-After"] = str(wait.seconds)
    return response


def _not_current() -> str:
    return _("Siden har stått åpen lenge, eller svarene er endret. Se over og send en gang til.")


def _fault(desk: Desk) -> str:
    if email := desk.company.email:
        about = {"email": email}
        text = _(
            "Noe gikk galt hos oss. Ingenting er sendt. Prøv igjen, eller skriv til %(email)s."
        )
        return text % about
    return _("Noe gikk galt hos oss. Ingenting er sendt. Prøv igjen.")


def _without_numbers(data: QueryDict) -> QueryDict:
    """Return what was typed, without birth numbers if the visitor chose so."""
    if data.get("number") != REMOVE:
        return data
    copy = data.copy()
    for name in FREE:
        if name in copy:
            copy[name] = national_ids.remove(data.get(name, ""))
    return copy


def _typed(data: QueryDict) -> dict[str, Any]:
    """Return what was typed, as a form's initial values."""
    fields = RequestForm.base_fields.items()
    return {name: field.widget.value_from_datadict(data, {}, name) for name, field in fields}
