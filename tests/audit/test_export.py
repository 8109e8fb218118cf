"""The CSV is what the page shows, inert, and read back the same."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest

from privacyhub.audit.export import MARK, inert, lines
from privacyhub.audit.models import Event, Kind
from privacyhub.audit.record import record

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)


def read():
    text = "".join(lines(Event.objects.newest_first()))
    assert text.startswith(MARK)
    return list(csv.reader(StringIO(text.removeprefix(MARK)), delimiter=";"))


def test_an_event_is_read_back(staff):
    record(Kind.PUBLISHED, by=staff, called='Erklæring; "ny"', version=2, now=NOON)
    head, row = read()
    assert dict(zip(head, row, strict=True)) == {
        "Tidspunkt": "22.11.2026 12:00:00",
        "Hva": "publisert",
        "Hendelse": 'Kari publiserte «Erklæring; "ny"», versjon 2',
        "Hvem": "Kari",
        "E-postadresse": "kari@eksempel.no",
        "Virksomhet": "",
        "Slag": "",
        "Gjelder": 'Erklæring; "ny"',
        "Referanse": "",
        "Detaljer": "",
        "Beholdes til og med": "21.11.2028",
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_is_text(start):
    assert inert(f"{start}1+1") == f"'{start}1+1"
    assert inert(f"1{start}1") == f"1{start}1"


def test_a_name_that_is_a_formula_is_inert_in_the_file(db):
    record(Kind.ADDED, by="=HYPERLINK(1)", called="@SUM(1)")
    row = read()[1]
    assert (row[3], row[7]) == ("'=HYPERLINK(1)", "'@SUM(1)")
    assert row[2] == "'=HYPERLINK(1) la til «@SUM(1)»"
