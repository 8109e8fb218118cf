"""How a deadline was counted, in sentences that both sides can check (D15)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.publishing.article.words import day, listed
from rights_requests.clock import Clock
from rights_requests.deadlines import MONTHS, Explanation, Skipped, Why
from rights_requests.models import Case
from rights_requests.terms import AT_ONCE


def explained(case: Case, clock: Clock) -> list[str]:
    """Return each step on the way to the last day."""
    return list(_steps(case, clock))


def stops_at_once(rights: list[str]) -> bool:
    """Tell whether all that is asked for is to be done at once, with no month to wait."""
    return bool(rights) and AT_ONCE.issuperset(rights)


def _steps(case: Case, clock: Clock) -> Iterator[str]:
    about = clock.explanation
    yield _("Vi fikk henvendelsen %(day)s. Den dagen telles ikke med.") % {
        "day": day(about.received_on)
    }
    yield _months(about)
    if about.paused_days:
        yield _paused(about)
    if about.skipped:
        yield _("%(days)s. Da er siste dag neste virkedag: %(due)s.") % {
            "days": _capital(listed(_passed(each) for each in about.skipped)),
            "due": day(about.due_on),
        }
    if clock.paused_since:
        yield _("Fristen har stått stille siden %(day)s, fordi vi venter på svar fra deg.") % {
            "day": day(clock.paused_since)
        }
    if clock.promised_on and case.promised_days:
        yield _("Vi har lovet svar på %(days)d dager, altså %(day)s. Den fristen som kommer "
                "først, gjelder.") % {
            "days": case.promised_days, "day": day(clock.promised_on)}  # fmt: skip
    yield _("Reglene står i personvernforordningen art. 12 nr. 3 og forskrift 4. desember 1992 "
            "nr. 910.")  # fmt: skip


def _months(about: Explanation) -> str:
    texts = {
        True: _("Én måned etter er %(day)s."),
        False: _("Fristen er forlenget. Tre måneder etter at vi fikk henvendelsen, er %(day)s."),
    }
    return texts[about.months == MONTHS] % {"day": day(about.nominal_on)}


def _paused(about: Explanation) -> str:
    text = ngettext(
        "Vi ventet på svar fra deg i %(days)d dag. Den er lagt til.",
        "Vi ventet på svar fra deg i %(days)d dager. De er lagt til.",
        about.paused_days,
    )
    return text % {"days": about.paused_days}


def _passed(skipped: Skipped) -> str:
    reasons = {
        Why.SATURDAY: _("en lørdag"),
        Why.SUNDAY: _("en søndag"),
        Why.HOLIDAY: skipped.name[:1].lower() + skipped.name[1:],
    }
    return _("%(day)s er %(why)s") % {"day": day(skipped.day), "why": reasons[skipped.why]}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
