"""What is to be erased when, and by which law: worked out from the retention rules.

The register knows how long, and from which event; it doesn't know when the event was for each
person. So a rule gives the day that the event must have been before, on the day one looks.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.document.periods import moved
from policies.exports import telling
from policies.exports.known import Known
from policies.exports.sheets import Cell, Column, Row, Sheet, first_upper, given, on, word
from privacyhub.calendar import WholeDay

# The events that are the same day for everybody: the end of a year.
_YEAR = ("regnskapsår", "kalenderår", "årets slutt", "årsslutt", "årets utløp")
MONTHS = 12  # that the calendar file tells of
_MOST_TOLD = 20  # rules in one event of a calendar


@dataclass(frozen=True)
class Due:
    """What a rule asks for, as seen on a day.

    `before` is the last day that the event may have been for its data to be erased now; None
    when no number is given. `next_on` is when to look again.
    """

    rule: s.RetentionRule
    about: str
    told: str
    activity: str = ""
    before: date | None = None
    next_on: date | None = None
    last_on: date | None = None

    @property
    def named(self) -> str:
        """Return what the rule is about, and that it is an exception, where it is one."""
        kind = self.rule.kind_of
        return self.about if kind == t.RetentionKind.RULE else f"{self.about} ({kind.label})"

    @property
    def now(self) -> str:
        """Return what is to be erased on the day."""
        if self.before is None:
            return ""
        if is_yearly(self.rule):
            return _("alt fra %(year)d og før") % {"year": self.before.year}
        about = {"day": on(self.before), "start": self.rule.starts_from}
        if not self.rule.starts_from:
            return _("alt til og med %(day)s") % about
        return _("alt der hendelsen (%(start)s) var %(day)s eller før") % about


def is_yearly(rule: s.RetentionRule) -> bool:
    """Tell whether a rule counts from the end of a year."""
    start = rule.starts_from.casefold()
    return any(word_ in start for word_ in _YEAR)


def due(register: s.Register, day: date) -> list[Due]:
    """Return what each rule asks for on a day: what has a day first, the soonest first."""
    known = Known(register)
    found = [_due(rule, known, day) for rule in register.retention_rules]
    return sorted(found, key=lambda each: each.next_on or date.max)


def _due(rule: s.RetentionRule, known: Known, day: date) -> Due:
    activity = known.activity_of(rule)
    held = Due(
        rule,
        first_upper(telling.about(rule, known)),
        telling.retention(rule),
        activity.name if activity else "",
    )
    if not rule.period:
        return held
    try:
        before, next_on = _days(rule, day)
        last_on = _last(rule, activity)
    except (OverflowError, ValueError):  # longer than the calendar
        return held
    return Due(rule, held.about, held.told, held.activity, before, next_on, last_on)


def _days(rule: s.RetentionRule, day: date) -> tuple[date, date]:
    """Return the last day that the event may have been, and when to look again."""
    step, before = timedelta(days=1), moved(day, rule.period, back=True)
    if is_yearly(rule):
        year = before.year + 1
        while erased_on(rule, date(year, 12, 31)) > day:
            year -= 1
        return date(year, 12, 31), erased_on(rule, date(year + 1, 12, 31))
    while erased_on(rule, before) > day:
        before -= step
    while erased_on(rule, before + step) <= day:  # the last days of a month may end alike
        before += step
    first = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return before, first


def erased_on(rule: s.RetentionRule, event: date) -> date:
    """Return the first day that data must be gone, when the event was on a day."""
    return moved(event, rule.period) + timedelta(days=1)


def _last(rule: s.RetentionRule, activity: s.Activity | None) -> date | None:
    """Return when the last of an ended activity is to be gone, None while it goes on."""
    if activity is None or activity.ended_on is None:
        return None
    ended = activity.ended_on
    return erased_on(rule, date(ended.year, 12, 31) if is_yearly(rule) else ended)


def sheet(register: s.Register, day: date) -> Sheet:
    """Return the list as a table, for the page and for Excel."""
    columns = (
        Column("gjelder", _("Gjelder"), is_key=True, width=34),
        Column("aktivitet", _("Behandlingsaktivitet"), width=30),
        Column("frist", _("Tidsfrist"), width=40),
        Column("lov", _("Lov"), width=26),
        Column("naa", _("Skal slettes %(day)s") % {"day": on(day)}, width=40),
        Column("neste", _("Neste gjennomgang"), width=16),
        Column(
            "sist", _("Alt borte, om siste hendelse var da behandlingen ble avsluttet"), width=24
        ),
        Column("deretter", _("Hva som skjer"), width=18),
        Column("slag", _("Slag regel"), width=24),
    )
    rows = tuple(Row(each.rule.record, _cells(each)) for each in due(register, day))
    return Sheet(
        "sletteliste",
        _("Sletteliste"),
        columns,
        rows,
        " ".join(filter(None, (_worked_out(day), exceptions_first(), years_told(register)))),
        _("Ingen lagringsregler er registrert."),
    )


def _worked_out(day: date) -> str:
    return _("Regnet ut av lagringsreglene, slik de gjelder %(day)s.") % {"day": on(day)}


def _cells(found: Due) -> tuple[Cell, ...]:
    rule = found.rule
    is_kept = rule.kind_of in {t.RetentionKind.EXCEPTION, t.RetentionKind.SUPPRESSION}
    undated = _("slettes ikke etter dato") if is_kept else _("avgjøres av det som står i fristen")
    return (
        (found.about,),
        given(found.activity),
        (found.told,),
        given(rule.law_reference),
        (found.now or undated,),
        given(on(found.next_on)),
        given(on(found.last_on)),
        (word(rule.disposal),),
        (word(rule.kind_of),),
    )


def exceptions_first() -> str:
    """Return what goes before every rule of the list (art. 17 no. 3 b and e)."""
    return _(
        "Unntak går foran hovedregelen: Behold det en lov krever at dere lagrer, og det dere "
        "trenger for et rettskrav (art. 17 nr. 3 b og e)."
    )


def years_told(register: s.Register) -> str:
    """Return how a financial year is counted, where a rule counts from one."""
    if not any(rule.period and is_yearly(rule) for rule in register.retention_rules):
        return ""
    return _("Et regnskapsår er regnet som kalenderåret.")


def events(register: s.Register, day: date, url: str) -> list[WholeDay]:
    """Return a day in the calendar for each time that something is to be erased in a year."""
    days = [_month_after(day, number) for number in range(1, MONTHS + 1)]
    found = []
    for at in days:
        told = [each for each in due(register, at) if _is_told(each, at)]
        if told:
            found.append(_event(register, at, told, url))
    return found


def _month_after(day: date, months: int) -> date:
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _is_told(found: Due, at: date) -> bool:
    """Tell whether a rule has something to be erased on the first of a month."""
    if found.before is None:
        return False
    if not is_yearly(found.rule):
        return True
    fell = erased_on(found.rule, found.before)
    return (fell.year, fell.month) == (at.year, at.month)


def _event(register: s.Register, at: date, told: list[Due], url: str) -> WholeDay:
    lines = [f"{each.named}: {each.now} ({each.told})" for each in told[:_MOST_TOLD]]
    if len(told) > _MOST_TOLD:
        lines.append(
            _("og %(number)d regler til, se slettelisten") % {"number": len(told) - _MOST_TOLD}
        )
    return WholeDay(
        f"sletteliste-{at:%Y-%m}-{register.key}@personvernhub",
        at,
        _("Slett det som skal slettes: %(name)s") % {"name": register.name},
        "\n".join([*lines, exceptions_first()]),
        url,
    )
