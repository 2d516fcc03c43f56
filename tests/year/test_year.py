"""A year of nine people in six zones, with vacations, holidays, moves, Do Not Disturb and changed settings.

Nothing comes outside their hours or beyond the budget, no slot comes twice and none is lost; streaks follow rule 6.
`YEAR_WEEKS=52` plays all of it; by default it plays some weeks, and `YEAR_SEED` draws others.
"""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest

from bot.delivery.build import build_engine
from bot.delivery.claims import MessageParts
from bot.delivery.engine import Engine
from bot.delivery.quiet import Window
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Person, Position
from bot.domain.time.schedule import DAY
from bot.nudges import BY_KEY, CHECKIN, PROMPT_PERSON
from bot.services.after_delivery import AfterDelivery
from bot.services.context import Context
from bot.services.services import Services
from tests.delivery.fakes import AT_ONCE, FakeSlack, all_of
from tests.fakes import FakeDirectory, FakeMessenger, MovableClock
from tests.year.reference import streak
from tests.year.residents import SUNDAY_FIRST, Resident, local
from tests.year.world import START, World

WEEKS, SEED = int(os.environ.get("YEAR_WEEKS", "3")), int(os.environ.get("YEAR_SEED", "1"))
FIRST = START.date()
pytestmark = pytest.mark.timeout(300 + 60 * WEEKS)  # seconds; ends a hang; a busy machine takes long


@dataclass
class Played:
    """The world after its weeks, and all deliveries."""

    world: World
    deliveries: Sequence[Delivery]
    streaks: list[tuple[str, date, int, int, int | None, int | None]]  # who, when, days by us and by rule 6, then weeks


async def play(services: Services, engine: Engine, slack: FakeSlack, world: World, clock: MovableClock) -> Played:
    """Move from one event to the next, the engine's or people's. Streaks are compared each week."""
    await world.settle_in(WEEKS)
    streaks, seen, compared_at = [], 0, START + timedelta(days=7)
    end = START + timedelta(weeks=WEEKS)
    while True:
        due = min(moment for moment in (await engine.next_due(), world.next_at, compared_at) if moment is not None)
        if due >= end:
            break
        clock.now = max(clock.now, due)
        if due == compared_at:
            compared_at += timedelta(days=7)
            streaks += [await compared(services, resident, clock()) for resident in world.people.values()]
        elif due == world.next_at:
            await world.act()
        await engine.beat()
        for delivery in slack.order[seen:]:
            world.note_sent(delivery)
        seen = len(slack.order)
    return Played(world, list((await all_of(engine._database)).values()), streaks)


async def compared(
    services: Services, resident: Resident, now: datetime
) -> tuple[str, date, int, int, int | None, int | None]:
    """Somebody's streaks by us and by rule 6."""
    facts = await services.streaks.facts(resident.who)
    today = local(now, resident.now.zone).date()
    days = streak(resident.practised, lambda on: not resident.is_off(on), today)
    weeks = None
    if facts.weekly is not None:
        this_week = resident_week(resident, today)
        weeks = streak(resident.weeks, lambda monday: has_checkin(resident, monday), this_week, timedelta(days=7))
    return resident.who.user_id, today, facts.daily.length, days, facts.weekly.length if facts.weekly else None, weeks


def resident_week(resident: Resident, today: date) -> date:
    """The Monday that names the week: where weeks begin on Sunday, a working Sunday belongs to the week that begins."""
    if today.weekday() == 6 and 6 in resident.now.working_days and resident.now.zone in SUNDAY_FIRST:
        return today + DAY
    return today - timedelta(days=today.weekday())


def has_checkin(resident: Resident, monday: date) -> bool:
    """Whether a week had a working day up to the day of its check-in, or up to their first if they only work later."""
    day = max(resident.life(monday).checkin_day, min(resident.life(monday).working_days))
    return any(not resident.is_off(monday + ahead * DAY) for ahead in range(day + 1))


