"""Computes the dates of a series within a span of time, applying changed, moved and removed dates."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from dateutil.rrule import rrulestr

from bot.calendar.feed.events import FeedEvent, FeedTime, moment_in

COARSE = {"DAILY": timedelta(days=1), "WEEKLY": timedelta(days=7), "MONTHLY": None, "YEARLY": None}
OLDEST = 1950  # an older series with a time of day is a mistake
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of an event, after all changes; `at` is its start, in UTC."""

    event: FeedEvent
    at: datetime
    length: timedelta


def occurrences(events: Sequence[FeedEvent], first: datetime, last: datetime) -> Iterator[Occurrence]:
    """The dates from `first` until before `last` (aware UTC) of all events that share a UID."""
    changed = _newest(event for event in events if event.changes is not None)
    for master in _masters(event for event in events if event.changes is None):
        if master.is_cancelled and master.rules:
            return
        yield from _of_master(master, changed, first, last)
    for event in changed:
        if event.start is not None and not event.start.is_day and not event.and_later:
            yield from _within(event, event.start.instant(event.zone), first, last)
        elif event.and_later and event.rules:
            yield from _of_master(replace(event, changes=None), (), first, last)


def _masters(events: Iterable[FeedEvent]) -> list[FeedEvent]:
    """The newest master event; several if nothing tells which is newer and they begin at different times."""
    known = list(events)
    newest = max((event.rank for event in known), default=None)
    equal = [event for event in known if event.rank == newest]
    off = {event.start for event in equal if event.is_off}
    return [event for event in dict.fromkeys(equal) if event.is_off or event.start not in off]


def _newest(events: Iterable[FeedEvent]) -> list[FeedEvent]:
    by_date: dict[datetime, FeedEvent] = {}
    for event in events:
        assert event.changes is not None
        at = event.changes.instant(event.zone)
        if at not in by_date or event.rank >= by_date[at].rank:
            by_date[at] = event
    return [by_date[at] for at in sorted(by_date)]


def _of_master(
    master: FeedEvent, changed: Sequence[FeedEvent], first: datetime, last: datetime
) -> Iterator[Occurrence]:
    if master.start is None or master.start.is_day:
        return
    gone = [*master.without, *(event.changes for event in changed if event.changes and not event.and_later)]
    later = [event for event in changed if event.and_later]
    margin = max((_shift(master, event) for event in later), default=timedelta(0), key=abs)
    reach = abs(margin) + DAY
    for wall, length in _walls(master, first - reach, last + reach):
        at = wall.replace(tzinfo=master.zone).astimezone(UTC)
        if any(_is_same(moment, wall, at, master) for moment in gone):
            continue
        governing = [event for event in later if event.changes and event.changes.instant(master.zone) <= at]
        if not governing:
            yield from _within(master, at, first, last, length)
        elif not governing[-1].rules and governing[-1].start is not None:
            moved = (wall + _shift(master, governing[-1])).replace(tzinfo=master.zone).astimezone(UTC)
            yield from _within(governing[-1], moved, first, last)


def _shift(master: FeedEvent, event: FeedEvent) -> timedelta:
    """How far a change moves the dates after it, on the wall clock of the series."""
    if event.start is None or event.changes is None:
        return timedelta(0)
    return event.start.within(master.zone) - event.changes.within(master.zone)


def _is_same(moment: FeedTime, wall: datetime, at: datetime, master: FeedEvent) -> bool:
    """Whether a moment names this date: the same instant, or the same day if it has no time."""
    return moment.wall.date() == wall.date() if moment.is_day else moment.instant(master.zone) == at


def _within(
    event: FeedEvent, at: datetime, first: datetime, last: datetime, length: timedelta | None = None
) -> Iterator[Occurrence]:
    if first <= at < last and not event.is_off:
        yield Occurrence(event, at, length or event.length)


def _walls(master: FeedEvent, first: datetime, last: datetime) -> Iterator[tuple[datetime, timedelta | None]]:
    """The wall-clock times of a series before any are removed, each with its own length or None.

    Empty if one of its rules cannot be read, since the dates are then unknown.
    """
    assert master.start is not None
    begin, end = (edge.astimezone(master.zone).replace(tzinfo=None) for edge in (first, last))
    start = master.start.within(master.zone)
    try:
        out = {wall for rule in master.exceptions for wall in _ruled(rule, start, begin, end, master)}
        walls = {wall for rule in master.rules for wall in _ruled(rule, start, begin, end, master)} | {start}
    except (ValueError, OverflowError, KeyError, TypeError):
        return
    lengths: dict[datetime, timedelta | None] = dict.fromkeys(walls)
    for moment, length in master.dates:
        wall = moment.within(master.zone)
        lengths[datetime.combine(wall.date(), start.time()) if moment.is_day else wall] = length
    for wall in sorted(set(lengths) - out):
        if begin <= wall <= end:
            yield wall, lengths[wall]


def _ruled(rule: str, start: datetime, begin: datetime, end: datetime, master: FeedEvent) -> list[datetime]:
    """The dates of one rule between two wall-clock times. Raises ValueError if the rule makes no sense."""
    parts = dict(part.upper().split("=", 1) for part in rule.strip().strip(";").split(";") if part.strip())
    parts = {key.strip(): value.strip() for key, value in parts.items() if value.strip() and not key.startswith("X-")}
    frequency = parts["FREQ"]
    if frequency not in COARSE or start.year < OLDEST:
        raise ValueError("no rule for people")
    until = parts.pop("UNTIL", "")
    latest = min(end, _until(until, master)) if until else end
    if latest < start:
        return []
    if not int(parts.get("INTERVAL", "1")) > 0:
        raise ValueError("no interval")
    step = COARSE[frequency]
    if step is not None and "COUNT" not in parts and start < begin:
        step *= int(parts.get("INTERVAL", "1"))
        start += max((begin - start) // step - 1, 0) * step
    text = ";".join(f"{key}={value}" for key, value in parts.items())
    recurrence = rrulestr(f"{text};UNTIL={latest:%Y%m%dT%H%M%S}" if "COUNT" not in parts else text, dtstart=start)
    return _up_to(recurrence, begin, latest)


def _up_to(walls: Iterable[datetime], begin: datetime, latest: datetime) -> list[datetime]:
    occurrences = []
    for wall in walls:
        if wall > latest:
            break
        if wall >= begin:
            occurrences.append(wall)
    return occurrences


def _until(text: str, master: FeedEvent) -> datetime:
    moment = moment_in(text)
    return moment.wall + DAY - timedelta(seconds=1) if moment.is_day else moment.within(master.zone)
