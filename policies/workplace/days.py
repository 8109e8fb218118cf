"""The register as it stood on any day, kept whole (docs/decisions/0017).

A day's register is what stood after its last change. It is kept before the first change of a
later day, by `run_due`, and whenever the record is taken out; how many changes there had been by
then tells whether what is kept is right for the day that is asked for.
"""

import zlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from logging import getLogger

from django.core.cache import caches
from django.db import transaction
from django.db.models import Count, Max, Min, Value
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from policies.document.build import build, uncollected
from policies.document.schema import Register
from policies.models import Controller, RegisterDay, RegisterSnapshot
from policies.models.history import MODELS, history_of
from policies.models.version import sha256
from policies.publishing.article.words import day as in_words
from policies.workplace.active import active_company
from policies.workplace.rows import of_company

logger = getLogger(__name__)
_TRIES = 3
_LEVEL = 6  # of compression: a register of 500 activities becomes a twentieth


class NoSuchDayError(Exception):
    """There is no register of the day; the message says why, in Norwegian."""


@dataclass(frozen=True)
class Kept:
    """A register as it stood on a day: the bytes that it is kept as, read when asked for."""

    day: date
    content: bytes

    @cached_property
    def register(self) -> Register:
        """Return the register. Raises NoSuchDayError when it is of another format."""
        return read(self.content)


@dataclass(frozen=True)
class _Changes:
    """How many changes a company's register had had, and when the last was."""

    number: int
    last: datetime | None

    @property
    def day(self) -> date:
        """Return the day of the last change."""
        return timezone.localdate(self.last) if self.last else timezone.localdate()


def register_on(company: Controller, day: date, *, keep_today: bool = True) -> Kept:
    """Return the register as it stood when a day was over; of today, as it stands.

    Raises NoSuchDayError. Without `keep_today` nothing is written.
    """
    today = timezone.localdate()
    if day > today:
        raise NoSuchDayError(_("Dagen har ikke vært ennå. Velg i dag eller en dag før."))
    first = _first_day(company)
    if first is None or day < first:
        raise NoSuchDayError(_before_first(company, first))
    if day == today:
        now, content = _standing(company)
        if keep_today and not _is_kept(company, now):
            _stored(company, now, content)
        return Kept(day, content)
    return Kept(day, _past(company, day))


def read(content: bytes) -> Register:
    """Return the register that was kept. Raises NoSuchDayError when it is of another format."""
    try:
        with uncollected():
            return Register.model_validate_json(content)
    except ValidationError as error:
        message = _(
            "Registeret fra den dagen er lagret i et eldre format. Last ned «Hele registeret "
            "(JSON)» i stedet."
        )
        raise NoSuchDayError(message) from error


def _past(company: Controller, day: date) -> bytes:
    """Return what the register was when a day that has been was over."""
    then = _changes(company, until=day)
    kept = RegisterDay.objects.select_related("snapshot").newest(company, until=day)
    if kept is not None and kept.changes == then.number:
        return unpacked(kept)
    if _changes(company) == then:
        now, content = _standing(company)
        if now == then:  # nothing was changed since: it stands so still
            return content
    raise NoSuchDayError(_not_kept(company, day))


def _first_day(company: Controller) -> date | None:
    found = history_of(Controller).filter(id=company.pk).aggregate(first=Min("history_date"))
    return timezone.localdate(found["first"]) if found["first"] else None


def _before_first(company: Controller, first: date | None) -> str:
    if first is None:
        return _("Vi vet ikke når virksomheten ble lagt inn. Velg i dag.")
    about = {"name": company.name, "day": in_words(first)}
    return _("%(name)s ble lagt inn %(day)s. Velg den dagen eller en senere.") % about


def _not_kept(company: Controller, day: date) -> str:
    nearest = RegisterDay.objects.filter(controller=company, day__gt=day).order_by("day").first()
    text = _("Registeret slik det sto %(day)s, er ikke tatt vare på.") % {"day": in_words(day)}
    if nearest is not None:
        about = {"day": in_words(nearest.day)}
        text += " " + _("Den neste dagen vi har, er %(day)s.") % about
    return text