@pytest.fixture
async def played(services: Services, context: Context, directory: FakeDirectory, clock: MovableClock) -> Played:
    clock.now = START
    world, slack = World(services, directory, clock, SEED), FakeSlack()

    async def quiet(_workspace_id: str, people: Sequence[Person], now: datetime) -> Mapping[str, Window]:
        windows = {person.user_id: world.undisturbed_at(person.user_id, now) for person in people}
        return {user_id: window for user_id, window in windows.items() if window is not None}

    engine = build_engine(
        context.database,
        slack,
        MessageParts(context.libraries, quiet=quiet),
        clock=clock,
        wall=clock,
        limits=replace(AT_ONCE, linger=0.0),
        after_delivery=AfterDelivery(context, FakeMessenger()).after_delivery,
    )
    return await play(services, engine, slack, world, clock)


async def test_a_year_of_nine_people(played: Played) -> None:
    assert len(played.world.sent) > 20 * WEEKS, "something happened"
    assert [line for line in played.streaks if line[2] != line[3] or line[4] != line[5]] == []
    assert outside(played) == []
    unasked = Counter(
        (arrival.delivery.recipient, arrival.there.date())
        for arrival in played.world.sent
        if BY_KEY[arrival.delivery.nudge].counts_towards_budget
    )
    assert {slot: number for slot, number in unasked.items() if number > 2} == {}
    assert twice(played) == {}
    assert lost(played) == []
    ended = {delivery.status for delivery in played.deliveries if delivery.due_at < played.world.sent[-1].at - DAY}
    assert ended <= {DeliveryStatus.SENT, DeliveryStatus.WITHHELD}
    assert all(delivery.reason for delivery in played.deliveries if delivery.status is DeliveryStatus.WITHHELD)


def outside(played: Played) -> list[tuple[str, str, datetime]]:
    """What came on a day off, outside somebody's hours, or during Do Not Disturb; except what Start itself sends."""
    wrong = []
    for arrival in played.world.sent:
        at, life = arrival.at, arrival.life
        in_hours = life.start <= arrival.there.time().replace(second=0, microsecond=0) <= life.end
        windows = played.world.people[arrival.delivery.recipient].undisturbed
        is_disturbed = any(first <= at < last for first, last in windows)
        if at > START and (not in_hours or arrival.is_off or is_disturbed):
            wrong.append((arrival.delivery.recipient, arrival.delivery.nudge, arrival.there))
    return wrong


def twice(played: Played) -> dict[tuple[str, str, date], int]:
    """Prompts for one day, and check-ins for one week, that were planned more than once."""
    slots = Counter(
        (delivery.recipient, delivery.nudge, delivery.on if delivery.nudge == PROMPT_PERSON else week(delivery.on))
        for delivery in played.deliveries
        if delivery.nudge in (PROMPT_PERSON, CHECKIN)
    )
    return {slot: number for slot, number in slots.items() if number > 1}


def lost(played: Played) -> list[tuple[str, date]]:
    """A leader's weeks without any check-in, although nothing changed in them and nobody went away."""
    asked = {(delivery.recipient, week(delivery.on)) for delivery in played.deliveries if delivery.nudge == CHECKIN}
    leaders = [resident for resident in played.world.people.values() if resident.position is Position.LEADER]
    return [
        (resident.who.user_id, monday)
        for resident in leaders
        for monday in (FIRST + number * 7 * DAY for number in range(1, WEEKS - 1))
        if is_settled(resident, monday) and has_checkin(resident, monday)
        if (resident.who.user_id, monday) not in asked
    ]


def is_settled(resident: Resident, monday: date) -> bool:
    """Whether nothing changed for somebody in a week and in the one before."""
    before = monday - 7 * DAY
    goes = any(before <= first < monday + 7 * DAY for first, _ in resident.away)
    return not goes and all(resident.life(before + ahead * DAY) == resident.life(before) for ahead in range(14))


def week(on: date) -> date:
    return on - timedelta(days=on.weekday())
