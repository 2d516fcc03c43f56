"""When a ride-along is, from what was chosen as its day, time and length; what cannot be is asked about. Pure."""

from datetime import date, datetime, time, timedelta

from bot.domain.ridealongs.plan_check import LONGEST, SHORTEST
from bot.domain.time.localtime import DAY, WEEK, instant, local
from bot.parsing.ridealong_text import RideAlongText
from bot.parsing.values import SaidDay
from bot.parsing.zones import wall_time

ASKED = frozenset({"date", "mismatch", "which", "far"})


def length_of(reading: RideAlongText) -> timedelta | None:
    if reading.length is None or SHORTEST <= reading.length <= LONGEST:
        return reading.length
    typed = next(reading.typed(item.start, item.end) for item in reading.items if item.moment.length)
    reading.doubt("length", typed)
    return None


def moment_of(reading: RideAlongText, now: datetime) -> tuple[date | None, time | None]:
    """The day and the time on the wall clock of the person who typed; what cannot be is None and asked about."""
    at = _at(reading)
    day = reading.day
    if day is None:
        if at is None or reading.clock is None or reading.clock.reason or reading.unclear:
            return None, at
        return _nearest(reading, at, now), at
    if day.on is None:
        if day.reason in ASKED:
            reading.doubt(day.reason, reading.given("day") or reading.text, *day.options)
        return None, at
    on = _today_or_next(reading, day, day.on, at, now)
    if on is None:
        return None, at
    if reading.zone is not None and at is not None and reading.zone.name not in {"", "+"}:
        wall = wall_time(on, at, reading.zone.name, reading.asker.zone)
        on, at = wall.date(), wall.time()
    return (None if _is_wrong_side(reading, on, at, now) else on), at


def _at(reading: RideAlongText) -> time | None:
    clock = reading.clock
    parts = [item for item in reading.items if item.moment.part]
    if clock is None:
        if parts:
            reading.doubt("part", reading.typed(parts[0].start, parts[0].end))
        return None
    if clock.reason:
        if clock.reason != "asked":
            reading.doubt("time", reading.given("clock") or reading.text)
        return None
    return clock.at


def _nearest(reading: RideAlongText, at: time, now: datetime) -> date | None:
    """A time without a day: today or tomorrow, whichever comes next; today or yesterday for what happened."""
    zone = reading.asker.zone
    if reading.zone is not None:
        reading.doubt("no_day", reading.given("clock"))
        return None
    today = local(now, zone).date()
    gone = instant(today, at, zone) <= now
    return today - DAY * (not gone) if reading.logged else today + DAY * gone


def _today_or_next(reading: RideAlongText, day: SaidDay, on: date, at: time | None, now: datetime) -> date | None:
    """ "thu 15:00", typed on a Thursday: today, or in a week; a question where both are still to come.

    One that happened is the last of the two that has gone by.
    """
    today = reading.asker.now.date()
    if not day.is_weekday or abs(on - today) != WEEK:
        return on
    is_ahead = at is None or instant(today, at, reading.asker.zone) > now
    if reading.logged:
        return on if is_ahead else today
    if not is_ahead:
        return on
    reading.doubt("which", reading.given("day"), today, on)
    return None


def _is_wrong_side(reading: RideAlongText, on: date, at: time | None, now: datetime) -> bool:
    today, begins = reading.asker.now.date(), instant(on, at, reading.asker.zone) if at else None
    if reading.logged:
        wrong = on > today or (begins is not None and begins > now)
    else:
        wrong = on < today or (begins is not None and begins < now.replace(second=0, microsecond=0))
    if wrong:
        typed_day = reading.given("day")
        typed_moment = typed_day if at is None or "clock" in _said(reading, "day") else f"{typed_day} {at:%H:%M}"
        reading.doubt("future" if reading.logged else "past", typed_moment)
    return wrong


def _said(reading: RideAlongText, part: str) -> frozenset[str]:
    return frozenset().union(*(item.moment.parts for item in reading.items if part in item.moment.parts))
