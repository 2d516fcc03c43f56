"""A whole workspace is replanned person by person: a write in between waits for one of them, not for all."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.domain.people.people import Person, PersonStatus, Who
from bot.domain.time.fiscal import QuarterPattern
from bot.nudges import PROMPT_PERSON, RIDEALONG_BRIEF
from bot.services.context import Context
from bot.services.services import Services
from tests.databases import *  # noqa: F403 - every test runs on both databases
from tests.fakes import FakeDirectory, MovableClock
from tests.storage.cases import CHANNEL, RIDE

PEOPLE = ("U1", "U2", "U3", "U4")
MINE = replace(CHANNEL, paused_for=None)


@pytest.fixture
async def admin(context: Context, directory: FakeDirectory, clock: MovableClock) -> Who:
    """The admin of a workspace with people, a channel and a call ahead, for whom nothing is planned yet."""
    async with context.database.transaction("T1") as transaction:
        for user_id in PEOPLE:
            await transaction.people.save(Person("T1", user_id, status=PersonStatus.ACTIVE, prompt_at=time(8, 30)))
        await transaction.channels.save(MINE)
        await transaction.ridealongs.save(replace(RIDE, starts_at=clock.now + timedelta(days=2)))
    return directory.add("U9", "Nora", is_admin=True)


async def installed_again(services: Services, _admin: Who) -> None:
    await services.lifecycle.began("T1")


async def calendar_set(services: Services, admin: Who) -> None:
    await services.pressure.set_calendar(admin, 2, QuarterPattern.WEEKS)


@pytest.mark.parametrize(
    ("act", "rides"), [pytest.param(installed_again, 1, id="install"), pytest.param(calendar_set, 0, id="calendar")]
)
async def test_each_is_replanned_in_a_transaction_of_their_own(
    services: Services, context: Context, admin: Who, act: Callable[[Services, Who], Awaitable[None]], rides: int
) -> None:
    await services.people.meet(admin)
    commits = 0

    def count(_connection: object) -> None:
        nonlocal commits
        commits += 1

    event.listen(Engine, "commit", count)
    try:
        await act(services, admin)
    finally:
        event.remove(Engine, "commit", count)
    assert commits == 1 + len(PEOPLE) + 1 + rides
    async with context.database.reading("T1") as transaction:
        planned = {
            recipient: {plan.nudge for plan in await transaction.schedules.of(recipient)}
            for recipient in (*PEOPLE, MINE.channel_id)
        }
    assert all(PROMPT_PERSON in planned[user_id] for user_id in PEOPLE)
    assert MINE.nudge in planned[MINE.channel_id]
    assert (RIDEALONG_BRIEF in planned["U1"]) is bool(rides)
