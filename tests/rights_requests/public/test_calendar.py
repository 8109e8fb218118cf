"""The calendar file is what RFC 5545 says, and tells only what its signed address holds."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from privacyhub.calendar import WholeDay, calendar
from rights_requests.public.tokens import Appointment, new_calendar_token

NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)


def lines(**about):
    held = {"summary": "Svarfrist", "description": "d", "url": "https://a.no/", **about}
    return calendar([WholeDay("H-1@a", date(2026, 12, 22), **held)], NOW, name="Svarfrist")


def unfolded(body):
    return body.decode().replace("\r\n ", "").split("\r\n")


def test_file_has_one_whole_day():
    found = unfolded(lines())
    assert found[0] == "BEGIN:VCALENDAR"
    assert found[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20261222" in found
    assert "DTEND;VALUE=DATE:20261223" in found
    assert "DTSTAMP:20261122T110000Z" in found


@pytest.mark.parametrize("text", ["æøå" * 60, "a" * 74, "a" * 400, "😀" * 40, ""])
def test_lines_are_folded_between_characters(text):
    body = lines(summary=text)
    pieces = body.split(b"\r\n")
    assert max(map(len, pieces)) <= 75
    assert [piece.decode() for piece in pieces]
    assert f"SUMMARY:{text}" in unfolded(body)


def test_misuse_16_a_name_adds_no_line():
    body = lines(summary="Flex\r\nATTENDEE:mailto:a@b.no;x,y\\z")
    assert "SUMMARY:Flex\\nATTENDEE:mailto:a@b.no\\;x\\,y\\\\z" in unfolded(body)
    assert b"\r\nATTENDEE" not in body


def test_address_is_signed_and_tells_what_is_in_it(client, db, django_assert_num_queries):
    token = new_calendar_token(Appointment("H-7KQ2-M9XD", date(2026, 12, 22), "Flex AS"))
    with django_assert_num_queries(0):
        file = client.get(reverse("case-calendar", args=[token]))
    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    name = 'attachment; filename="svarfrist-H-7KQ2-M9XD.ics"'
    assert file.headers["Content-Disposition"] == name
    said = unfolded(file.content)
    assert "SUMMARY:Svarfrist: Flex AS\\, henvendelse H-7KQ2-M9XD" in said
    for odd in (f"{token}x", token[1:], "x", "a:b", "æ", "x" * 5000):
        assert client.get(f"/henvendelse/frist/{odd}/").status_code == 404
