"""A calendar over time: meetings that vanish, feeds that stop working, and slow reading."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.calendar.fetch import Trouble
from bot.domain.people.people import Who
from bot.errors import Problem
from bot.services.context import Context
from bot.services.ridealongs.calendar_polling import CalendarPoller
from bot.services.services import Services
from tests.fakes import MovableClock
from tests.services.ridealongs.served_calendars import *  # noqa: F403 - every test begins at nine in the morning
from tests.services.ridealongs.served_calendars import ACME, ADDRESS, BETA, World, offers, stopped


async def test_what_vanished_or_moved_is_forgotten_and_offered_at_its_new_time(
    services: Services, context: Context, poller: CalendarPoller, world: World, clock: MovableClock, maria: Who
) -> None:
    world.meetings = [ACME, BETA]
    await services.calendar.save(maria, ADDRESS, "")
    await poller.poll()
    world.meetings = [replace(ACME, id="M3", starts_at=ACME.starts_at + timedelta(hours=1)), BETA]
    clock.move(hours=1)
    await poller.poll()
    with pytest.raises(Problem, match=r"calendar\.problems\.gone"):
        await services.calendar.plan_form(maria, "M1")
    assert str((await services.calendar.plan_form(maria, "M3")).draft.at) == "16:00:00"
    assert await offers(context) == 2
    clock.move(hours=1)
    await poller.poll()
    assert await offers(context) == 2


async def test_of_a_feed_that_was_cut_off_nothing_is_forgotten(
    services: Services, context: Context, poller: CalendarPoller, world: World, clock: MovableClock, maria: Who
) -> None:
    await services.calendar.save(maria, ADDRESS, "")
    await poller.poll()
    for world.is_whole, world.meetings in ((False, []), (True, [ACME])):
        clock.move(hours=1)
        await poller.poll()
    assert await offers(context) == 1


@pytest.mark.parametrize(
    ("trouble", "gaps"),
    [
        pytest.param(Trouble.REFUSED, [10], id="refused: looked at again soon"),
        pytest.param(Trouble.UNREADABLE, [10], id="no calendar any more"),
        pytest.param(Trouble.UNREACHABLE, [60, 60, 60], id="away: given three hours"),
        pytest.param(Trouble.SLOW, [60, 60, 60], id="slow: given three hours"),
        pytest.param(Trouble.COSTLY, [360], id="costly: rests for six hours"),
    ],
)
async def test_a_person_whose_calendar_stops_working_is_told_once(
    services: Services,
    context: Context,
    poller: CalendarPoller,
    world: World,
    clock: MovableClock,
    maria: Who,
    trouble: Trouble,
    gaps: list[int],
) -> None:
    await services.calendar.save(maria, ADDRESS, "")
    world.trouble = trouble
    assert await poller.poll() == 1
    for gap in gaps:
        assert await stopped(context) == 0
        for minutes in (1, gap - 2):
            clock.move(minutes=minutes)
            assert await poller.poll() == 0
        clock.move(minutes=1)
        assert await poller.poll() == 1
    assert await stopped(context) == 1
    for _ in range(3):
        clock.move(days=1)
        await poller.poll()
    assert await stopped(context) == 1


async def test_one_that_comes_and_goes_is_told_of_once_a_week(
    services: Services, context: Context, poller: CalendarPoller, world: World, clock: MovableClock, maria: Who
) -> None:
    await services.calendar.save(maria, ADDRESS, "")
    told = []
    for day in range(9):
        clock.move(hours=2 * (day == 8))  # summer time has ended in between
        world.trouble = Trouble.REFUSED
        for _ in range(2):
            await poller.poll()
            clock.move(minutes=10)
        world.trouble = None
        clock.move(hours=1)
        await poller.poll()
        told.append(await stopped(context))
        clock.move(hours=22, minutes=40)
    assert told == [1] * 8 + [2]


async def test_a_calendar_that_costs_five_seconds_is_looked_at_every_five_hours(
    services: Services, poller: CalendarPoller, world: World, clock: MovableClock, maria: Who
) -> None:
    world.seconds = 5.0
    await services.calendar.save(maria, ADDRESS, "")
    await poller.poll()
    for minutes in (1, 60, 238):
        clock.move(minutes=minutes)
        assert await poller.poll() == 0
    clock.move(minutes=1)
    assert await poller.poll() == 1
