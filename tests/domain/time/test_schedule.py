"""The next slot of a daily rhythm."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.time.schedule import (
    EVERY_DAY,
    WORKDAYS,
    Before,
    Calendar,
    Pause,
    Rhythm,
    Slot,
    Timetable,
    next_slot_on_or_after,
    still_makes_sense,
)
from tests.domain.calendars import START, ZONES, calendars, day

ALL_DAYS = Calendar(working_days=EVERY_DAY)
BERLIN = "Europe/Berlin"


def timetable(at: time = time(8, 30), zone: str = BERLIN, calendar: Calendar | None = None) -> Timetable:
    return Timetable(Rhythm(at, EVERY_DAY, zone), calendar or Calendar())


def at(on: date, hour: int, minute: int = 0) -> datetime:
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=UTC)


def slots(table: Timetable, first: date, count: int) -> list[Slot]:
    """As a planner asks for them, each from the day after the one before."""
    following: list[Slot] = []
    for _ in range(count):
        slot = next_slot_on_or_after(table, first)
        assert slot is not None
        following.append(slot)
        first = slot.on + timedelta(days=1)
    return following


def test_the_next_slot_is_on_the_day_itself_or_later() -> None:
    monday, tuesday = day(0), day(1)
    assert slots(timetable(), monday, 2) == [Slot(monday, at(monday, 7, 30)), Slot(tuesday, at(tuesday, 7, 30))]


def test_days_off_have_no_slot() -> None:
    calendar = Calendar(holidays={day(1)}, pauses=(Pause(day(3), day(7)), Pause(day(8), day(8))))
    days = [slot.on for slot in slots(timetable(calendar=calendar), day(0), 4)]
    assert days == [day(0), day(2), day(9), day(10)]


@pytest.mark.parametrize(("days", "numbers"), [(WORKDAYS, range(5)), (EVERY_DAY, range(7))])
def test_a_rhythm_falls_on_its_weekdays(days: frozenset[int], numbers: range) -> None:
    table = Timetable(Rhythm(time(8, 30), days, BERLIN), ALL_DAYS)
    week = {slot.on for slot in slots(table, day(0), 9) if slot.on < day(7)}
    assert week == {day(number) for number in numbers}


def test_a_slot_keeps_the_wall_clock_time_that_was_meant() -> None:
    slot = next_slot_on_or_after(timetable(time(8, 30)), day(0))
    assert slot is not None
    assert slot.at == time(8, 30)


@pytest.mark.parametrize(("ahead", "on"), [(400, 400), (401, None)])
def test_a_slot_is_looked_for_within_400_days(ahead: int, on: int | None) -> None:
    away = Calendar(EVERY_DAY, pauses=(Pause(day(0), day(ahead - 1)),))
    slot = next_slot_on_or_after(timetable(calendar=away), day(0))
    assert (None if slot is None else slot.on) == (None if on is None else day(on))


def test_a_past_day_is_judged_by_what_held_up_to_its_date() -> None:
    calendar = Calendar(frozenset({4}), before=(Before(day(7), frozenset({0})),))
    assert [number for number in range(14) if not calendar.is_day_off(day(number))] == [0, 7, 11]


@pytest.mark.parametrize(
    "calendar",
    [
        Calendar(pauses=(Pause(day(2)),)),
        Calendar(pauses=(Pause(day(2), day(500)),)),
        Calendar(pauses=(Pause(day(2), date.max),)),
        Calendar(working_days=frozenset()),
    ],
)
def test_without_a_working_day_in_sight_there_is_no_slot(calendar: Calendar) -> None:
    assert next_slot_on_or_after(timetable(calendar=calendar), day(2)) is None


def test_a_pause_that_is_to_begin_leaves_the_slots_before_it() -> None:
    slot = next_slot_on_or_after(timetable(calendar=Calendar(pauses=(Pause(day(2)),))), day(1))
    assert slot is not None
    assert slot.on == day(1)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("clock", [time(0), time(2, 30), time(23, 30)])
def test_every_day_of_a_year_has_its_slot_exactly_once(zone: str, clock: time) -> None:
    found = slots(timetable(clock, zone, ALL_DAYS), day(0), 366)
    assert [slot.on - found[0].on for slot in found] == [timedelta(days=number) for number in range(366)]
    assert all(early.due_at < late.due_at for early, late in pairwise(found))


@given(st.integers(0, 365), st.times(), st.sampled_from(ZONES), calendars)
def test_the_next_slot_is_on_the_first_working_day(number: int, clock: time, zone: str, calendar: Calendar) -> None:
    first = START + timedelta(days=number)
    slot = next_slot_on_or_after(Timetable(Rhythm(clock, WORKDAYS, zone), calendar), first)
    if slot is None:
        assert not calendar.working_days & WORKDAYS
    else:
        days = [first + timedelta(days=ahead) for ahead in range((slot.on - first).days + 1)]
        assert [on for on in days if on.weekday() in WORKDAYS and not calendar.is_day_off(on)] == [slot.on]


def test_a_change_of_zone_never_sends_twice_on_one_local_date() -> None:
    auckland = next_slot_on_or_after(timetable(zone="Pacific/Auckland"), day(0))
    assert auckland is not None
    honolulu = next_slot_on_or_after(timetable(zone="Pacific/Honolulu"), auckland.on + timedelta(days=1))
    assert honolulu is not None
    assert honolulu.on == auckland.on + timedelta(days=1)


def test_an_unknown_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="Nowhere"):
        next_slot_on_or_after(timetable(zone="Nowhere"), START)


@pytest.mark.parametrize(
    ("minutes_late", "grace", "sensible"),
    [
        (-60, timedelta(hours=2), True),
        (0, timedelta(0), True),
        (120, timedelta(hours=2), True),
        (121, timedelta(hours=2), False),
        (8 * 60 + 59, None, True),  # due at 15:00, now 23:59 in Berlin
        (9 * 60, None, False),
        (-24 * 60, None, True),
    ],
)
def test_a_late_slot_makes_sense_for_a_while(minutes_late: int, grace: timedelta | None, sensible: bool) -> None:
    due = at(day(4), 14)
    assert still_makes_sense(due, due + timedelta(minutes=minutes_late), BERLIN, grace) is sensible
