"""How quickly removals go: thirty messages a minute in a workspace, and no quicker than Slack allows."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.people.removals import LOOKS, Removal, RemovalKind
from bot.services.context import Context
from bot.services.people.removal_queue import RemovalQueue
from bot.slack.remover import NotDone
from tests.fakes import MovableClock
from tests.services.people.removers import FakeRemover

SECOND = timedelta(seconds=1)


@pytest.fixture
def slack() -> FakeRemover:
    return FakeRemover()


@pytest.fixture
def queue(context: Context, slack: FakeRemover) -> RemovalQueue:
    return RemovalQueue(context, slack)


async def put(context: Context, *removals: Removal, workspace: str = "T1") -> None:
    async with context.database.transaction(workspace) as transaction:
        await transaction.removals.add(removals)


async def left(context: Context) -> list[Removal]:
    async with context.database.transaction("T1") as transaction:
        return await transaction.removals.all()


async def everything_ended() -> None:
    """Wait for what goes on beside this test."""
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


@pytest.mark.parametrize("limited", list(RemovalKind), ids=str)
async def test_a_limit_holds_up_what_asks_slack_for_the_same(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover, limited: RemovalKind
) -> None:
    first = Removal("D1", "0.0", limited, due_at=clock() - SECOND, place="9.0", attempts=2, reason="x")
    others = [Removal("D1", f"{number}.0", kind, due_at=clock()) for number, kind in enumerate(RemovalKind, 1)]
    await put(context, first, *others)
    for asked in ("delete", "delete_file", "replace", "message", "page", "thread"):
        slack.refusals[asked] = [NotDone("ratelimited", wait=40)]
    await queue.next_due()
    later = clock() + 40 * SECOND
    held_up = LOOKS if limited in LOOKS else set(RemovalKind) - LOOKS
    steps = await left(context)
    assert {step.kind for step in steps if step.due_at == later and step.target != "0.0"} == held_up
    (same,) = (step for step in steps if step.target == "0.0")
    assert (same.due_at, same.attempts, same.reason) == (later, 2, "x")


async def test_what_was_given_up_or_waits_for_longer_is_not_moved_by_a_limit(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    now, kind = clock(), RemovalKind.DELETE
    stays = [
        Removal("D1", "1.0", kind, due_at=now, given_up_at=now),
        Removal("D1", "2.0", kind, due_at=now + 41 * SECOND),
    ]
    await put(context, Removal("D1", "0.0", kind, due_at=now), *stays)
    slack.refusals["delete"] = [NotDone("ratelimited", wait=40)]
    await queue.next_due()
    assert [step for step in await left(context) if step.target != "0.0"] == stays


async def test_one_turn_waits_for_the_other(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    await put(context, *(Removal("D1", f"{number}.0", RemovalKind.DELETE, due_at=clock()) for number in range(2)))
    assert await asyncio.gather(queue.next_due(), queue.next_due()) == [1, 1]
    assert len(slack.said) == 2
