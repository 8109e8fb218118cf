"""Deciding, writing, approving and sending the answer; closing and opening again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from policies.models.fields import AsValue
from policies.models.version import sha256
from rights_requests import grounds, letters, paper
from rights_requests import terms as t
from rights_requests.actions.receiving import add_stop
from rights_requests.actions.tasks import follow_up
from rights_requests.actions.working import needed
from rights_requests.errors import RefusedError
from rights_requests.guards import CHECKLIST, practice_of
from rights_requests.mail import outbox
from rights_requests.models import Case, Demand, Draft, Reply
from rights_requests.models.reply import DRAFT_LENGTH
from rights_requests.moving import Move, moving
from rights_requests.terms import Event, Ground, MailKind, Outcome, Right
from rights_requests.workflow import Actor


def add_demand(case: Case, by: Actor, right: Right, *, now: datetime | None = None) -> Demand:
    """Add something that the person asks for in other words than they ticked."""
    with moving(case, Event.DEMAND, by, reason=str(right.label), now=now) as move:
        if move.case.demands.filter(right=right).exists():
            raise RefusedError(_("Det står alt på listen."), "right")
        demand = Demand.objects.create(case=move.case, right=right)
        if right in t.AT_ONCE:
            add_stop(demand)
    return demand


@dataclass(frozen=True)
class Decision:
    """What becomes of one thing asked for, by which rule, and why, as the person is told."""

    outcome: Outcome
    ground: Ground | None = None
    reason: str = ""


def decide(
    case: Case, by: Actor, demand: Demand, decision: Decision, *, now: datetime | None = None
) -> None:
    """Say what becomes of one thing asked for; a refusal has a ground and a reason."""
    _check(Right(demand.right), decision)
    told = f"{demand}: {decision.outcome.label}"
    with moving(case, Event.DECIDE, by, reason=told, now=now) as move:
        held = Demand.objects.get(pk=demand.pk, case=move.case)
        held.outcome, held.ground = decision.outcome, decision.ground
        held.reason = decision.reason.strip()
        held.decided_at, held.decided_by = move.now, by.name[:300]
        held.clean_fields(exclude=["case"])
        held.save()


def _check(right: Right, decision: Decision) -> None:
    outcome, ground = decision.outcome, decision.ground
    refuses = outcome in t.REFUSALS
    if right in t.AT_ONCE and outcome in {Outcome.REFUSED, Outcome.PARTIAL}:
        raise RefusedError(_("Dette kan ikke avslås: art. 21 nr. 3 og art. 7 nr. 3."), "outcome")
    if refuses and ground is None:
        raise RefusedError(_("Velg den rettslige grunnen."), "ground")
    if ground is not None and not refuses:
        raise RefusedError(_("En rettslig grunn hører bare til et avslag."), "ground")
    if ground is not None and right not in grounds.RULES[ground].rights:
        raise RefusedError(_("Denne grunnen gjelder ikke for denne rettigheten."), "ground")
    if refuses:
        needed(
            decision.reason,
            "reason",
            _("Skriv hvorfor, slik personen skal få lese det (art. 12 nr. 4)."),
        )


def draft(case: Case, by: Actor, text: str, *, now: datetime | None = None) -> Draft:
    """Keep the answer as it is being written. Whoever writes in it can't approve it."""
    text = written(text)
    with moving(case, Event.DRAFT, by, now=now) as move:
        held, _made = Draft.objects.update_or_create(
            case=move.case,
            defaults={
                "text": text,
                "written_at": move.now,
                "written_by": by.number,
                "written_by_name": by.name[:300],
            },
        )
    return held


def written(text: str) -> str:
    """Return the text with plain line ends; refuse what no letter holds."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    needed(text, "text", _("Skriv svaret."))
    if len(text) > DRAFT_LENGTH:
        raise RefusedError(_("Svaret er for langt."), "text")
    for start in range(0, len(text), _AT_A_TIME):
        try:
            AsValue("Text")(text[start : start + _AT_A_TIME])
        except ValidationError as error:
            raise RefusedError(error.messages[0], "text") from error
    return text


_AT_A_TIME = 4000  # the value's own rule takes no more


def submit(case: Case, by: Actor, *, now: datetime | None = None) -> None:
    """Hand the answer over to be approved."""
    with moving(case, Event.SUBMIT, by, now=now) as move:
        Draft.objects.filter(case=move.case).update(comment="")


def send_back(case: Case, by: Actor, comment: str, *, now: datetime | None = None) -> None:
    """Return the answer to be worked on, and say what is missing."""
    needed(comment, "comment", _("Skriv hva som må endres."))
    with moving(case, Event.RETURN, by, reason=comment, now=now) as move:
        Draft.objects.filter(case=move.case).update(comment=comment)


def send(case: Case, by: Actor, checked: Collection[str], *, now: datetime | None = None) -> Reply:
    """Approve and send the answer: it is frozen with its checksum, and the person is told.

    The PDF is made before the transaction; if the answer changed meanwhile, nothing is sent.
    """
    if set(CHECKLIST) - set(checked):
        raise RefusedError(_("Kryss av hele sjekklisten før du sender."), "checked")
    found = Draft.objects.filter(case=case).first()
    seen = found.text if found else ""
    if letters.unknown(seen):
        raise RefusedError(" ".join(letters.faults(seen, refused=False)))
    text = letters.filled(seen, case)
    file = paper.render(case, text)
    ticked = _("Sjekklisten er krysset av: %s") % " ".join(str(CHECKLIST[c]) for c in CHECKLIST)
    with moving(case, Event.SEND, by, reason=ticked, now=now) as move:
        held = move.case
        held_draft = Draft.objects.get(case=held)
        if letters.filled(held_draft.text, held) != text:
            raise RefusedError(_("Noen endret svaret imens. Les det en gang til."))
        reply = _frozen(move, held_draft, text, file)
        held_draft.delete()
        follow_up(held)
        outbox.queue(held, MailKind.REPLY, now=move.now)
    return reply


def _frozen(move: Move, held: Draft, text: str, file: bytes) -> Reply:
    """Store the answer as it is sent, with its checksums: the database lets nobody change it."""
    newest = move.case.replies.aggregate(newest=Max("number"))["newest"] or 0
    return Reply.objects.create(
        case=move.case,
        number=newest + 1,
        text=text,
        pdf=file,
        text_sha256=sha256(text.encode()),
        pdf_sha256=sha256(file),
        recipient=recipient_of(move.case),
        drafted_by=held.written_by,
        drafted_by_name=held.written_by_name,
        approved_by=move.by.number,
        approved_by_name=move.by.name[:300],
        four_eyes=practice_of(move.case).four_eyes,
        sent_at=move.now,
    )


def recipient_of(case: Case) -> str:
    """Return to whom and where the answer goes, as the preview shows it."""
    ways = (case.name, case.email, case.address or case.phone)
    return ", ".join(line.strip() for way in ways for line in way.splitlines() if line.strip())


def close(case: Case, by: Actor, *, now: datetime | None = None) -> None:
    """Close a case whose answer is sent and whose tasks are done."""
    with moving(case, Event.CLOSE, by, now=now) as move:
        outbox.queue(move.case, MailKind.CLOSED, now=move.now)


def reopen(case: Case, by: Actor, reason: str, *, now: datetime | None = None) -> None:
    """Work on a case again. The old answer stays; the clock goes on from receipt."""
    needed(reason, "reason", _("Skriv hvorfor."))
    with moving(case, Event.REOPEN, by, reason=reason, now=now):
        pass
