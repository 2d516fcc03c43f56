"""When we look for people who left Slack, and what a look does if Slack or another process gets in its way."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.people.people import Position, Who
from bot.services.context import Context
from bot.services.people.leavers import Leavers
from bot.services.services import Services
from bot.storage.stores.people import PersonStore
from tests.fakes import FakeDirectory, MovableClock
from tests.services.people.leaving import LEFT, is_held, leavers, tom

__all__ = ["leavers", "tom"]

DAY = timedelta(days=1)
T1_HOUR = 5  # when we ask about the people of T1


async def test_a_workspace_without_a_token_waits_and_each_has_its_hour(
    context: Context, clock: MovableClock, services: Services, directory: FakeDirectory, leavers: Leavers, tom: Who
) -> None:
    await services.people.profile_changed(tom, LEFT)
    directory.profiles[tom] = LEFT
    clock.now += 91 * DAY
    async with context.database.transaction("T1") as transaction:
        await transaction.workspaces.mark_stopped(True)
    assert await leavers.look() == 0
    async with context.database.transaction("T1") as transaction:
        await transaction.workspaces.mark_stopped(False)
    assert await erased_at(context, clock, leavers, tom) == [T1_HOUR]


async def erased_at(context: Context, clock: MovableClock, leavers: Leavers, tom: Who) -> list[int]:
    """The hours (UTC) of a day in which a tick erases Tom."""
    erased: list[int] = []
    for hour in range(24):
        clock.now = clock.now.replace(hour=hour)
        was_held = await is_held(context, tom)
        leavers.tick()
        await asyncio.gather(*others())
        erased += [hour] * (await is_held(context, tom) is not was_held)
    return erased


def others() -> "set[asyncio.Task[Any]]":
    return asyncio.all_tasks() - {asyncio.current_task()}


async def test_all_are_asked_about_in_one_look_and_nobody_once_slack_fails(
    clock: MovableClock,
    directory: FakeDirectory,
    services: Services,
    leavers: Leavers,
    tom: Who,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ann, maria = directory.add("U3", "Ann"), Who("T1", "U1")
    await services.onboarding.position(ann, Position.SALESPERSON)
    for who in (tom, ann):
        await services.people.profile_changed(who, LEFT)
        directory.profiles[who] = LEFT
    del directory.profiles[maria]
    directory.hidden.add(maria)
    asked: list[Who] = []

    async def fails(who: Who) -> None:
        asked.append(who)
        raise RuntimeError("Slack is away")

    clock.now += 91 * DAY
    with monkeypatch.context() as away:
        away.setattr(directory, "profile", fails)
        assert (await leavers.look(), len(asked)) == (0, 1)
    clock.now += 8 * DAY
    assert await leavers.look() == 2


async def test_whom_another_process_asks_about_is_left_to_it(
    clock: MovableClock,
    directory: FakeDirectory,
    services: Services,
    leavers: Leavers,
    tom: Who,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def claim_look(*_args: object) -> bool:
        return False

    await services.people.profile_changed(tom, LEFT)
    directory.profiles[tom] = LEFT
    clock.now += 91 * DAY
    monkeypatch.setattr(PersonStore, "claim_look", claim_look)
    assert await leavers.look() == 0


async def test_stop_ends_a_look_that_is_under_way(
    clock: MovableClock, directory: FakeDirectory, leavers: Leavers, tom: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, never = asyncio.Event(), asyncio.Event()

    async def profile(_who: Who) -> None:
        begun.set()
        await never.wait()

    monkeypatch.setattr(directory, "profile", profile)
    clock.now = (clock.now + 91 * DAY).replace(hour=T1_HOUR)
    leavers.tick()
    await begun.wait()
    await leavers.stop()
    assert others() == set()
