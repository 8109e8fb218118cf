"""What must hold before a case moves, by the names in the workflow's table."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rights_requests import letters
from rights_requests import terms as t
from rights_requests.clock import clock_of
from rights_requests.errors import RefusedError
from rights_requests.models import Case, Demand, Draft, Practice
from rights_requests.workflow import Actor

SILENT_DAYS = 14
REMINDERS = 2


def practice_of(case: Case) -> Practice:
    """Return how the case's company works."""
    found = Practice.objects.filter(controller=case.controller_id).first()
    return found or Practice(controller_id=case.controller_id)


def clarification_pauses(case: Case, _by: Actor, _today: date) -> None:
    """A question pauses the clock only where the company hasn't switched it off (D8)."""
    if not practice_of(case).clarification_pauses:
        raise RefusedError(_("Dere har slått av pause ved presisering. Skriv en melding i stedet."))


def silent_long_enough(case: Case, _by: Actor, today: date) -> None:
    """Nobody gives up before the person has had time and two reminders."""
    asked = case.pauses.get(answered_on=None).asked_on
    if today < asked + timedelta(days=SILENT_DAYS):
        about = {"days": SILENT_DAYS}
        raise RefusedError(_("Vent minst %(days)d dager på svar.") % about)
    reminders = case.mails.filter(
        kind_of=t.MailKind.MESSAGE_AGAIN, sent_at__isnull=False, sent_at__date__gte=asked
    )
    if case.email and reminders.count() < REMINDERS:
        raise RefusedError(_("Personen må få to påminnelser først. De sendes av seg selv."))


def extended_once_in_time(case: Case, _by: Actor, today: date) -> None:
    """Once, and told on or before the first last day (art. 12 no. 3, D6)."""
    if not case.demands.exclude(right__in=sorted(t.AT_ONCE)).exists():
        raise RefusedError(_("Dette skal gjøres med en gang, og kan ikke utsettes (art. 21, 7)."))
    if case.extension_on:
        raise RefusedError(_("Fristen er alt forlenget. Loven gir bare én forlengelse."))
    if today > clock_of(case, case.pauses.all(), today).first_due_on:
        raise RefusedError(
            _("Den første fristen er ute. Da kan den ikke forlenges (art. 12 nr. 3).")
        )


def on_behalf_of_another(case: Case, _by: Actor, _today: date) -> None:
    """Only who asks for another has something to prove."""
    if case.on_behalf == t.Behalf.SELF:
        raise RefusedError(_("Henvendelsen gjelder personen selv."))


def ready(case: Case, _by: Actor, _today: date) -> None:
    """The answer can be approved when nothing on the list is missing."""
    if missing := list(missing_for_answer(case)):
        raise RefusedError(" ".join(missing))


def approved(case: Case, by: Actor, today: date) -> None:
    """Ready still, and seen by another than who wrote it, unless the company has said otherwise."""
    ready(case, by, today)
    draft = Draft.objects.get(case=case)
    if practice_of(case).four_eyes and draft.written_by == by.number:
        raise RefusedError(_("Du skrev svaret. En annen saksbehandler må godkjenne det."))


def nothing_left(case: Case, _by: Actor, _today: date) -> None:
    """Recipients are told, and the person before a restriction is lifted (art. 19, 18 no. 3)."""
    left = case.tasks.filter(result__isnull=True).count()
    if left:
        raise RefusedError(_("Noen oppgaver er ikke besvart: %(left)d igjen.") % {"left": left})


# What whoever sends must have looked at; the rest the program checks itself.
CHECKLIST = {
    "recipient": gettext_lazy("Svaret går til rett person og rett adresse."),
    "others": gettext_lazy("Svaret avslører ikke opplysninger om andre."),
    "complete": gettext_lazy("Alt personen ba om, er besvart, på et språk personen forstår."),
}


def missing_for_answer(case: Case) -> Iterator[str]:
    """Yield what stands in the way of an answer, each as a sentence."""
    demands = list(case.demands.all())
    if not demands:
        yield _("Legg til det personen ber om.")
    for demand in demands:
        if demand.outcome is None:
            yield _("Avgjør «%(right)s».") % {"right": demand}
    undone = case.tasks.filter(result__isnull=True, kind_of__in=sorted(t.BLOCKS_ANSWER))
    if number := undone.count():
        yield _("Besvar søk og stans først: %(number)d igjen.") % {"number": number}
    yield from _missing_about_person(case, demands)
    draft = Draft.objects.filter(case=case).first()
    if draft is None:
        yield _("Skriv svaret.")
    else:
        yield from letters.faults(draft.text, refused=any(d.is_refused for d in demands))


def _missing_about_person(case: Case, demands: list[Demand]) -> Iterator[str]:
    if case.on_behalf != t.Behalf.SELF and case.representation is None:
        yield _("Registrer hvorfor personen kan handle for en annen.")
    gives = any(
        d.right in t.GIVES_DATA and d.outcome in {t.Outcome.GRANTED, t.Outcome.PARTIAL}
        for d in demands
    )
    if gives and case.identity == t.Identity.NONE:
        yield _("Bekreft hvem personen er før dere gir ut opplysninger.")
    if not (case.email or case.address or case.phone or case.secret_hash):
        yield _("Skriv hvordan personen skal få svaret.")


Guard = Callable[[Case, Actor, date], None]
GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        clarification_pauses,
        silent_long_enough,
        extended_once_in_time,
        on_behalf_of_another,
        ready,
        approved,
        nothing_left,
    )
}
