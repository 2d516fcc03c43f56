"""Wall clocks and instants: what a local time is in UTC, and the reverse. IANA zones, never an offset."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

D = TypeVar("D", bound=date)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as reason:  # OSError: "Europe" is a folder
        raise ValueError(f"{name!r} is not a time zone") from reason


def is_zone(name: str) -> bool:
    """Whether `name` is an IANA zone that we can compute with, such as "Europe/Berlin"."""
    try:
        _zone(name)
    except ValueError:
        return False
    return True


def local(moment: datetime, zone: str) -> datetime:
    """The aware `moment` on the wall clock of `zone`. Raises ValueError for an unknown zone."""
    return moment.astimezone(_zone(zone))


def local_date(moment: datetime, zone: str) -> date:
    """The date that the aware `moment` has in `zone`. Raises ValueError for an unknown zone."""
    return moment.astimezone(_zone(zone)).date()


def instant(on: date, at: time, zone: str) -> datetime:
    """The one instant (aware UTC) at which the wall clock of `zone` shows `at` on the date `on`.

    A time that happens twice in autumn is the first of the two (`fold=0`); a time in the spring gap moves to the first
    instant after the gap. Raises ValueError for an unknown zone.
    """
    wall = datetime.combine(on, at.replace(fold=0), _zone(zone))
    moment = wall.astimezone(UTC)
    if moment.astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    return _end_of_gap(wall)


def kept(moment: datetime, on: date, at: time | None, zone: str) -> datetime:
    """The instant (aware UTC), by today's zone rules, of a plan for `at` on `on` on the wall clock of `zone`. `moment`
    (aware UTC) was right when it was planned.

    It is still `moment`, unless the zone's rules have changed since. If `at` is None, an instant was meant, and it
    stays; so does a time in a zone that is no longer known.
    """
    if at is None or not is_zone(zone):
        return moment
    shows = local(moment, zone).replace(tzinfo=None)
    return moment if shows == datetime.combine(on, at) else instant(on, at, zone)


@dataclass(frozen=True, slots=True)
class WallTime:
    """A time as somebody gave it: the wall clock of `zone` shows `at`, which is naive."""

    at: datetime
    zone: str

    def instant(self) -> datetime:
        """The instant by today's zone rules, aware UTC."""
        return instant(self.at.date(), self.at.time(), self.zone)

    def kept(self, moment: datetime) -> datetime:
        """The same as the function `kept`."""
        return kept(moment, self.at.date(), self.at.time(), self.zone)


def _end_of_gap(wall: datetime) -> datetime:
    """The first instant (aware UTC) after the spring gap that holds `wall`, read with the offset before the change."""
    first, last = int(wall.replace(fold=1).timestamp()), int(wall.timestamp())  # one before the change, one after
    former, zone = wall.utcoffset(), wall.tzinfo
    passed = bisect_left(
        range(first, last), True, key=lambda second: datetime.fromtimestamp(second, zone).utcoffset() != former
    )
    return datetime.fromtimestamp(first + passed, UTC)


def week_of(on: date) -> date:
    """The Monday of the week of `on`, which names the week."""
    return on - timedelta(days=on.weekday())


def add_months(on: D, months: int) -> D:
    """The same day some months later, or the last day of that month if it is shorter."""
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - starting up need not wait for it

    later: D = on + relativedelta(months=months)
    return later
