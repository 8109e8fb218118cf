"""The register of a past day is the register of that day: the same bytes, or a clear no."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from policies.models import Controller, ProcessingActivity, RegisterDay, RegisterSnapshot
from policies.workplace import days
from policies.workplace.days import NoSuchDayError, keep, keep_all, register_on
from tests.conftest import FIXTURES
from tests.policies.admin.sending import choose, send
from tests.policies.models.factories import make, make_company

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


class Clock:
    """A clock that tests move: what is saved meanwhile is dated by it."""

    def __init__(self, monkeypatch):
        self.now = datetime(2026, 3, 2, 11, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def at(self, day, hour=11, minute=0):
        """Move to a moment of March 2026 (UTC; Norway is an hour ahead)."""
        self.now = datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    caches["process"].clear()
    return Clock(monkeypatch)


@pytest.fixture
def company(clock):
    """Return a company that was added on Monday 2 March."""
    return make_company("flex")


def name(company, text):
    company.name = text
    company.save()


def named(company, day):
    return register_on(company, date(2026, 3, day)).register.name


def test_each_day_has_what_stood_when_it_was_over(clock, company):
    for day, hour, text in ((3, 8, "A"), (3, 15, "B"), (5, 9, "C")):
        clock.at(day, hour)
        days.before_changing(company)
        name(company, text)
    clock.at(6)
    keep(company)
    assert [named(company, day) for day in (2, 3, 4, 5, 6)] == ["Flex AS", "B", "B", "C", "C"]


def test_past_day_is_the_same_bytes_when_asked_for_again(clock, company):
    clock.at(3)
    days.before_changing(company)
    name(company, "B")
    first = register_on(company, MONDAY).content
    clock.at(20)
    days.before_changing(company)
    name(company, "C")
    clock.at(25)
    assert register_on(company, MONDAY).content == first
    assert b"Flex AS" in first


def test_midnight_is_norwegian(clock, company):
    clock.at(3, 22, 59)  # 23.59 here
    days.before_changing(company)
    name(company, "før midnatt")
    clock.at(3, 23, 1)  # 00.01 on the 4th
    days.before_changing(company)
    name(company, "etter midnatt")
    clock.at(5)
    keep(company)
    assert [named(company, day) for day in (2, 3, 4)] == ["Flex AS", "før midnatt", "etter midnatt"]


def test_day_that_nobody_kept_is_told_and_never_guessed(clock, company):
    keep(company)
    clock.at(3, 22, 59)
    name(company, "gikk tapt")  # past every door: nobody kept the day before
    clock.at(3, 23, 1)
    name(company, "ny")
    clock.at(5)
    keep(company)
    assert named(company, 2) == "Flex AS"
    assert named(company, 4) == "ny"
    message = (
        "Registeret slik det sto 3. mars 2026, er ikke tatt vare på. "
        "Den neste dagen vi har, er 4. mars 2026."
    )
    with pytest.raises(NoSuchDayError, match=message):
        named(company, 3)


def test_register_that_stands_so_still_needs_nothing_kept(clock, company):
    clock.at(9)
    assert named(company, 4) == "Flex AS"
    assert RegisterDay.objects.count() == 0


def test_day_before_the_company_and_day_to_come(clock, company):
    clock.at(3)
    message = "Flex AS ble lagt inn 2. mars 2026. Velg den dagen eller en senere."
    with pytest.raises(NoSuchDayError, match=message):
        named(company, 1)
    with pytest.raises(NoSuchDayError, match="Dagen har ikke vært ennå"):
        named(company, 4)
    Controller.history.filter(id=company.pk).delete()
    with pytest.raises(NoSuchDayError, match="Vi vet ikke når virksomheten ble lagt inn"):
        named(company, 2)


def test_one_day_is_kept_once_and_alike_registers_once(clock, company):
    for text in ("A", "B", "A"):
        name(company, text)
        keep(company)
    assert RegisterDay.objects.count() == RegisterSnapshot.objects.count() == 1
    clock.at(3)
    name(company, "B")
    keep(company)
    clock.at(4)
    name(company, "A")
    keep(company)
    assert [str(each) for each in RegisterDay.objects.order_by("day")] == [
        "02.03.2026",
        "03.03.2026",
        "04.03.2026",
    ]
    assert RegisterSnapshot.objects.count() == 2
    assert [named(company, day) for day in (2, 3, 4)] == ["A", "B", "A"]


def test_every_kind_of_record_moves_the_day(clock, company):
    keep(company)
    clock.at(3)
    activity = make(ProcessingActivity, company, name="Salg")
    keep(company)
    clock.at(4)
    activity.delete()
    keep(company)
    counts = [
        len(register_on(company, date(2026, 3, day)).register.activities) for day in (2, 3, 4)
    ]
    assert counts == [0, 1, 0]


def test_today_is_as_it_stands_and_reading_may_write_nothing(clock, company):
    kept = register_on(company, MONDAY, keep_today=False)
    assert (kept.register.name, RegisterDay.objects.count()) == ("Flex AS", 0)
    assert register_on(company, MONDAY).content == kept.content
    assert RegisterDay.objects.count() == 1


def test_register_of_an_older_format_is_told(clock, company):
    with pytest.raises(NoSuchDayError, match="eldre format"):
        days.read(b'{"key": "flex", "name": "Flex", "skostorrelse": 44}')


def test_due_keeps_what_was_changed_and_no_more(clock, company):
    make_company("andre")
    assert keep_all() == 2
    assert keep_all() == 0
    name(company, "B")
    assert keep_all() == 1


def test_companies_have_days_of_their_own(clock, company):
    other = make_company("andre", name="Andre AS")
    keep_all()
    clock.at(3)
    name(company, "B")
    keep_all()
    assert named(company, 2) == "Flex AS"
    assert named(other, 3) == "Andre AS"


def test_first_post_of_a_day_keeps_the_day_before(clock, company, staff, client):
    clock.at(3)
    client.force_login(staff)
    choose(client, company)
    address = reverse("admin:policies_system_add")
    send(client, address, name="Kasse")
    clock.at(4)
    keep(company)
    assert register_on(company, MONDAY).register.systems == ()
    assert len(register_on(company, date(2026, 3, 3)).register.systems) == 1


def test_loading_a_file_keeps_the_day_before(clock, db):
    file = str(FIXTURES / "finmug.yaml")
    call_command("import_register", file, verbosity=0)
    company = Controller.objects.get()
    name(company, "Finmug endret")
    clock.at(3)
    call_command("import_register", file, verbosity=0)
    clock.at(4)
    keep(company)
    assert [named(company, day) for day in (2, 3)] == ["Finmug endret", "Finmug"]


def test_writing_asks_once_a_day(clock, company):
    keep(company)
    clock.at(3)
    days.before_changing(company)
    with CaptureQueriesContext(connection) as again:
        days.before_changing(company)
    assert len(again) == 0
    clock.at(4)
    with CaptureQueriesContext(connection) as next_day:
        days.before_changing(company)
    assert 0 < len(next_day) <= 4


@pytest.mark.parametrize("size", [1, 3])
def test_keeping_takes_the_same_queries_for_any_size(clock, company, size):
    for number in range(size):
        make(ProcessingActivity, company, f"a{number}", name="Salg")
    with CaptureQueriesContext(connection) as queries:
        keep(company)
    assert len(queries) == _KEEPING[connection.vendor]


_KEEPING = {"sqlite": 36, "postgresql": 36}


def test_change_while_it_is_read_is_seen(clock, company, monkeypatch):
    """A register that changes between being counted and being read is read again."""
    real, late = days.content_of, []

    def reading(of):
        content = real(of)
        if not late:
            late.append(name(company, "imens"))
        return content

    monkeypatch.setattr(days, "content_of", reading)
    keep(company)
    assert named(company, 2) == "imens"
    monkeypatch.setattr(days, "content_of", lambda of: (name(company, f"{of.name}x"), real(of))[1])
    clock.at(3)
    name(company, "aldri stille")
    with pytest.raises(NoSuchDayError, match="blir endret akkurat nå"):
        keep(company)


def test_reading_that_meets_what_was_just_written_is_done_again(clock, company, monkeypatch):
    """A row read before what it refers to was written: `build` knows no key for it."""
    real, met = days.content_of, []

    def reading(of):
        if not met:
            met.append(name(company, "imens"))
            raise KeyError(of.pk)
        return real(of)

    monkeypatch.setattr(days, "content_of", reading)
    assert named(company, 2) == "imens"


def test_fault_of_ours_is_no_change(clock, company, monkeypatch, caplog):
    """It is raised, but stops neither what staff write nor what is kept of other companies."""
    other, real = make_company("andre"), days.content_of

    def failing(of):
        if of == company:
            raise KeyError(of.pk)
        return real(of)

    monkeypatch.setattr(days, "content_of", failing)
    with pytest.raises(KeyError):
        register_on(company, MONDAY)
    assert keep_all() == 1
    assert RegisterDay.objects.get().controller == other
    clock.at(3)
    days.before_changing(company)
    assert caplog.text.count("keep register of company") == 2
    monkeypatch.setattr(days, "content_of", real)
    days.before_changing(company)  # it is tried again
    assert RegisterDay.objects.filter(controller=company).exists()


def test_today_is_read_from_the_tables_whatever_is_kept(clock, company):
    keep(company)
    RegisterSnapshot.objects.update(content=b"")
    assert named(company, 2) == "Flex AS"


def test_form_that_goes_back_to_its_company_keeps_that_ones_day(clock, company, staff, client):
    other = make_company("andre")
    keep_all()
    clock.at(3)
    name(company, "B")
    name(other, "B")
    clock.at(4)
    client.force_login(staff)
    choose(client, other)
    about = {"_company": company.key, "_company_again": company.key, "name": "Kasse"}
    send(client, reverse("admin:policies_system_add"), **about)
    clock.at(5)
    keep(company)
    assert named(company, 3) == "B"
    assert len(register_on(company, date(2026, 3, 4)).register.systems) == 1


def test_earlier_one_never_takes_the_place_of_a_later(clock, company):
    before = days._changes(company)
    old = days.content_of(company)
    clock.now += timedelta(minutes=1)
    name(company, "B")
    keep(company)
    days._stored(company, before, old)
    assert named(company, 2) == "B"
