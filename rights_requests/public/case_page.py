"""The case as the person sees it: where it is, the deadline, messages, the answer."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policies.publishing.article.words import day
from rights_requests import actions, explaining
from rights_requests import terms as t
from rights_requests.clock import Clock, clock_of
from rights_requests.complaint import authority_name, complaint_route
from rights_requests.errors import RefusedError
from rights_requests.models import Case, Demand, Reply
from rights_requests.paper import Piece, pieces
from rights_requests.public import passes, tokens
from rights_requests.public.answering import TOO_MANY, View, page, private, too_many
from rights_requests.public.forms import EntryForm, MessageForm
from rights_requests.public.limits import Action, consume
from rights_requests.public.lines import label
from rights_requests.public.passes import Pass
from rights_requests.public.receipt import calendar_address
from rights_requests.terms import Event, State
from rights_requests.workflow import PERSON, open_to

_CONFLICT = 409


class Row(NamedTuple):
    """One thing asked for, and what became of it."""

    label: str
    outcome: str
    reason: str


class Answer(NamedTuple):
    """An answer that was sent."""

    reply: Reply
    pieces: list[Piece]


def with_pass(view: Callable[..., HttpResponse]) -> View:
    """Ask for a code unless the visitor has a pass that holds."""

    @private
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = passes.read(request)
        if given is None:
            return _ask_again(request)
        return view(request, given, *args, **kwargs)

    return answered


def _ask_again(request: HttpRequest) -> HttpResponse:
    """Lead to the way in; what somebody had written comes along."""
    text = request.POST.get("text", "") if request.method == "POST" else ""
    if not text:
        return redirect("case-open")
    form = EntryForm(initial={"text": text})
    alert = _("Du er logget ut. Teksten din er beholdt: den står klar når du har åpnet "
              "henvendelsen.")  # fmt: skip
    return page(request, "enter", {"form": form, "alert": alert})


@require_safe
@with_pass
def case(request: HttpRequest, given: Pass) -> HttpResponse:
    """Show the case that the pass opens; the address names none."""
    return show_case(request, given)


def show_case(
    request: HttpRequest,
    given: Pass,
    *,
    form: MessageForm | None = None,
    alert: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a case, with what somebody is writing."""
    held = given.case
    clock = clock_of(held, held.pauses.all())
    demands = list(held.demands.all())
    context = {
        "case": held,
        "given": given,
        "status_texts": list(_status(given, clock)),
        "clock": clock,
        "steps": [] if held.is_ended else explaining.lines(clock),
        "calendar": calendar_address(held),
        "rows": [_row(demand, given) for demand in demands],
        "messages_both_ways": list(held.messages.all()) if given.is_full else [],
        "answers": _answers(held) if given.is_full else [],
        "is_answered": held.state in {State.ANSWERED, State.CLOSED},
        "complaint": _complaint(given, demands, clock),
        "form": form or MessageForm(),
        "may_write": _may(given, Event.HEAR),
        "may_withdraw": _may(given, Event.WITHDRAW),
        "alert": alert,
        "is_sent": request.GET.get("sendt") == "1",
    }
    return page(request, "case", context, status)


def _may(given: Pass, event: Event) -> bool:
    """Tell whether the visitor may do something where the case is now."""
    return given.is_full and event in open_to(PERSON, State(given.case.state))


def _answers(held: Case) -> list[Answer]:
    replies = held.replies.filter(erased_at=None).defer("pdf").newest_first()
    return [Answer(reply, pieces(reply.text)) for reply in replies]


def _row(demand: Demand, given: Pass) -> Row:
    if not given.is_full:
        return Row(label(demand.right), "", "")
    outcome = t.Outcome(demand.outcome).label if demand.outcome else _("ikke avgjort ennå")
    return Row(label(demand.right), str(outcome), demand.reason)


def _complaint(given: Pass, demands: list[Demand], clock: Clock) -> str:
    """Return whom to complain to, at every refusal and when we are late."""
    is_late = given.case.state in t.UNANSWERED and clock.is_overdue
    is_refused = given.is_full and any(demand.is_refused for demand in demands)
    return complaint_route(given.case.controller) if is_late or is_refused else ""


def _status(given: Pass, clock: Clock) -> Iterator[str]:
    """Yield where the case is, and what else one ought to know (UX 3.4)."""
    held = given.case
    yield _state(given)
    if held.state not in t.UNANSWERED:
        return
    if clock.is_extended and given.is_full:
        yield _("Vi trenger mer tid, fordi %(reason)s") % {"reason": held.extension_reason}
    if clock.is_overdue:
        about = {"authority": authority_name(held.controller)}
        yield _("Vi er forsinket. Du kan klage til %(authority)s nå.") % about


