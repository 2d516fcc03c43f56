"""Reads a VEVENT with its times, in the zones that it names."""

import re
from collections.abc import Collection, Iterable
from dataclasses import KW_ONLY, dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from icalendar import vDuration, vText

from bot.calendar.feed.components import CalendarPart, Component, Property
from bot.calendar.feed.unwanted import is_called_off, is_cancelled, is_declined
from bot.calendar.feed.zones import Zones

MOMENT = re.compile(r"(\d{8})(?:T(\d{2})(\d{2})(\d{2})?(?:\.\d+)?(Z|[+-]\d{4})?)?", re.IGNORECASE)
USUAL = timedelta(minutes=45)


class Unreadable(ValueError):
    """A part of an event without a meaning, or without a certain one."""


@dataclass(frozen=True, slots=True)
class FeedTime:
    """A wall-clock time without a zone, and its zone: None if it names none. `is_day`: no time of day was given."""

    wall: datetime
    zone: tzinfo | None
    is_day: bool = False

    def instant(self, zone: tzinfo) -> datetime:
        """The time in UTC, taken to be in `zone` if it names none itself."""
        return self.wall.replace(tzinfo=self.zone or zone).astimezone(UTC)

    def within(self, zone: tzinfo) -> datetime:
        """The time that a clock in `zone` shows, without a zone."""
        return self.instant(zone).astimezone(zone).replace(tzinfo=None) if self.zone else self.wall


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """An event, or one changed date of a series. `zone` is that of `start`; `rank` is higher the newer it is.

    `start` is None if it cannot be read or names an unknown zone; the date that it replaces is known all the same.
    """

    uid: str
    title: str
    start: FeedTime | None
    zone: tzinfo
    length: timedelta
    _: KW_ONLY
    rank: tuple[int, str]
    is_cancelled: bool
    is_declined: bool = False
    rules: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    dates: tuple[tuple[FeedTime, timedelta | None], ...] = ()
    without: tuple[FeedTime, ...] = ()
    changes: FeedTime | None = None
    and_later: bool = False

    @property
    def is_off(self) -> bool:
        """Whether its owner will not be there. Single dates of a declined series can still be accepted."""
        return self.is_cancelled or self.is_declined


