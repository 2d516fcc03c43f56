"""Finds all dates of a feed's events within a span of time; a broken event does not affect the others."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from bot.calendar.feed.components import CalendarPart, Component
from bot.calendar.feed.events import EventReader, FeedEvent
from bot.calendar.feed.series import Occurrence, occurrences
from bot.calendar.feed.zones import Zones

# The errors that libraries raise for nonsense, or for dates beyond the ends of the calendar.
NONSENSE = (ValueError, OverflowError, KeyError, TypeError, IndexError, AttributeError)


def meetings_of(
    groups: Iterable[Sequence[Component]],
    calendars: Iterable[CalendarPart],
    first: datetime,
    last: datetime,
    zone: str,
    owners: Collection[str],
) -> Iterator[Occurrence]:
    """The dates from `first` until before `last` (aware UTC) of components grouped by their UID."""
    reader = EventReader(Zones(calendars, zone), owners)
    for group in groups:
        events: list[FeedEvent] = []
        for component in group:
            with suppress(*NONSENSE):
                events.append(reader.read(component))
        with suppress(*NONSENSE):
            yield from list(occurrences(events, first, last))
