"""After somebody's deletion, other people's Home tabs are redrawn, as far as Slack accepts them."""

import pytest

from bot.blocks.block_kit import View
from bot.clock import Clock
from bot.domain.people.people import Who
from bot.domain.people.removals import Removal, RemovalKind
from bot.errors import Problem
from bot.services.context import Context
from bot.services.people.removal_queue import RemovalQueue
from bot.slack.remover import NotDone
from tests.services.people.removers import FakeRemover, do


async def drawn(context: Context, clock: Clock, slack: FakeRemover) -> list[Removal]:
    return await do(context, clock, slack, "", RemovalKind.HOME, conversation="U2")


async def test_it_is_shown_to_the_one_whose_it_is(context: Context, clock: Clock) -> None:
    slack = FakeRemover()
    assert await drawn(context, clock, slack) == []
    assert slack.said == [("home", "T1", "U2", "U2")]


@pytest.mark.parametrize(
    ("trouble", "is_tried_again"),
    [
        pytest.param(NotDone("ratelimited", wait=30.0), True, id="Slack says when"),
        pytest.param(NotDone("not_enabled"), False, id="Slack does not take it"),
    ],
)
async def test_only_what_slack_asks_to_wait_for_is_tried_again(
    context: Context, clock: Clock, trouble: NotDone, *, is_tried_again: bool
) -> None:
    slack = FakeRemover()
    slack.refusals["home"].append(trouble)
    assert bool(await drawn(context, clock, slack)) is is_tried_again


async def test_somebody_whom_slack_does_not_know_is_left_alone(context: Context, clock: Clock) -> None:
    async def of_nobody(_who: Who) -> View:
        raise Problem("permissions.gone")

    async with context.database.transaction("T1") as transaction:
        await transaction.removals.add([Removal("U2", "", RemovalKind.HOME, due_at=clock())])
    await RemovalQueue(context, FakeRemover(), of_nobody).next_due()
    async with context.database.transaction("T1") as transaction:
        assert await transaction.removals.all() == []