def _state(given: Pass) -> str:
    held = given.case
    texts: dict[str, Callable[[], str]] = {
        State.UNCONFIRMED: lambda: _("Mottatt. Bekreft e-postadressen når du kan."),
        State.RECEIVED: lambda: _("Mottatt. Ingen har begynt på den ennå."),
        State.AWAITING_IDENTITY: lambda: _identity(given),
        State.AWAITING_CLARIFICATION: lambda: _(
            "Vi venter på deg: Vi har stilt et spørsmål. Svar i en melding nedenfor."
        ),
        State.IN_PROGRESS: lambda: _("Vi arbeider med den."),
        State.FOR_APPROVAL: lambda: _("Svaret er skrevet og kontrolleres."),
        State.ANSWERED: lambda: _("Svaret er klart."),
        State.CLOSED: lambda: _("Avsluttet %(day)s.") % {"day": _closed_on(held)},
        State.WITHDRAWN: lambda: _("Du har trukket henvendelsen."),
        State.DUPLICATE: lambda: (
            _("Slått sammen med %(ref)s. Den tidligste datoen gjelder.")
            % {"ref": held.duplicate_of}
        ),
        State.WRONG_RECIPIENT: lambda: _("Vi har ikke ansvar for disse opplysningene."),
    }
    return texts[held.state]()


def _closed_on(held: Case) -> str:
    return day(held.closed_on) if held.closed_on else ""


def _identity(given: Pass) -> str:
    pause = given.case.pauses.filter(answered_on=None).first() if given.is_full else None
    text = _("Vi venter på deg: Vi må vite at det er deg.")
    return f"{text} {pause.ground}" if pause else text


@require_POST
@with_pass
def write(request: HttpRequest, given: Pass) -> HttpResponse:
    """Send a message to the company."""
    form = MessageForm(request.POST)
    if not _may(given, Event.HEAR):
        return show_case(request, given, alert=_not_open(), status=_CONFLICT)
    if not _is_theirs(request, given):
        return show_case(request, given, form=form, alert=_not_current(), status=_CONFLICT)
    if not form.is_valid():
        return show_case(request, given, form=form)
    if wait := consume(request, Action.WRITE, case=str(given.case.pk)):
        alert = too_many(wait, given.case.controller)
        return show_case(request, given, form=form, alert=alert, status=TOO_MANY)
    try:
        actions.write_message(given.case, form.cleaned_data["text"])
    except RefusedError as refused:
        alert = refused.message
        return show_case(request, given, form=form, alert=alert, status=_CONFLICT)
    response = redirect("case")
    response.headers["Location"] += "?sendt=1#meldinger"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@with_pass
def withdraw(request: HttpRequest, given: Pass) -> HttpResponse:
    """Ask once, then take the request back."""
    if not _may(given, Event.WITHDRAW):
        return redirect("case")
    if request.method != "POST" or not _is_theirs(request, given):
        return page(request, "withdraw", {"case": given.case, "given": given})
    try:
        actions.withdraw(given.case)
    except RefusedError as refused:
        return show_case(request, given, alert=refused.message, status=_CONFLICT)
    return redirect("case")


@require_safe
@with_pass
def reply_pdf(_request: HttpRequest, given: Pass, number: int) -> HttpResponse:
    """Return an answer's PDF, of the case that the pass opens and no other."""
    found = given.case.replies.filter(number=number, erased_at=None).first()
    if found is None or not given.is_full:
        raise Http404
    name = f'attachment; filename="svar-{given.case.reference}-{number}.pdf"'
    return HttpResponse(
        bytes(found.pdf),
        content_type="application/pdf",
        headers={"Content-Disposition": name},
    )


@require_POST
@private
def leave(request: HttpRequest) -> HttpResponse:
    """Take the pass back, for whoever shares a machine."""
    response = redirect("case-open")
    given = passes.read(request)
    if given is None or _is_theirs(request, given):
        passes.forget(response)
    return response


def _is_theirs(request: HttpRequest, given: Pass) -> bool:
    is_ours = passes.is_theirs(given, request.POST.get("token", ""))
    return is_ours and tokens.is_from_here(request)


def _not_open() -> str:
    return _("Du kan ikke skrive her nå. Kontakt virksomheten.")


def _not_current() -> str:
    return _("Siden var for gammel. Teksten din står her. Send den en gang til.")
