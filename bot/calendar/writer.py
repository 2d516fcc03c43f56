"""Writes ride-alongs as an iCalendar file, which any calendar can read (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.domain.integrations.access_keys import CalendarEntry

if TYPE_CHECKING:
    from icalendar import Event

OFTEN = timedelta(hours=1)


def calendar_file(name: str, entries: Iterable[CalendarEntry], now: datetime) -> str:
    """The file, as of `now` (aware UTC). Times are in UTC, which every calendar shows in its owner's zone."""
    from icalendar import Calendar  # noqa: PLC0415 - so that starting does not wait for it

    calendar = Calendar()
    calendar.add("prodid", "-//Second Chair//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", OFTEN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", OFTEN)
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return bytes(calendar.to_ical()).decode()


def _event(entry: CalendarEntry, now: datetime) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - as above

    event = Event()
    event.add("uid", f"{entry.id}@second-chair")
    event.add("dtstamp", now)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", entry.title)
    event.add("description", entry.text)
    # A change of state counts as a change, too: with the same number, a calendar keeps the old version.
    event.add("sequence", 3 * entry.change + (2 if entry.is_cancelled else 1 if entry.is_confirmed else 0))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED" if entry.is_confirmed else "TENTATIVE")
    return event
