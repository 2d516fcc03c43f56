"""What is special about a day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.prompts.occasions import ORDER, Day, JointCall, Noted, occasions_of
from bot.domain.ridealongs.ridealongs import RideAlongState
from bot.domain.time.fiscal import FiscalCalendar, quarter_of
from bot.domain.time.schedule import Calendar, Pause
from content.checks import OCCASIONS, OCCASIONS_FOR
from content.models import Audience, Occasion

WEDNESDAY = date(2026, 11, 18)
ZONE = "Europe/Berlin"


def at(on: date, hour: int = 8) -> datetime:
    return datetime(on.year, on.month, on.day, hour, tzinfo=UTC)


def a_day(on: date = WEDNESDAY, audience: Audience = "leader", **known: object) -> Day:
    return replace(Day(on, at(on), ZONE, audience, quarter_of(on, FiscalCalendar())), **known)  # type: ignore[arg-type]  # a test's shorthand


def call(on: date, hour: int = 10, state: RideAlongState = RideAlongState.CONFIRMED) -> JointCall:
    planned, held = (
        state in {RideAlongState.PLANNED, RideAlongState.CONFIRMED},
        state in {RideAlongState.CONFIRMED, RideAlongState.OVER},
    )
    return JointCall(at(on, hour), at(on, hour) + timedelta(hours=1), planned, held)


def days(number: int) -> date:
    return WEDNESDAY + timedelta(days=number)


def test_an_ordinary_day_has_no_occasion() -> None:
    assert occasions_of(a_day()) == ()


@pytest.mark.parametrize(
    ("on", "occasion"),
    [
        pytest.param(date(2026, 11, 16), "monday", id="Monday"),
        pytest.param(date(2026, 11, 20), "friday", id="Friday"),
        pytest.param(date(2026, 10, 1), "quarter_start", id="the first day of a quarter"),
        pytest.param(date(2026, 10, 8), "quarter_start", id="its second week"),
        pytest.param(date(2026, 10, 14), None, id="its third week"),
    ],
)
def test_the_calendar_knows_some(on: date, occasion: Occasion | None) -> None:
    assert occasions_of(a_day(on)) == ((occasion,) if occasion else ())


def test_a_closing_week_is_a_quarters_end() -> None:
    assert occasions_of(a_day(closes=True)) == ("quarter_end",)


@pytest.mark.parametrize(
    ("on", "planned", "holds"),
    [
        pytest.param(WEDNESDAY, call(WEDNESDAY), True, id="later today"),
        pytest.param(WEDNESDAY, call(WEDNESDAY, 7), False, id="earlier today"),
        pytest.param(WEDNESDAY, call(days(1)), True, id="tomorrow"),
        pytest.param(WEDNESDAY, call(days(1), state=RideAlongState.PLANNED), True, id="tomorrow, not confirmed yet"),
        pytest.param(WEDNESDAY, call(days(1), state=RideAlongState.CANCELLED), False, id="cancelled"),
        pytest.param(WEDNESDAY, call(days(1), state=RideAlongState.OVER), False, id="over"),
        pytest.param(WEDNESDAY, call(days(2)), False, id="in two days"),
        pytest.param(days(2), call(days(5)), True, id="Monday, on a Friday"),
        pytest.param(WEDNESDAY, call(WEDNESDAY, 23), True, id="late today in UTC is tomorrow there"),
    ],
)
def test_a_call_is_ahead_up_to_the_next_working_day(on: date, planned: JointCall, holds: bool) -> None:
    assert ("before_ridealong" in occasions_of(a_day(on, calls=[planned]))) is holds


@pytest.mark.parametrize(
    ("on", "had", "holds"),
    [
        pytest.param(WEDNESDAY, call(days(-1), state=RideAlongState.OVER), True, id="yesterday"),
        pytest.param(WEDNESDAY, call(days(-1)), True, id="yesterday, and nobody said a word"),
        pytest.param(WEDNESDAY, call(days(-1), state=RideAlongState.PLANNED), False, id="never confirmed"),
        pytest.param(WEDNESDAY, call(days(-2), state=RideAlongState.OVER), False, id="two days ago"),
        pytest.param(WEDNESDAY, call(WEDNESDAY, 6, state=RideAlongState.OVER), False, id="today"),
        pytest.param(days(5), call(days(2), state=RideAlongState.OVER), True, id="Friday, on a Monday"),
        pytest.param(days(5), call(days(3), state=RideAlongState.OVER), True, id="Saturday, on a Monday"),
    ],
)
def test_a_call_is_behind_on_the_next_working_day(on: date, had: JointCall, holds: bool) -> None:
    assert ("after_ridealong" in occasions_of(a_day(on, calls=[had]))) is holds


@pytest.mark.parametrize(
    ("ago", "nobody_asked", "holds"),
    [(0, True, True), (7, True, True), (8, True, False), (1, False, False)],
)
def test_a_take_over_is_worth_a_prompt_for_a_week(ago: int, nobody_asked: bool, holds: bool) -> None:
    noted = Noted(at(days(-ago)), nobody_asked)
    assert ("after_takeover" in occasions_of(a_day(last_noted=noted))) is holds


@pytest.mark.parametrize(
    ("first", "length", "holds"),
    [
        pytest.param(1, 14, True, id="from tomorrow"),
        pytest.param(3, 14, True, id="in three days"),
        pytest.param(4, 14, False, id="in four days"),
        pytest.param(0, 14, False, id="from today"),
        pytest.param(2, 2, False, id="two days alone"),
        pytest.param(2, None, True, id="without an end"),
    ],
)
def test_a_vacation_is_ahead_for_three_days(first: int, length: int | None, holds: bool) -> None:
    pause = Pause(days(first), None if length is None else days(first + length - 1))
    assert ("before_vacation" in occasions_of(a_day(calendar=Calendar(pauses=(pause,))))) is holds


@pytest.mark.parametrize(
    ("last", "length", "holds"),
    [
        pytest.param(-1, 14, True, id="back today"),
        pytest.param(-2, 14, True, id="back yesterday"),
        pytest.param(-3, 14, False, id="back for two days"),
        pytest.param(-1, 2, False, id="two working days alone"),
        pytest.param(-3, 2, False, id="a weekend"),
    ],
)
def test_a_vacation_is_behind_for_two_working_days(last: int, length: int, holds: bool) -> None:
    pause = Pause(days(last - length + 1), days(last))
    assert ("after_vacation" in occasions_of(a_day(calendar=Calendar(pauses=(pause,))))) is holds


def test_several_holidays_in_a_row_are_a_vacation_and_a_long_weekend_is_none() -> None:
    three = Calendar(holidays={days(-1), days(-2), days(-5)})
    two = Calendar(holidays={days(-1), days(-2)})
    assert "after_vacation" in occasions_of(a_day(calendar=three))
    assert "after_vacation" not in occasions_of(a_day(calendar=two))


def test_somebody_who_never_worked_has_no_vacation_behind() -> None:
    assert occasions_of(a_day(calendar=Calendar(working_days=frozenset()))) == ()


@pytest.mark.parametrize(
    ("joined", "holds"),
    [
        pytest.param([days(-13), None], True, id="one is new"),
        pytest.param([days(-14), None], False, id="no longer new"),
        pytest.param([days(-2), days(-2)], False, id="a whole team was named"),
        pytest.param([None, None], False, id="nobody is new"),
        pytest.param([], False, id="no team"),
    ],
)
def test_somebody_is_new_for_two_weeks_on_a_team_that_was_there(joined: list[date | None], holds: bool) -> None:
    assert ("new_member" in occasions_of(a_day(joined=joined))) is holds


EVERYTHING = {
    "closes": True,
    "calls": [call(date(2026, 12, 22)), call(date(2026, 12, 18), state=RideAlongState.OVER)],
    "last_noted": Noted(at(date(2026, 12, 18)), True),
    "joined": [date(2026, 12, 15), None],
    "calendar": Calendar(pauses=(Pause(date(2026, 12, 24)),)),
}


@pytest.mark.parametrize(
    ("audience", "leaves_out"),
    [
        ("leader", set()),
        ("salesperson", {"new_member"}),
        ("team", {"before_ridealong", "after_ridealong", "after_takeover", "before_vacation", "new_member"}),
    ],
)
def test_a_channel_and_a_salesperson_are_told_less(audience: Audience, leaves_out: set[str]) -> None:
    found = occasions_of(a_day(date(2026, 12, 21), audience, **EVERYTHING))
    every = [
        "after_takeover",
        "before_ridealong",
        "after_ridealong",
        "before_vacation",
        "new_member",
        "quarter_end",
        "monday",
    ]
    assert list(found) == [one for one in every if one not in leaves_out]
    assert set(found) <= OCCASIONS_FOR[audience]


def test_every_occasion_has_its_place() -> None:
    assert set(ORDER) == set(OCCASIONS)
