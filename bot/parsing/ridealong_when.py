"""Computes when a ride-along is from its day, time and length; asks about impossible ones. Pure."""

from datetime import date, datetime, time, timedelta

from bot.domain.ridealongs.facts import Elsewhere
from bot.domain.ridealongs.plan_check import LONGEST, SHORTEST
from bot.domain.time.localtime import DAY, WEEK, instant, local
from bot.parsing.grammar.clocks import in_part
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
    """The day and the time on the wall clock of the person who typed; impossible ones are None and asked about."""
    at = _at(reading)
    on = _nearest_day(reading, at, now) if reading.day is None else _said_day(reading, reading.day, at, now)
    if not _is_elsewhere(reading) or at is None:
        return None if on is None or _is_wrong_side(reading, on, at, now) else on, at
    if on is None:
        reading.doubt("time_elsewhere", reading.given("clock"))
        return None, None  # on other days, three o'clock in New York is a different local time
    assert reading.zone is not None
    wall = wall_time(on, at, reading.zone.name, reading.asker.zone)
    reading.elsewhere = Elsewhere(
        reading.zone.given, reading.zone.name, datetime.combine(on, at), wall.replace(tzinfo=None)
    )
    return None if _is_wrong_side(reading, wall.date(), wall.time(), now) else wall.date(), wall.time()


def _is_elsewhere(reading: RideAlongText) -> bool:
    """Whether the time was given in another zone."""
    return reading.zone is not None and reading.zone.name not in {"", "+"}


def _said_day(reading: RideAlongText, day: SaidDay, at: time | None, now: datetime) -> date | None:
    if day.on is not None:
        return _today_or_next(reading, day, day.on, at, now)
    if day.reason in ASKED:
        reading.doubt(day.reason, reading.given("day") or reading.text, *day.options)
    return None


def _at(reading: RideAlongText) -> time | None:
    clock = reading.clock
    parts = [item for item in reading.items if item.moment.part]
    if clock is None:
        if parts:
            reading.doubt("part", reading.typed(parts[0].start, parts[0].end))
        return None
    for item in parts:  # said apart from the time: "4pm tomorrow morning"
        clock = in_part(reading.parser.frame, clock, item.moment.part)
    if clock.reason:
        if clock.reason != "asked":
            typed = f"{reading.given('clock')} {' '.join(reading.typed(item.start, item.end) for item in parts)}"
            reading.doubt(clock.reason, typed.strip() or reading.text)
        return None
    return clock.at


def _nearest_day(reading: RideAlongText, at: time | None, now: datetime) -> date | None:
    """The day for a time without one: today or tomorrow, whichever comes next; for a past call, today or yesterday."""
    if at is None or reading.clock is None or reading.clock.reason or reading.unclear:
        return None
    zone = reading.asker.zone
    if reading.zone is not None:
        if not _is_elsewhere(reading):
            reading.doubt("no_day", reading.given("clock"))
        return None
    today = local(now, zone).date()
    gone = instant(today, at, zone) <= now
    return today - DAY * (not gone) if reading.logged else today + DAY * gone


def _today_or_next(reading: RideAlongText, day: SaidDay, on: date, at: time | None, now: datetime) -> date | None:
    """The day for "thu 15:00" typed on a Thursday: today or in a week; a question if both are still to come.

    For a past call it is the later of the two that has passed.
    """
    today = reading.asker.now.date()
    if not day.is_weekday or abs(on - today) != WEEK:
        return on
    is_ahead = at is None or _begins(reading, today, at) > now
    if reading.logged:
        return on if is_ahead else today
    if not is_ahead:
        return on
    reading.doubt("which", reading.given("day"), today, on)
    return None


def _begins(reading: RideAlongText, on: date, at: time) -> datetime:
    """The instant of a time as it was typed, on the clock that it was typed for."""
    zone = reading.asker.zone
    if reading.zone and _is_elsewhere(reading):
        return wall_time(on, at, reading.zone.name, zone)
    return instant(on, at, zone)


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
