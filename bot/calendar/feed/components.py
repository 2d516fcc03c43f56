"""Extracts the events and time zones from the lines of a feed. A broken one does not affect the others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from icalendar.parser import Contentline

from bot.calendar.feed.lines import decoded

NAME = re.compile(rb"([A-Za-z0-9-]+)[;:]")
# Everything else in an event (descriptions, attachments, alarms) is dropped while reading.
OF_EVENT = frozenset({
    b"UID", b"SUMMARY", b"DTSTART", b"DTEND", b"DURATION", b"RRULE", b"EXRULE", b"RDATE", b"EXDATE", b"RECURRENCE-ID",
    b"STATUS", b"SEQUENCE", b"DTSTAMP", b"LAST-MODIFIED", b"ATTENDEE", b"ORGANIZER", b"X-MICROSOFT-CDO-ALLDAYEVENT",
})  # fmt: skip
OF_ZONE = frozenset({b"TZID", b"X-LIC-LOCATION", b"DTSTART", b"RRULE", b"RDATE", b"TZOFFSETFROM", b"TZOFFSETTO"})
OF_CALENDAR = frozenset({b"METHOD", b"X-WR-TIMEZONE", b"X-WR-CALNAME", b"X-WR-RELCALID"})
# A zone name with colons or commas but without quotes: TZID=tzone://Microsoft/Utc:20261020T130000
BARE_ZONE = re.compile(r";TZID=([^\";]*?)\s*:(?=\d{8}|\d{4}-)", re.IGNORECASE)
ANSWERS = frozenset(
    {"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"}
)  # methods of messages about somebody else's meeting


@dataclass(frozen=True, slots=True)
class Property:
    """One parsed content line: the raw value, and parameters with upper-case names."""

    value: str
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class CalendarPart:
    """One VCALENDAR of the feed: its own properties, and its time zones' lines by zone name."""

    properties: dict[str, str] = field(default_factory=dict)
    zones: dict[str, list[bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Component:
    """One VEVENT as unparsed lines, since most are not needed."""

    calendar: CalendarPart
    lines: tuple[bytes, ...]

    def properties(self) -> dict[str, list[Property]]:
        """All properties that could be parsed, by upper-case name."""
        taken: dict[str, list[Property]] = {}
        for line in self.lines:
            try:
                whole = BARE_ZONE.sub(r';TZID="\1":', decoded(line))
                name, parameters, value = Contentline(whole).parts()
            except ValueError:
                continue
            flat = {key.upper(): _first(parameters[key]) for key in parameters}
            taken.setdefault(name.upper(), []).append(Property(value, flat))
        return taken

    def raw(self, name: bytes) -> bytes:
        """The value of the first property of that name; b"" if there is none."""
        for line in self.lines:
            if line[: len(name)].upper() == name and line[len(name) : len(name) + 1] in {b":", b";"}:
                return line[len(name) + 1 :]
        return b""


def _first(parameter: Any) -> str:
    return str(parameter if isinstance(parameter, str) else next(iter(parameter), ""))


@dataclass(slots=True)
class Feed:
    """The result. `is_whole`: the last calendar was closed, so the feed is complete."""

    calendars: list[CalendarPart] = field(default_factory=list)
    events: list[Component] = field(default_factory=list)
    is_whole: bool = False


class Cutter:
    """Goes through the lines once, remembering which components are open."""

    def __init__(self) -> None:
        self.feed = Feed()
        self._open: list[bytes] = []
        self._kept: list[bytes] = []

    def take(self, line: bytes) -> None:
        """Take the next line; one without a name is ignored."""
        match = NAME.match(line)
        if match is None:
            return
        name = match[1].upper()
        if name == b"BEGIN":
            self._begin(line[6:].strip().upper())
        elif name == b"END":
            self._end(line[4:].strip().upper())
        elif self._open:
            self._property(name, line)

    def _begin(self, kind: bytes) -> None:
        if kind == b"VCALENDAR":
            self._open = []
            self.feed.calendars.append(CalendarPart())
            self.feed.is_whole = False
        elif kind in {b"VEVENT", b"VTIMEZONE"}:  # any component still open inside the calendar was never closed
            self._open = self._open[:1]
            self._kept = []
        elif kind in {b"STANDARD", b"DAYLIGHT"} and self._open[-1:] == [b"VTIMEZONE"]:
            self._kept.append(b"BEGIN:" + kind)
        self._open.append(kind)

    def _end(self, kind: bytes) -> None:
        if kind not in self._open:
            return
        while (closed := self._open.pop()) != kind:
            pass
        if closed in {b"STANDARD", b"DAYLIGHT"}:
            self._kept.append(b"END:" + closed)
        elif closed == b"VCALENDAR":
            self.feed.is_whole = True
        elif closed == b"VEVENT" and self.feed.calendars:
            self._close_event(self.feed.calendars[-1])
        elif closed == b"VTIMEZONE" and self.feed.calendars:
            self._close_zone(self.feed.calendars[-1])

    def _close_event(self, calendar: CalendarPart) -> None:
        if calendar.properties.get("METHOD", "").upper() not in ANSWERS:
            self.feed.events.append(Component(calendar, tuple(self._kept)))

    def _close_zone(self, calendar: CalendarPart) -> None:
        name = Component(calendar, tuple(self._kept)).raw(b"TZID")
        calendar.zones[decoded(name).strip().strip('"')] = self._kept

    def _property(self, name: bytes, line: bytes) -> None:
        within = self._open[-1]
        if (within == b"VEVENT" and name in OF_EVENT) or (
            within in {b"VTIMEZONE", b"STANDARD", b"DAYLIGHT"} and name in OF_ZONE
        ):
            self._kept.append(line)
        elif within == b"VCALENDAR" and name in OF_CALENDAR:
            value = decoded(line).partition(":")[2].strip()
            self.feed.calendars[-1].properties.setdefault(name.decode(), value)


def cut(lines: Iterable[bytes]) -> Feed:
    """The events and zones in `lines`. Raises ValueError if they do not form a calendar."""
    cutter = Cutter()
    for line in lines:
        cutter.take(line)
    feed = cutter.feed
    if not feed.calendars or not (feed.is_whole or feed.events):
        raise ValueError("no calendar")
    return feed
