"""What is to be erased when: worked out as law.md D5 counts."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from policies.document.periods import counted, moved
from policies.exports.deletion import due, events, sheet
from policies.exports.xlsx import workbook
from privacyhub.calendar import calendar
from tests.conftest import register_of
from tests.policies.exports.registers import DAY, generated, small

URL = "https://personvernhub.example/admin/sletteliste/"


def rule(**about):
    about = {"key": "l", **about}
    return small(
        activities=[{"key": "a", "name": "Salg", "purposes": [{"key": "p", "text": "selge"}]}],
        retention_rules=[about],
    )


def only(day=DAY, **about):
    (found,) = due(rule(**about), day)
    return found


@pytest.mark.parametrize(
    ("day", "period", "back", "to"),
    [
        (date(2026, 11, 22), "P6M", True, date(2026, 5, 22)),
        (date(2026, 3, 31), "P1M", True, date(2026, 2, 28)),
        (date(2024, 2, 29), "P1Y", False, date(2025, 2, 28)),
        (date(2026, 11, 22), "P1Y2M1W3D", False, date(2028, 2, 1)),
        (date(2026, 12, 31), "P5Y", False, date(2031, 12, 31)),
    ],
)
def test_days_are_moved_by_the_calendar(day, period, back, to):
    assert moved(day, period, back=back) == to


def test_periods_outside_the_calendar_are_refused():
    assert counted("P3Y6M") == (42, 0)
    with pytest.raises(OverflowError):
        moved(DAY, "P999Y9999M9999W99999D", back=True)
    with pytest.raises(ValueError, match="x"):
        counted("x")


def test_purpose_and_data_with_the_same_key_are_told_apart():
    found = due(
        small(
            activities=[
                {"key": "a", "name": "Salg", "purposes": [{"key": "x", "text": "selge"}]},
                {"key": "b", "name": "Lønn", "data_uses": [{"key": "x", "items": ["konto"]}]},
            ],
            retention_rules=[
                {"key": "l", "purpose": "x", "period": "P1Y"},
                {"key": "m", "data_use": "x", "period": "P5Y"},
            ],
        ),
        DAY,
    )
    assert [(each.rule.key, each.activity) for each in found] == [("l", "Salg"), ("m", "Lønn")]


def test_bookkeeping_is_kept_five_years_after_the_year():
    """An invoice of 22 November 2026 is erased after 31 December 2031 (law.md D5)."""
    about = {"period": "P5Y", "starts_from": "regnskapsårets slutt"}
    before = only(date(2031, 12, 31), **about)
    after = only(date(2032, 1, 1), **about)
    assert (before.before, before.next_on) == (date(2025, 12, 31), date(2032, 1, 1))
    assert (after.before, after.next_on) == (date(2026, 12, 31), date(2033, 1, 1))
    assert after.now == "alt fra 2026 og før"


def test_secondary_documents_are_kept_three_and_a_half_years():
    found = only(date(2026, 7, 1), period="P3Y6M", starts_from="årets slutt")
    assert (found.before, found.next_on) == (date(2022, 12, 31), date(2027, 7, 1))


def test_event_of_each_person_gives_the_day_it_must_have_been():
    found = only(period="P6M", starts_from="levering", purpose="p")
    assert found.before == date(2026, 5, 21)
    assert found.now == "alt der hendelsen (levering) var 21.05.2026 eller før"
    assert (found.about, found.activity, found.next_on) == ("Selge", "Salg", date(2026, 12, 1))


def test_next_time_is_the_first_of_next_month_also_in_december():
    assert only(date(2026, 12, 5), period="P1M").next_on == date(2027, 1, 1)


def test_criterion_alone_has_no_day():
    found = only(criterion="saken er slutt")
    assert (found.before, found.next_on, found.now) == (None, None, "")


def test_ended_activity_has_a_last_day():
    ended = {"key": "a", "name": "Klubb", "status": "ended", "ended_on": "2026-01-31"}
    rules = [
        {"key": "x", "activity": "a", "period": "P1M"},
        {"key": "y", "activity": "a", "period": "P5Y", "starts_from": "regnskapsårets slutt"},
    ]
    found = due(small(activities=[ended], retention_rules=rules), DAY)
    assert {each.rule.key: each.last_on for each in found} == {
        "x": date(2026, 3, 1),
        "y": date(2032, 1, 1),
    }


def test_longer_than_the_calendar_is_told_without_a_day():
    assert only(period="P999Y9999M9999W99999D").before is None
    assert only(period="P999Y9999M9999W99999D", starts_from="årets slutt").before is None


def test_list_has_every_rule_with_days_first(register):
    found = due(register, DAY)
    assert {each.rule.record for each in found} == {r.record for r in register.retention_rules}
    has_day = [each.before is not None for each in found]
    assert has_day == sorted(has_day, reverse=True)


def test_workbook_of_the_list_is_read_back(register):
    listed = sheet(register, DAY)
    book = openpyxl.load_workbook(io.BytesIO(workbook("Sletteliste", [], [listed], DAY)))
    rows = [[cell.value or "" for cell in row] for row in book["Sletteliste"].iter_rows(min_row=2)]
    if listed.rows:
        assert rows == [["\n".join(cell) for cell in row.cells] for row in listed.rows]
    else:
        assert rows[0][0] == "Ingen lagringsregler er registrert."


def test_law_stands_beside_its_rule():
    laws = {r.cells[0]: r.cells[3] for r in sheet(register_of("eksempelbutikken"), DAY).rows}
    assert laws[("Føre regnskap og oppbevare bilagene",)] == ("bokføringsloven § 13",)


def test_suppression_list_is_not_erased_by_date():
    rows = sheet(rule(kind_of="suppression", criterion="Sperrelisten"), DAY).rows
    assert rows[0].cells[4] == ("slettes ikke etter dato",)


def test_calendar_has_a_day_a_month_and_bookkeeping_in_january():
    found = events(register_of("eksempelbutikken"), DAY, URL)
    assert [each.day for each in found] == [
        date(2026 + (10 + n) // 12, (10 + n) % 12 + 1, 1) for n in range(1, 13)
    ]
    told = {each.day for each in found if "bokføringsloven" in each.description}
    assert told == {date(2027, 1, 1)}
    assert len({each.uid for each in found}) == 12
    assert "alt der hendelsen (levering) var 31.05.2026 eller før" in found[0].description


def test_calendar_of_many_rules_is_bounded():
    found = events(generated(), DAY, URL)
    assert found[0].description.count("\n") == 21  # with what goes first
    assert found[0].description.split("\n")[-2].endswith("og 480 regler til, se slettelisten")


def test_no_rules_no_days():
    assert events(small(), DAY, URL) == []
    assert sheet(small(), DAY).empty == "Ingen lagringsregler er registrert."


def test_file_of_days_is_read_as_a_calendar_reads_it():
    found = events(register_of("eksempelbutikken"), DAY, URL)
    content = calendar(found, datetime(2026, 11, 22, tzinfo=UTC), name="Sletteliste")
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 12
    assert "DTSTART;VALUE=DATE:20261201" in lines
    assert "DTEND;VALUE=DATE:20261202" in lines
    assert f"URL:{URL}" in lines
    assert max(len(piece) for piece in content.split(b"\r\n")) <= 75


def test_year_before_the_calendar_begins_is_no_day():
    assert only(period="P999Y9999M9999W500D", starts_from="kalenderår").before is None


def test_exceptions_are_told_as_such_and_go_first():
    found = only(kind_of="exception", period="P5Y", starts_from="kalenderår", activity="a")
    assert found.named == "Salg (unntak: lagres lenger)"
    list_ = sheet(rule(period="P5Y", starts_from="regnskapsår"), DAY)
    assert "Unntak går foran hovedregelen" in list_.intro
    assert list_.intro.endswith("Et regnskapsår er regnet som kalenderåret.")
    assert "kalenderåret" not in sheet(rule(period="P5Y", starts_from="levering"), DAY).intro
    told = events(rule(period="P1M", starts_from="levering"), DAY, URL)
    assert all("(art. 17 nr. 3 b og e)" in event.description for event in told)
    assert len(told) == 12
