"""How fast removals go: thirty messages a minute per workspace, and no faster than Slack allows."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.people.removals import Removal, RemovalKind
from bot.services.context import Context
from bot.services.people.removal_queue import RemovalQueue
from tests.fakes import MovableClock
from tests.services.people.removers import FakeRemover, queue, slack

__all__ = ["queue", "slack"]

SECOND = timedelta(seconds=1)


async def put(context: Context, *removals: Removal, workspace: str = "T1") -> None:
    async with context.database.transaction(workspace) as transaction:
        await transaction.removals.add(removals)


async def everything_ended() -> None:
    """Wait for what is running beside this test."""
    await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))


async def test_a_message_goes_every_two_seconds(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    await put(context, *(Removal("D1", f"{number}.0", RemovalKind.DELETE, due_at=clock()) for number in range(3)))
    for seconds, gone in ((0, 1), (1.99, 1), (0.01, 2)):
        clock.move(seconds=seconds)
        queue.tick()
        await everything_ended()
        assert len(slack.said) == gone


async def test_twenty_workspaces_are_served_side_by_side(
    context: Context, clock: MovableClock, queue: RemovalQueue
) -> None:
    for number in range(21):
        await put(context, Removal("D1", "1.0", RemovalKind.DELETE, due_at=clock()), workspace=f"T{number}")
    assert await queue.next_due() == 20
    assert await queue.next_due() == 1


async def test_what_a_dead_process_held_is_free_after_two_minutes(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    await put(context, Removal("D1", "1.0", RemovalKind.DELETE, due_at=clock()))
    slack.refusals["delete"] = [asyncio.CancelledError()]  # type: ignore[list-item]  # a process that ends in the middle
    with pytest.raises(asyncio.CancelledError):
        await queue.next_due()
    clock.move(seconds=119)
    assert await queue.next_due() == 0
    clock.move(seconds=1)
    assert await queue.next_due() == 1


async def test_one_turn_waits_for_the_other(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    await put(context, *(Removal("D1", f"{number}.0", RemovalKind.DELETE, due_at=clock()) for number in range(2)))
    assert sum(await asyncio.gather(queue.next_due(), queue.next_due())) == 2
    assert len(slack.said) == 2
