"""What is past its day goes; the rest stays."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from privacyhub.audit.models import Event, Kind
from privacyhub.audit.record import keep_until, record
from privacyhub.audit.retention import purge

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)
NOON = datetime(2026, 1, 1, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "until"),
    [(Kind.CHANGED, date(2028, 1, 1)), (Kind.SIGNED_IN, date(2026, 6, 30))],
)
def test_signing_in_is_kept_for_a_shorter_time(kind, until):
    assert keep_until(kind, DAY) == until


def test_how_long_is_a_setting_that_goes_for_what_is_written_from_then_on(settings):
    before = record(Kind.CHANGED, now=NOON)
    settings.AUDIT_DAYS, settings.AUDIT_SIGN_IN_DAYS = 10, 2
    after = record(Kind.CHANGED, now=NOON)
    signed_in = record(Kind.SIGNED_IN, now=NOON)
    days = [(event.keep_until - DAY).days for event in (before, after, signed_in)]
    assert days == [730, 10, 2]


def test_the_last_day_is_a_day_in_norway():
    late = datetime(2026, 1, 1, 23, 30, tzinfo=UTC)  # the second of January in Oslo
    assert record(Kind.CHANGED, now=late).keep_until == date(2028, 1, 2)


@pytest.mark.parametrize(("days", "left"), [(730, 1), (731, 0)])
def test_an_event_goes_the_day_after_its_last(days, left):
    record(Kind.CHANGED, by="Kari", now=NOON)
    assert purge(NOON + timedelta(days=days)) == 1 - left
    assert Event.objects.filter(kind=Kind.CHANGED).count() == left


def test_purging_is_told_once_with_how_much():
    for _time in range(3):
        record(Kind.CHANGED, now=NOON)
    later = NOON + timedelta(days=731)
    assert (purge(later), purge(later)) == (3, 0)
    told = Event.objects.get()
    assert (told.kind, told.details, told.actor) == (Kind.LOG_PURGED, {"count": 3}, "Personvernhub")


def test_run_due_does_it_all_and_again_does_nothing(client, staff):
    client.force_login(staff)
    Session.objects.update(expire_date=NOON)
    Event.objects.all().erase()
    record(Kind.CHANGED, now=datetime(2020, 1, 1, tzinfo=UTC))
    said = [run_due() for _time in range(2)]
    assert said == [
        "privacyhub.audit.retention.purge: 1\n"
        "privacyhub.audit.retention.clear_sessions: 1\n"
        "policies.erasing.requests.drop_expired: 0\n"
        "policies.erasing.requests.drop_late_events: 0\n"
        "policies.workplace.days.keep_all: 0\n"
        "policies.workplace.jobs.make_waiting: 0\n"
        "policies.workplace.jobs.forget: 0\n",
        "privacyhub.audit.retention.purge: 0\n"
        "privacyhub.audit.retention.clear_sessions: 0\n"
        "policies.erasing.requests.drop_expired: 0\n"
        "policies.erasing.requests.drop_late_events: 0\n"
        "policies.workplace.days.keep_all: 0\n"
        "policies.workplace.jobs.make_waiting: 0\n"
        "policies.workplace.jobs.forget: 0\n",
    ]


def run_due():
    out = StringIO()
    call_command("run_due", stdout=out)
    return out.getvalue()


def test_what_one_part_fails_at_does_not_stop_the_others(settings):
    settings.DUE = ["privacyhub.audit.nowhere", "privacyhub.audit.retention.purge"]
    record(Kind.CHANGED, now=datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(CommandError) as error:
        run_due()
    assert str(error.value) == "Mislyktes: privacyhub.audit.nowhere"
    assert Event.objects.get().kind == Kind.LOG_PURGED


def test_sessions_elsewhere_are_not_counted(settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.DUE = ["privacyhub.audit.retention.clear_sessions"]
    assert run_due() == "privacyhub.audit.retention.clear_sessions: 0\n"