def keep(company: Controller) -> bool:
    """Keep the register as it stands, and return whether it wasn't kept already.

    Raises NoSuchDayError when it never stood still.
    """
    if _is_kept(company, _changes(company)):
        return False
    _stored(company, *_standing(company))
    return True


def _is_kept(company: Controller, now: _Changes) -> bool:
    kept = RegisterDay.objects.newest(company)
    return kept is not None and (kept.changes, kept.day) == (now.number, now.day)


def _standing(company: Controller) -> tuple[_Changes, bytes]:
    """Return the register as it stands and what it had been through, read while nobody wrote.

    Tables are read one after another: what is written meanwhile may refer to what wasn't there.
    Raises NoSuchDayError when somebody wrote each time.
    """
    for _try in range(_TRIES):
        now = _changes(company)
        try:
            content = content_of(company)
        except (KeyError, ValidationError):
            if _changes(company) == now:
                raise
            continue
        if _changes(company) == now:
            return now, content
    raise NoSuchDayError(_("Registeret blir endret akkurat nå. Prøv igjen om litt."))


def content_of(company: Controller) -> bytes:
    """Return the register as it is kept: the same register is the same bytes."""
    register = build(company.key)
    return register.model_dump_json(exclude_defaults=True).encode()


def unpacked(kept: RegisterDay) -> bytes:
    """Return the bytes of a register that is kept."""
    return zlib.decompress(bytes(kept.snapshot.content))


@transaction.atomic
def _stored(company: Controller, now: _Changes, content: bytes) -> RegisterDay:
    """Store the register as that of its last change's day, in place of an earlier one."""
    Controller.objects.select_for_update(no_key=True).get(pk=company.pk)
    packed = {"content": zlib.compress(content, _LEVEL)}
    of_company = {"controller": company}
    snapshot, _made = RegisterSnapshot.objects.get_or_create(
        **of_company, sha256=sha256(content), defaults=packed
    )
    kept, is_new = RegisterDay.objects.get_or_create(
        **of_company, day=now.day, defaults={"changes": now.number, "snapshot": snapshot}
    )
    if not is_new and kept.changes < now.number:  # another process may have kept a later one
        kept.changes, kept.snapshot = now.number, snapshot
        kept.save(update_fields=["changes", "snapshot"])
    RegisterSnapshot.objects.filter(**of_company, days=None).delete()
    return kept


def _changes(company: Controller, until: date | None = None) -> _Changes:
    """Return what the history knows of a company, up to the end of a day if given."""
    found = of_company(company, MODELS)
    if until is not None:
        end = timezone.make_aware(datetime.combine(until + timedelta(days=1), datetime.min.time()))
        found = [rows.filter(history_date__lt=end) for rows in found]
    kinds = [
        rows.annotate(kind=Value(number))
        .values("kind")
        .annotate(number=Count("history_id"), last=Max("history_date"))
        .values_list("number", "last")
        for number, rows in enumerate(found)
    ]
    counted = list(kinds[0].union(*kinds[1:], all=True))
    last = max((last for _number, last in counted if last), default=None)
    return _Changes(sum(number for number, _last in counted), last)


def before_writing(request: HttpRequest) -> None:
    """Keep the register as it stood yesterday, before the first that is written today."""
    company = active_company(request)
    if company is not None:
        before_changing(company)


def before_changing(company: Controller) -> None:
    """Keep the register as it stands, if nothing was changed today; asked once a day."""
    today, place = timezone.localdate(), f"day-{company.pk}"
    if caches["process"].get(place) == today:
        return
    try:
        if _changes(company).day != today:
            keep(company)
    except (NoSuchDayError, KeyError, ValidationError):  # the day is told as not kept
        logger.exception("keep register of company %s", company.pk)
        return
    caches["process"].set(place, today, timeout=None)


def keep_all(_now: datetime | None = None) -> int:
    """Keep every register that was changed since it was kept, and return how many."""
    kept = 0
    for company in Controller.objects.order_by("pk").iterator():
        try:
            kept += keep(company)
        except (NoSuchDayError, KeyError, ValidationError):  # the others are kept all the same
            logger.exception("keep register of company %s", company.pk)
    return kept


def changed_since(company: Controller, moment: datetime) -> bool:
    """Tell whether the register was changed after a moment."""
    last = _changes(company).last
    return last is not None and last > moment
