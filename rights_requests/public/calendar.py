"""A calendar file with one whole-day event (RFC 5545)."""

from datetime import UTC, date, datetime, timedelta

_LINE = 75  # octets, the line end not counted
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def whole_day(  # noqa: PLR0913, PLR0917 - each is a line of the file
    uid: str, day: date, summary: str, description: str, url: str, now: datetime
) -> bytes:
    """Return the file; `uid` makes a later file replace an earlier one in the calendar."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Personvernhub//Svarfrist//NB",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_text(uid)}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(summary)}",
        f"DESCRIPTION:{_text(description)}",
        f"URL:{url}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return b"".join(_folded(line) for line in lines)


def _text(value: str) -> str:
    return value.translate(_ESCAPED)


def _folded(line: str) -> bytes:
    """Return a line in pieces of at most 75 octets, never within a character (3.1)."""
    pieces, held = [], b""
    for sign in line:
        octets = sign.encode()
        if len(held) + len(octets) > _LINE:
            pieces.append(held)
            held = b" "
        held += octets
    return b"\r\n".join([*pieces, held]) + b"\r\n"
