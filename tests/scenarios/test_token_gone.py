"""A token that Slack takes back without notice stops its workspace, and a new installation restarts it."""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.security import served_workspaces
from tests.security.served_workspaces import ServedWorkspaces


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[ServedWorkspaces]:
    async with served_workspaces.opened(tmp_path) as opened:
        for workspace_id in opened.workspaces:
            for user_id in ("U2", "U3"):
                client = opened.client(workspace_id, user_id)
                await opened.try_(client.open_home())
                assert client.home is not None
                await opened.try_(client.press(client.home, "Start"))
                await opened.try_(client.press(client.modal or client.dm()[-1], "I lead salespeople"))
        yield opened
        assert opened.slack.refusals == ()


def tried(two: ServedWorkspaces) -> Counter[str]:
    posts = [one for one in two.slack.traffic if (one.direction, one.name) == ("to_slack", "chat.postMessage")]
    return Counter(one.workspace for one in posts)


async def days(two: ServedWorkspaces, number: int) -> None:
    for _ in range(number * 24):
        two.clock.move(hours=1)
        await two.settle()


async def is_stopped(two: ServedWorkspaces, workspace_id: str) -> bool:
    async with two.bot.database.transaction(workspace_id) as transaction:
        return (await transaction.workspaces.get()).stopped


def received(two: ServedWorkspaces) -> list[int]:
    return [len(two.client("T1", user_id).dm()) for user_id in ("U2", "U3")]


async def test_a_dead_token_is_tried_once_and_a_new_installation_lets_it_go_on(two: ServedWorkspaces) -> None:
    (one,) = [one for one in two.slack.state.installations if one.workspace == "T1"]
    one.dead = "token_revoked"  # and its event is lost
    before = tried(two)
    await days(two, 2)  # the first prompt came with Start, so the next one comes tomorrow
    assert await is_stopped(two, "T1")
    assert two.bot.metrics.registry.get_sample_value("second_chair_tokens_lost") == 1.0, "the alert asks for it"
    assert 1 <= tried(two)["T1"] - before["T1"] <= 2, "who was under way, and nobody after them"
    assert tried(two)["T2"] - before["T2"] == 2

    before = tried(two)
    await days(two, 1)
    assert tried(two)["T1"] == before["T1"]
    assert tried(two)["T2"] > before["T2"]
    async with two.bot.database.transaction("T1") as transaction:
        assert await transaction.people.get("U2") is not None
        assert await transaction.schedules.of("U2"), "nothing of it is forgotten"

    assert "Second Chair is in T1" in await two.install_again("T1")
    assert not await is_stopped(two, "T1")
    rooms = received(two)
    await days(two, 1)
    assert received(two) == [count + 1 for count in rooms]


async def test_what_met_the_dead_token_arrives_with_the_next_one(two: ServedWorkspaces) -> None:
    (one,) = [one for one in two.slack.state.installations if one.workspace == "T1"]
    before, one.dead = tried(two)["T1"], "account_inactive"  # which Slack also says about a person
    while tried(two)["T1"] == before:
        two.clock.move(hours=1)
        await two.settle()
    assert "Second Chair is in T1" in await two.install_again("T1")
    two.clock.move(minutes=1)
    await two.settle()
    assert received(two) == [1, 1], "in the conversations with the new bot user"
