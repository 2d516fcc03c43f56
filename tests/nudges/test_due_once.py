"""Every recurring nudge is due exactly once, on an ordinary day, on both daylight-saving days, and after a restart."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from bot.delivery.planner import Planner
from bot.domain.people.people import ChannelNudge, Person, PersonStatus
from bot.domain.time.schedule import (
    DAY,
    SUNDAY,
    WEEK,
    Calendar,
    Rhythm,
    Timetable,
    instant,
    local,
    next_slot_on_or_after,
)
from bot.nudges import NUDGES
from bot.nudges.nudge import Nudge
from bot.services.planning.recurring import replan, replan_channel
from bot.services.planning.working_days import holidays_of
from bot.storage.database import Database

RECURRING = [nudge for nudge in NUDGES if nudge.slot is not None]
ZONE = "Europe/Berlin"
AT = time(2, 30)  # inside the hour that is missing in spring and comes twice in autumn
EVERY_DAY = frozenset(range(7))
BEAT, AWAY_FROM_IT = timedelta(minutes=30), timedelta(hours=6)  # close together where a slot can be
NIGHT = 6  # the hour when that ends and beats come every six hours; all slots are at half past two
MARIA = Person(
    "T1",
    "U1",
    own_zone=ZONE,
    status=PersonStatus.ACTIVE,
    is_leader=True,
    working_days=EVERY_DAY,
    prompt_at=AT,
    checkin_day=SUNDAY,
    checkin_at=AT,
)


def recipient_of(nudge: Nudge[Any]) -> str:
    return "C1" if nudge.in_channels else "U1"


def channel(nudge: Nudge[Any]) -> ChannelNudge:
    days = frozenset({SUNDAY}) if nudge.weekly else EVERY_DAY
    return ChannelNudge("T1", "C1", nudge.key, AT, days, zone=ZONE, set_by="U1")


async def replan_all(database: Database, now: datetime) -> None:
    """Do what every change of settings does."""
    async with database.transaction("T1") as transaction:
        await replan(transaction, MARIA, now)
        for nudge in RECURRING:
            if nudge.in_channels:
                await replan_channel(transaction, channel(nudge), now)


async def timetable(database: Database, nudge: Nudge[Any]) -> Timetable:
    async with database.transaction("T1") as transaction:
        plan = await transaction.schedules.get(recipient_of(nudge), nudge.key)
    assert plan is not None
    assert plan.at is not None
    assert plan.days is not None
    return Timetable(Rhythm(plan.at, plan.days, plan.zone), Calendar(plan.working_days, holidays_of(plan.country)))


def dates(nudge: Nudge[Any], table: Timetable, first: date, last: date) -> set[date]:
    """The local dates from `first` to `last` on which the nudge is due."""
    assert nudge.slot is not None
    days = [first + DAY * number for number in range((last - first).days + 1)]
    slots = [nudge.slot(table, day) for day in days]
    return {slot.on for slot in slots if slot is not None and slot.on <= last}


@pytest.mark.parametrize(
    "sunday",
    [
        pytest.param(date(2026, 6, 14), id="an ordinary day"),
        pytest.param(date(2026, 3, 29), id="the day of 23 hours"),
        pytest.param(date(2026, 10, 25), id="the day of 25 hours"),
    ],
)
async def test_each_is_due_exactly_once(sunday: date, database: Database) -> None:
    """Over eleven days, every half-hour at night, with a restart at every beat, and settings saved again each day."""
    first, last = sunday - WEEK, sunday + 4 * DAY
    now, end = instant(first, time(0), ZONE), instant(last, time(23), ZONE)
    async with database.transaction("T1") as transaction:
        await transaction.people.save(MARIA)
        for nudge in RECURRING:
            if nudge.in_channels:
                await transaction.channels.save(channel(nudge))
    await replan_all(database, now)
    expected = {nudge.key: dates(nudge, await timetable(database, nudge), first, last) for nudge in RECURRING}
    while now <= end:
        await Planner(database).plan(now)
        if now.hour == now.minute == 0:
            await replan_all(database, now)
            await Planner(database).plan(now)
        now += BEAT if local(now, ZONE).hour < NIGHT else AWAY_FROM_IT
    async with database.transaction("T1") as transaction:
        made = {
            nudge.key: await transaction.outbox.of(recipient_of(nudge), [nudge.key], since=first, status=None)
            for nudge in RECURRING
        }
    unwanted = [key for key, slots in expected.items() if not slots]
    assert unwanted == [], "MARIA does not want it, or it is due in none of these eleven days: give it some"
    assert {key: Counter(delivery.on for delivery in rows) for key, rows in made.items()} == {
        key: Counter(slots) for key, slots in expected.items()
    }
    daily = [nudge.key for nudge in RECURRING if nudge.slot is next_slot_on_or_after and not nudge.weekly]
    assert all(sunday in expected[key] for key in daily)
