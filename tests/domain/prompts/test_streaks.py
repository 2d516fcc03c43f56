"""Streaks against a slow model, and the promises that make them kind."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.prompts.streaks import DayMark, Streak, daily_streak, marked, weekly_streak
from bot.domain.time.schedule import FRIDAY, WEDNESDAY, Before, Calendar, Pause
from tests.domain.calendars import calendars, dates, day, pauses, practised_days, week

NOBODY_OFF = Calendar(working_days=frozenset(range(7)))


def days(*numbers: int) -> frozenset[date]:
    return frozenset(day(number) for number in numbers)


def run_from(start: date, steps: list[tuple[date, bool]]) -> tuple[int, int, list[date]] | None:
    """Length, freezes and frozen dates of a run that starts at `start`; None where it does not hold."""
    freezes, towards, length, frozen = 2, 0, 0, []
    for on, done in steps:
        if on < start:
            continue
        if done:
            length += 1
            towards += freezes < 2
            if towards == 10:
                freezes, towards = freezes + 1, 0
        elif freezes:
            freezes -= 1
            frozen.append(on)
        else:
            return None
    return length, freezes, frozen


def slow_streak(done: frozenset[date], units: list[date], neutral: Callable[[date], bool], now: date) -> Streak:
    """The longest run that holds, tried from every practised unit; the best over every possible end."""
    steps = [(on, on in done) for on in units if on in done or (on < now and not neutral(on))]
    starts = sorted(on for on in done if on <= now)
    runs = [run for start in starts if (run := run_from(start, steps))]
    length, freezes, frozen = max(runs, key=lambda run: run[0], default=(0, 2, []))
    ends = [end for end, (_, was_done) in enumerate(steps, 1) if was_done]
    lengths = [run[0] for end in ends for start in starts if (run := run_from(start, steps[:end]))]
    return Streak(length, max(lengths, default=0), freezes, tuple(frozen), not neutral(now) and now not in done)


@given(practised_days, calendars, st.integers(0, 70).map(day))
def test_the_streak_is_the_longest_run_that_holds(done: frozenset[date], calendar: Calendar, today: date) -> None:
    units = [day(number) for number in range(71) if day(number) <= today]
    assert daily_streak(done, calendar, today) == slow_streak(done, units, calendar.is_day_off, today)


@given(st.frozensets(st.integers(0, 14).map(week)), calendars, st.integers(0, 6), st.integers(0, 12).map(week))
def test_a_weekly_streak_keeps_to_the_same_rule(
    done: frozenset[date], calendar: Calendar, weekday: int, now: date
) -> None:
    def neutral(monday: date) -> bool:
        return all(
            calendar.is_day_off(monday + timedelta(days=number))
            for number in range(max(weekday, min(calendar.working_days)) + 1)
        )

    units = [week(number) for number in range(15) if week(number) <= now]
    assert weekly_streak(done, calendar, now, weekday) == slow_streak(done, units, neutral, now)


@given(practised_days, calendars, dates, st.integers(0, 70).map(day))
@example(days(*range(3), *range(5, 20)), NOBODY_OFF, day(3), day(20))
def test_one_more_practice_day_never_shortens_a_streak(
    done: frozenset[date], calendar: Calendar, extra: date, today: date
) -> None:
    before, after = daily_streak(done, calendar, today), daily_streak(done | {extra}, calendar, today)
    assert after.length >= before.length
    assert after.best >= before.best
    assert 0 <= before.length <= before.best
    assert 0 <= before.freezes <= 2


@given(practised_days, calendars, pauses, st.integers(0, 70).map(day))
def test_a_pause_never_shortens_a_streak(done: frozenset[date], calendar: Calendar, pause: Pause, today: date) -> None:
    paused = replace(calendar, pauses=(*calendar.pauses, pause))
    assert daily_streak(done, paused, today).length >= daily_streak(done, calendar, today).length


def test_nothing_practised_is_no_streak_with_two_freezes_in_hand() -> None:
    streak = daily_streak(frozenset(), Calendar(), day(0))
    assert streak == Streak(0, 0, 2, (), open_today=True)
    assert not streak.alive


def test_today_without_an_answer_breaks_nothing() -> None:
    assert daily_streak(days(0, 1), Calendar(), day(2)) == Streak(2, 2, 2, (), open_today=True)
    assert daily_streak(days(0, 1, 2), Calendar(), day(2)) == Streak(3, 3, 2)
    assert daily_streak(days(0, 1), Calendar(), day(2)).alive


def test_days_off_are_neutral_and_a_practice_on_one_counts() -> None:
    friday, saturday, monday = 4, 5, 7
    assert daily_streak(days(friday, monday), Calendar(), day(monday)) == Streak(2, 2, 2)
    assert daily_streak(days(friday, saturday, monday), Calendar(), day(monday)).length == 3
    assert not daily_streak(days(friday), Calendar(), day(saturday)).open_today


def test_two_missed_days_are_bridged_and_the_third_ends_it() -> None:
    assert daily_streak(days(0, 1), NOBODY_OFF, day(4)) == Streak(2, 2, 0, (day(2), day(3)), open_today=True)
    assert daily_streak(days(0, 1), NOBODY_OFF, day(5)) == Streak(0, 2, 2, (), open_today=True)


def test_ten_practice_days_earn_a_freeze_back_and_never_a_third() -> None:
    nine, ten = days(0, *range(2, 11)), days(0, *range(2, 12))
    assert daily_streak(nine, NOBODY_OFF, day(10)) == Streak(10, 10, 1, (day(1),))
    assert daily_streak(ten, NOBODY_OFF, day(11)) == Streak(11, 11, 2, (day(1),))
    assert daily_streak(days(*range(60)), NOBODY_OFF, day(59)) == Streak(60, 60, 2)


def test_a_break_costs_the_oldest_days_and_keeps_the_latest() -> None:
    scattered = days(0, 2, 4, 6, 7)  # days 1, 3 and 5 missed: two can be bridged
    assert daily_streak(scattered, NOBODY_OFF, day(7)) == Streak(4, 4, 0, (day(3), day(5)))


def test_an_answer_dated_in_the_future_does_not_count_yet() -> None:
    assert daily_streak(days(0, 1, 9), NOBODY_OFF, day(1)).length == 2


def test_a_week_away_is_neutral_for_the_weekly_streak() -> None:
    away = Calendar(pauses=(Pause(day(7), day(13)),))
    assert weekly_streak({week(0), week(2)}, away, week(2)) == Streak(2, 2, 2)
    assert weekly_streak({week(0), week(2)}, Calendar(), week(2)) == Streak(2, 2, 1, (week(1),))


def test_a_week_that_could_not_be_asked_about_is_neutral() -> None:
    until_wednesday = Calendar(pauses=(Pause(day(7), day(9)),))
    assert weekly_streak({week(0), week(2)}, until_wednesday, week(2), WEDNESDAY).frozen == ()
    assert weekly_streak({week(0)}, until_wednesday, week(1), WEDNESDAY).open_today is False


def test_a_past_day_is_judged_by_the_working_days_of_its_time() -> None:
    friday, monday = 4, 7
    worked_until_friday = days(0, 1, 2, 3, friday)
    six_days = frozenset(range(6))
    assert daily_streak(worked_until_friday, Calendar(six_days), day(monday)).frozen == (day(5),)
    changed = Calendar(six_days, before=(Before(day(6)),))
    assert daily_streak(worked_until_friday, changed, day(monday)) == Streak(5, 5, 2, (), open_today=True)
    rests = Calendar(before=(Before(day(6), six_days),))  # Saturdays too, since that week
    assert daily_streak(days(4, *range(7, 12), 14), rests, day(14)).frozen == (day(5),)
    twice = Calendar(six_days, before=(Before(day(3), frozenset({0, 1, 2})), Before(day(6), frozenset({4}))))
    assert [on for on in range(8) if twice.is_day_off(day(on))] == [3, 5, 6]


def test_a_holiday_of_the_country_before_stays_one() -> None:
    moved = Calendar(before=(Before(day(2), holidays={day(1)}),))
    assert daily_streak(days(0, 2), moved, day(2)) == Streak(2, 2, 2)


def test_a_past_week_is_judged_by_the_checkin_day_of_its_time() -> None:
    away_until_wednesday = Pause(day(7), day(9))
    answered = {week(0), week(2)}
    today = Calendar(pauses=(away_until_wednesday,))
    assert weekly_streak(answered, today, week(2), FRIDAY).frozen == (week(1),)
    moved = Calendar(pauses=(away_until_wednesday,), before=(Before(day(13), checkin_day=WEDNESDAY),))
    assert weekly_streak(answered, moved, week(2), FRIDAY).frozen == ()
    unknown = Calendar(pauses=(away_until_wednesday,), before=(Before(day(13)),))
    assert weekly_streak(answered, unknown, week(2), FRIDAY).frozen == (week(1),)


@pytest.mark.parametrize(("length", "alive"), [(0, False), (1, True), (2, True)])
def test_a_streak_begins_with_its_first_day(length: int, alive: bool) -> None:
    assert Streak(length, 2, 2).alive is alive


def test_each_day_is_marked_as_what_it_was() -> None:
    """Practised, even on a day off; bridged; off; and missed or still to come."""
    weekend = Calendar(working_days=frozenset(range(5)))
    shown = [day(number) for number in range(7)]
    saturday = next(on for on in shown if on.weekday() == 5)
    others = [on for on in shown if on.weekday() < 5]
    practised = frozenset({others[0], saturday})
    streak = Streak(1, 1, 1, frozen=(others[1],))
    expected = {others[0]: DayMark.DONE, saturday: DayMark.DONE, others[1]: DayMark.FROZEN}
    sunday = next(on for on in shown if on.weekday() == 6)
    expected = dict.fromkeys(shown, DayMark.OPEN) | expected | {sunday: DayMark.OFF}
    assert list(marked(shown, practised, weekend, streak)) == [expected[on] for on in shown]


def test_a_week_in_which_no_checkin_is_asked_for_waits_for_none() -> None:
    assert weekly_streak((), NOBODY_OFF, week(0)).open_today
    assert not weekly_streak((), replace(NOBODY_OFF, asked=False), week(0)).open_today
