"""Working hours: the part of a working day in which messages may come."""

from dataclasses import dataclass
from datetime import datetime, time

from bot.domain.time.localtime import DAY, instant, local
from bot.domain.time.schedule import EVERY_DAY, Calendar, Rhythm, Timetable, next_slot_on_or_after

MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Hours:
    """Wall-clock times from `start` up to `end`, both included; an `end` of midnight means the end of the day."""

    start: time
    end: time

    def holds(self, at: time) -> bool:
        """Whether the wall-clock time `at` is within the hours."""
        return self.start <= at and (self.end == MIDNIGHT or at <= self.end)

    def nearest(self, at: time) -> time:
        """`at` if it is within the hours, else their start."""
        return at if self.holds(at) else self.start

    @property
    def in_order(self) -> bool:
        """Whether the end comes after the start."""
        return self.end == MIDNIGHT or self.start < self.end

    def with_time(self, at: time) -> "Hours":
        """The same hours, widened to include `at` if they do not."""
        return self if self.holds(at) else Hours(min(self.start, at), self.end if at < self.start else at)


DAYTIME = Hours(time(8), time(18))


def next_open(hours: Hours, calendar: Calendar, zone: str, now: datetime) -> datetime | None:
    """The aware `now` if it is within the working hours of a working day, else when the next ones begin (aware UTC).

    None if no working day is ahead, as in an open-ended pause. Raises ValueError for an unknown zone.
    """
    there = local(now, zone)
    today, at = there.date(), there.time().replace(second=0, microsecond=0)
    if not calendar.is_day_off(today):
        if hours.holds(at):
            return now
        if at < hours.start:
            return instant(today, hours.start, zone)
    slot = next_slot_on_or_after(Timetable(Rhythm(hours.start, EVERY_DAY, zone), calendar), today + DAY)
    return None if slot is None else slot.due_at
