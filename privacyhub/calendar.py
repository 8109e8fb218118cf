"""Calendar files of whole days (RFC 5545), written by icalendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event


@dataclass(frozen=True)
class WholeDay:
    """Something on a day; `uid` makes a later file replace an earlier one in the calendar."""

    uid: str
    day: date
    summary: str
    description: str = ""
    url: str = ""


def calendar(events: Iterable[WholeDay], now: datetime, *, name: str) -> bytes:
    """Return the file; `name` says what it is about, in its PRODID."""
    held = Calendar()
    held.add("prodid", f"-//Personvernhub//{name}//NB")
    held.add("version", "2.0")
    held.add("calscale", "GREGORIAN")
    held.add("method", "PUBLISH")
    for event in events:
        held.add_component(_event(event, now))
    content: bytes = held.to_ical()
    return content


def _event(about: WholeDay, now: datetime) -> Event:
    event = Event()
    event.add("uid", about.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", about.day)
    event.add("dtend", about.day + timedelta(days=1))
    event.add("summary", about.summary)
    event.add("description", about.description)
    if about.url:
        event.add("url", about.url)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
