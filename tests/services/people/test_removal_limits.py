"""A Slack rate limit holds up only removals that use the same method."""

from datetime import timedelta

import pytest

from bot.domain.people.removals import Removal, RemovalKind
from bot.services.context import Context
from bot.services.people.removal_queue import RemovalQueue
from bot.slack.remover import NotDone
from tests.fakes import MovableClock
from tests.services.people.removers import FakeRemover, queue, slack

__all__ = ["queue", "slack"]

SECOND = timedelta(seconds=1)
READING = {RemovalKind.UNNAME, RemovalKind.THREAD, RemovalKind.OWN, RemovalKind.NAMED}  # which Slack limits separately


async def put(context: Context, *removals: Removal, workspace: str = "T1") -> None:
    async with context.database.transaction(workspace) as transaction:
        await transaction.removals.add(removals)


async def left(context: Context) -> list[Removal]:
    async with context.database.transaction("T1") as transaction:
        return await transaction.removals.all()


@pytest.mark.parametrize("limited", list(RemovalKind), ids=str)
async def test_a_limit_holds_up_what_asks_slack_for_the_same(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover, limited: RemovalKind
) -> None:
    first = Removal("D1", "0.0", limited, due_at=clock() - SECOND, place="9.0", attempts=2, reason="x")
    others = [Removal("D1", f"{number}.0", kind, due_at=clock()) for number, kind in enumerate(RemovalKind, 1)]
    await put(context, first, *others)
    for asked in ("delete", "delete_file", "replace", "message", "page", "thread", "home"):
        slack.refusals[asked] = [NotDone("ratelimited", wait=40)]
    await queue.next_due()
    later = clock() + 40 * SECOND
    held_up = READING if limited in READING else set(RemovalKind) - READING
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
