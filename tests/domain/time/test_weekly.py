"""The weekly check-in and its reminder, in weeks with days off."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.time.schedule import (
    FRIDAY,
    MONDAY,
    SUNDAY,
    TUESDAY,
    WEDNESDAY,
    WEEK,
    Calendar,
    Pause,
    Rhythm,
    Slot,
    Timetable,
    instant,
    next_reminder_slot,
    next_weekly_slot,
    reminded_week,
    week_of,
)
from tests.domain.calendars import calendars, dates, day

ZONE = "Europe/Berlin"
EIGHT_DAYS_OFF = (Pause(day(0), day(7)),)


def checkin(calendar: Calendar, weekday: int = FRIDAY) -> Timetable:
    return Timetable(Rhythm(time(15), frozenset({weekday}), ZONE), calendar)


def on(slot: Slot | None) -> date | None:
    return slot.on if slot else None


@pytest.mark.parametrize(
    ("calendar", "weekday", "first", "asked"),
    [
        (Calendar(), FRIDAY, day(0), day(4)),
        (Calendar(), FRIDAY, day(4), day(4)),
        (Calendar(), FRIDAY, day(5), day(11)),
        (Calendar(holidays={day(4)}), FRIDAY, day(0), day(3)),  # Good Friday: Thursday instead
        (Calendar(holidays={day(4)}), FRIDAY, day(4), day(11)),  # Thursday is over
        (Calendar(), SUNDAY, day(0), day(4)),
        (Calendar(holidays={day(0)}), MONDAY, day(0), day(7)),
        (Calendar(pauses=(Pause(day(0), day(2)),)), WEDNESDAY, day(0), day(9)),  # nothing before Wednesday is left
        (Calendar(working_days=frozenset({TUESDAY, WEDNESDAY})), MONDAY, day(0), day(1)),  # never works Mondays
        (Calendar(pauses=EIGHT_DAYS_OFF), FRIDAY, day(0), day(11)),
        (Calendar(pauses=(Pause(day(3)),)), FRIDAY, day(0), day(2)),
        (Calendar(pauses=(Pause(day(0)),)), FRIDAY, day(0), None),
        (Calendar(working_days=frozenset()), FRIDAY, day(0), None),
    ],
)
def test_the_checkin_is_on_its_day_or_the_working_day_before(
    calendar: Calendar, weekday: int, first: date, asked: date | None
) -> None:
    assert on(next_weekly_slot(checkin(calendar, weekday), first)) == asked


@pytest.mark.parametrize(("weeks", "asked"), [(57, day(57 * 7 + 4)), (58, None)])
def test_a_weekly_slot_is_looked_for_within_400_days(weeks: int, asked: date | None) -> None:
    away = Calendar(pauses=(Pause(day(0), day(weeks * 7 - 1)),))
    assert on(next_weekly_slot(checkin(away), day(0))) == asked


@pytest.mark.parametrize(
    ("calendar", "weekday", "first", "reminded"),
    [
        (Calendar(), FRIDAY, day(0), day(0)),  # Monday, about the Friday before
        (Calendar(), FRIDAY, day(1), day(7)),
        (Calendar(), WEDNESDAY, day(1), day(3)),
        (Calendar(pauses=(Pause(day(7), day(13)),)), WEDNESDAY, day(1), day(3)),  # the week after has no slot
        (Calendar(holidays={day(7)}), FRIDAY, day(1), day(8)),
        (Calendar(holidays={day(4)}), FRIDAY, day(1), day(7)),  # asked on Thursday, with Friday off
        (Calendar(pauses=(Pause(day(7), day(11)),)), FRIDAY, day(1), day(21)),  # back long after it
        (Calendar(working_days=frozenset({FRIDAY})), FRIDAY, day(1), None),  # the next working day asks again
        (Calendar(pauses=(Pause(day(7)),)), FRIDAY, day(1), None),
    ],
)
def test_the_reminder_is_on_the_next_working_day(
    calendar: Calendar, weekday: int, first: date, reminded: date | None
) -> None:
    assert on(next_reminder_slot(checkin(calendar, weekday), first)) == reminded


def test_a_reminder_knows_its_week() -> None:
    assert reminded_week(checkin(Calendar()), day(7)) == day(0)
    assert reminded_week(checkin(Calendar(), WEDNESDAY), day(10)) == day(7)
    assert reminded_week(checkin(Calendar()), day(8)) is None


def test_a_rhythm_without_a_day_has_no_slot() -> None:
    never = Timetable(Rhythm(time(15), frozenset(), ZONE))
    assert next_weekly_slot(never, day(0)) is None
    assert next_reminder_slot(never, day(0)) is None
    assert reminded_week(never, day(0)) is None


def test_a_weekly_slot_is_due_at_its_local_time() -> None:
    spring = next_weekly_slot(checkin(Calendar(), SUNDAY), date(2026, 3, 23))
    assert spring == Slot(date(2026, 3, 27), instant(date(2026, 3, 27), time(15), ZONE))


@given(calendars, st.integers(0, 6), dates)
def test_a_week_is_asked_about_at_most_once_and_reminded_of_at_most_once(
    calendar: Calendar, weekday: int, first: date
) -> None:
    table, asked, reminded = checkin(calendar, weekday), first, first
    asked_weeks: list[date] = []
    reminders: list[date] = []
    for _ in range(8):
        slot, reminder = next_weekly_slot(table, asked), next_reminder_slot(table, reminded)
        assert slot is not None
        assert slot.on >= asked
        assert not calendar.is_day_off(slot.on)
        assert slot.on.weekday() <= max(weekday, min(calendar.working_days))
        asked_weeks.append(week_of(slot.on))
        asked = slot.on + timedelta(days=1)
        if reminder is None:
            continue
        week = reminded_week(table, reminder.on)
        assert week is not None
        assert not calendar.is_day_off(reminder.on)
        assert reminder.on < week + 2 * WEEK
        reminders.append(week)
        reminded = reminder.on + timedelta(days=1)
    assert len(set(asked_weeks)) == len(asked_weeks)
    assert len(set(reminders)) == len(reminders)