class EventReader:
    """Reads components of one feed; `owners` are the mail addresses of the calendar's owner, in lower case."""

    def __init__(self, zones: Zones, owners: Collection[str]) -> None:
        self._zones = zones
        self._owners = frozenset(owners)

    def read(self, component: Component) -> FeedEvent:
        """The event. Raises Unreadable if it changes a date and it is not known which."""
        properties, calendar = component.properties(), component.calendar
        floating = self._zones.floating(calendar)
        title = " ".join(_text(properties.get("SUMMARY", [])).split())
        starts = self._all(properties.get("DTSTART", []), calendar)
        start = starts[0] if len(set(starts)) == 1 else None
        if start is not None and floating is None and start.zone is None and not start.is_day:
            start = None
        if any(line.value.strip().upper() == "TRUE" for line in properties.get("X-MICROSOFT-CDO-ALLDAYEVENT", [])):
            start = FeedTime(start.wall, None, is_day=True) if start else None
        zone = (start.zone if start else None) or floating or self._zones.reader
        rules = tuple(line.value for line in properties.get("RRULE", []))
        if rules and start and start.zone is UTC:
            start, zone = self._on_its_own_wall(start, calendar)
        changed = properties.get("RECURRENCE-ID", [])
        changes = self._all(changed, calendar, strict=False)
        if changed and not changes:
            raise Unreadable("it is not known which date it changes")
        method = calendar.properties.get("METHOD", "")
        owners = self._owners | _owners_in(calendar)
        return FeedEvent(
            uid=_text(properties.get("UID", [])).strip(),
            title=title,
            start=start,
            zone=zone,
            length=self._length(properties, start, zone, calendar),
            rank=_rank(properties),
            is_cancelled=is_cancelled(properties, method) or is_called_off(title),
            is_declined=is_declined(properties, owners),
            rules=rules,
            exceptions=tuple(line.value for line in properties.get("EXRULE", [])),
            dates=tuple(self._dates(properties.get("RDATE", []), calendar)),
            without=tuple(self._all(properties.get("EXDATE", []), calendar, strict=False)),
            changes=changes[0] if changes else None,
            and_later=any(line.parameters.get("RANGE", "").upper() == "THISANDFUTURE" for line in changed),
        )

    def _on_its_own_wall(self, start: FeedTime, calendar: CalendarPart) -> tuple[FeedTime, tzinfo]:
        """The start moved to the calendar's zone: a series in UTC follows that zone's wall clock, as Google's old
        exports intend.
        """
        zone = self._zones.floating(calendar) if calendar.properties.get("X-WR-TIMEZONE") else None
        return (FeedTime(start.within(zone), zone), zone) if zone else (start, UTC)

    def _all(self, lines: Iterable[Property], calendar: CalendarPart, *, strict: bool = True) -> list[FeedTime]:
        """Every time in the properties of one name, without those that cannot be read.

        `strict` also leaves out times in an unknown zone; otherwise their wall-clock time is compared with that of the
        series.
        """
        moments = []
        for line in lines:
            for value in line.value.split(","):
                try:
                    moments.append(self._moment(value, line, calendar, strict=strict))
                except ValueError:
                    continue
        return moments

    def _moment(self, value: str, line: Property, calendar: CalendarPart, *, strict: bool) -> FeedTime:
        moment = moment_in(value)
        name = line.parameters.get("TZID", "")
        if moment.zone is not None or moment.is_day or not name:
            return moment
        zone = self._zones.named(name, calendar)
        if zone is None and strict:
            raise Unreadable("an unknown time zone")
        return FeedTime(moment.wall, zone)

    def _dates(self, lines: Iterable[Property], calendar: CalendarPart) -> Iterable[tuple[FeedTime, timedelta | None]]:
        for line in lines:
            for value in line.value.split(","):
                begin, _, end = value.partition("/")
                try:
                    first = self._moment(begin, line, calendar, strict=True)
                    yield first, self._span(first, end, line, calendar)
                except ValueError:
                    continue

    def _span(self, first: FeedTime, end: str, line: Property, calendar: CalendarPart) -> timedelta | None:
        if not end:
            return None
        if "P" in end.upper():
            return _duration(end)
        zone = first.zone or self._zones.reader
        return self._moment(end, line, calendar, strict=True).instant(zone) - first.instant(zone)

    def _length(
        self, properties: dict[str, list[Property]], start: FeedTime | None, zone: tzinfo, calendar: CalendarPart
    ) -> timedelta:
        """The length of the meeting; the usual one if none is given, or if it ends before it begins."""
        length = None
        ends = self._all(properties.get("DTEND", []), calendar, strict=False)
        if ends and start and not ends[0].is_day:
            length = ends[0].instant(zone) - start.instant(zone)
        elif "DURATION" in properties:
            length = _duration(properties["DURATION"][0].value)
        return length if length and length > timedelta(0) else USUAL


def moment_in(value: str) -> FeedTime:
    """A DATE or DATE-TIME of RFC 5545, also with ISO's dashes, without seconds, or with an offset. Raises
    ValueError.
    """
    plain = value.strip()
    if re.match(r"\d{4}-\d{2}-\d{2}", plain):
        plain = re.sub(r"(?<=\d)[-:](?=\d{2}(?:\D|$))", "", plain.replace("-", "", 2))
    match = MOMENT.fullmatch(plain)
    if match is None:
        raise Unreadable("no time")
    day, hour, minute, second, offset = match.groups()
    written = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    if hour is None:
        return FeedTime(datetime.combine(written, datetime.min.time()), None, is_day=True)
    wall = datetime.combine(written, datetime.min.time()).replace(
        hour=int(hour), minute=int(minute), second=min(int(second or 0), 59)
    )
    return FeedTime(wall, _zone_of(offset))


def _zone_of(offset: str | None) -> tzinfo | None:
    if offset is None:
        return None
    if offset.upper() == "Z":
        return UTC
    span = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:]))
    return timezone(span if offset[0] == "+" else -span)


def _duration(value: str) -> timedelta | None:
    try:
        span = vDuration.from_ical(value.strip())
    except ValueError:
        return None
    return span if isinstance(span, timedelta) else None


def _text(lines: list[Property]) -> str:
    """The first value as text, without RFC 5545's escapes before commas, semicolons and new lines."""
    return str(vText.from_ical(lines[0].value)) if lines else ""


def _rank(properties: dict[str, list[Property]]) -> tuple[int, str]:
    """A sort key for versions, newer is higher: by sequence number, then by the last change."""
    sequence = (properties.get("SEQUENCE") or [Property("0")])[0].value.strip()
    stamp = (properties.get("LAST-MODIFIED") or properties.get("DTSTAMP") or [Property("")])[0].value
    return int(sequence) if sequence.isdecimal() else 0, stamp.strip()


def _owners_in(calendar: CalendarPart) -> set[str]:
    names = (calendar.properties.get(name, "").lower() for name in ("X-WR-CALNAME", "X-WR-RELCALID"))
    return {name for name in names if "@" in name}
