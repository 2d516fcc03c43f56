"""The keeper refreshes what is due, settles what a process left behind, and lets everybody know of a lost token."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from bot.domain.installations.installations import REFRESH_AHEAD, REFRESH_TURN, Installation
from bot.metrics import Metrics
from bot.nudges import TOKEN_LOST
from bot.nudges.installations.token_lost import compose
from bot.nudges.nudge import Skip
from bot.services.facts import load_facts
from bot.services.installations.installations import Installations
from bot.services.installations.token_keeper import TokenKeeper
from bot.storage.database import Database
from bot.storage.tables import deliveries
from content.libraries import Libraries
from content.models import Library
from tests.databases import *  # noqa: F403 - every test runs on both databases
from tests.fakes import MovableClock
from tests.oauth import OAuthSlack

URI = "https://chair.example.com/slack/oauth_redirect"


@dataclass
class Heard:
    """What the keeper tells others."""

    settled: list[str] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)

    async def settle(self, installation: Installation) -> None:
        """As `Settling`."""
        self.settled.append(installation.workspace_id)


@pytest.fixture
async def slack() -> AsyncIterator[OAuthSlack]:
    async with OAuthSlack() as slack:
        yield slack


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def installs(database: Database, slack: OAuthSlack, clock: MovableClock, metrics: Metrics) -> Installations:
    return Installations(database, slack.oauth(), clock, metrics.count_refresh)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def keeper(installs: Installations, heard: Heard) -> TokenKeeper:
    return TokenKeeper(installs, heard.settle, heard.lost.append)


async def stored(database: Database, workspace_id: str = "T1") -> Installation:
    async with database.installations() as store:
        found = await store.get(workspace_id)
    assert found is not None
    return found


async def words(database: Database) -> list[tuple[str, str]]:
    """What we are about to tell whom."""
    async with database.connection() as connection:
        rows = await connection.execute(select(deliveries.c.recipient, deliveries.c.nudge))
        return [(row.recipient, row.nudge) for row in rows]


async def test_a_token_is_refreshed_when_half_of_it_is_left_though_nobody_asks(
    keeper: TokenKeeper, installs: Installations, slack: OAuthSlack, clock: MovableClock, database: Database
) -> None:
    await installs.complete(slack.code("T1", rotates=True), URI)
    await installs.complete(slack.code("T2"), URI)
    await keeper.look()
    assert (await stored(database)).version == 0
    clock.move(hours=12 - REFRESH_AHEAD.total_seconds() / 3600, seconds=1)
    await keeper.look()
    assert ((await stored(database)).token, (await stored(database, "T2")).token) == ("xoxe.xoxb-3", "xoxb-2")


async def test_what_another_process_began_is_asked_again_when_its_turn_is_over(
    keeper: TokenKeeper, installs: Installations, slack: OAuthSlack, clock: MovableClock, database: Database
) -> None:
    found = await installs.complete(slack.code("T1", rotates=True), URI)
    clock.move(hours=7)
    async with database.installations() as store:
        assert await store.take_turn(found, clock(), clock() + REFRESH_TURN)
    await keeper.look()
    assert not slack.spent[found.refresh_token]
    clock.move(seconds=REFRESH_TURN.total_seconds())
    await keeper.look()
    assert slack.spent[found.refresh_token] == 1


async def test_a_refusal_is_told_once_to_the_person_who_installed_it(
    keeper: TokenKeeper,
    installs: Installations,
    slack: OAuthSlack,
    clock: MovableClock,
    database: Database,
    heard: Heard,
    metrics: Metrics,
    library: Library,
) -> None:
    await installs.complete(slack.code("T1", rotates=True), URI)
    clock.move(hours=7)
    slack.fault = "invalid_refresh_token"
    for _ in range(2):
        await keeper.look()
        clock.move(hours=1, seconds=1)
    assert await words(database) == [("U1", TOKEN_LOST)]
    assert heard.lost == [1, 1]
    assert b'token_refreshes_total{outcome="refused"} 2.0' in metrics.text()
    async with database.transaction("T1") as transaction:
        lost = await transaction.workspaces.lost()
    assert lost is not None
    assert lost.link == "https://chair.example.com/slack/install?team=T1"
    slack.fault = ""
    await installs.complete(slack.code("T1", rotates=True), URI)
    await keeper.look()
    assert heard.lost[-1] == 0
    async with database.transaction("T1") as transaction:
        assert await transaction.workspaces.lost() is None


async def test_the_word_names_the_link_or_is_kept_back_where_it_was_put_right(
    installs: Installations, slack: OAuthSlack, clock: MovableClock, database: Database, library: Library
) -> None:
    await installs.complete(slack.code("T1", rotates=True), URI)
    clock.move(hours=7)
    slack.fault = "invalid_refresh_token"
    assert await installs.token("T1") == "xoxe.xoxb-1"
    async with database.transaction("T1") as transaction:
        (one,) = await transaction.outbox.of("U1", [TOKEN_LOST], status=None)
        facts = (await load_facts(transaction, Libraries(only=library), [one], clock()))[one.id]
    assert "https://chair.example.com/slack/install?team=T1" in str(compose(facts, library))
    slack.fault = ""
    await installs.complete(slack.code("T1", rotates=True), URI)
    async with database.transaction("T1") as transaction:
        again = await load_facts(transaction, Libraries(only=library), [one], clock())
    assert compose(again[one.id], library) == Skip("put right")


@pytest.mark.parametrize("fault", ["bad_client_secret", "invalid_client_id", "internal_error"])
async def test_what_is_wrong_with_us_or_slack_loses_no_token(
    keeper: TokenKeeper, installs: Installations, slack: OAuthSlack, clock: MovableClock, database: Database, fault: str
) -> None:
    await installs.complete(slack.code("T1", rotates=True), URI)
    clock.move(hours=7)
    slack.fault = fault
    await keeper.look()
    assert (await stored(database)).refused_at is None
    slack.fault = ""
    clock.move(seconds=REFRESH_TURN.total_seconds())
    await keeper.look()
    assert (await stored(database)).token == "xoxe.xoxb-2"


async def test_a_workspace_whose_token_is_over_counts_as_lost_until_it_is_installed_again(
    keeper: TokenKeeper, installs: Installations, slack: OAuthSlack, heard: Heard, database: Database
) -> None:
    for name in ("T1", "T2", "T3"):
        await installs.complete(slack.code(name), URI)
    for name in ("T1", "T2"):
        async with database.transaction(name) as transaction:
            await transaction.workspaces.mark_stopped(True)
    await keeper.look()
    await installs.complete(slack.code("T1"), URI)
    await keeper.look()
    assert heard.lost == [2, 1]


async def test_nobody_is_told_with_a_token_that_is_over(
    keeper: TokenKeeper, installs: Installations, slack: OAuthSlack, clock: MovableClock, database: Database
) -> None:
    await installs.complete(slack.code("T1", rotates=True), URI)
    clock.move(hours=13)
    slack.fault = "invalid_refresh_token"
    await keeper.look()
    assert (await stored(database)).refused_at is not None
    assert await words(database) == []


async def test_an_installation_that_was_left_behind_is_settled_after_a_minute(
    keeper: TokenKeeper,
    installs: Installations,
    slack: OAuthSlack,
    clock: MovableClock,
    heard: Heard,
    database: Database,
) -> None:
    found = await installs.complete(slack.code("T1"), URI)
    await keeper.look()
    assert heard.settled == []
    clock.move(minutes=1, seconds=1)
    await keeper.look()
    assert heard.settled == ["T1"]
    async with database.installations() as store:
        await store.settle(found)
    await keeper.look()
    assert heard.settled == ["T1"]


async def test_a_tick_begins_one_look_at_a_time_and_stopping_waits_for_it(
    keeper: TokenKeeper, installs: Installations, slack: OAuthSlack, clock: MovableClock, heard: Heard
) -> None:
    await installs.complete(slack.code("T1", rotates=True), URI)
    clock.move(hours=7)
    slack.answering.clear()
    keeper.tick()
    await slack.asked.wait()
    clock.move(minutes=1)
    keeper.tick()
    stopping = asyncio.create_task(keeper.stop())
    slack.answering.set()
    await stopping
    assert heard.lost == [0]
    assert await installs.token("T1") == "xoxe.xoxb-2"


async def test_a_clock_put_back_stops_no_refresh(keeper: TokenKeeper, clock: MovableClock, heard: Heard) -> None:
    keeper.tick()
    await keeper.stop()
    clock.move(hours=-2)
    keeper.tick()
    await keeper.stop()
    assert heard.lost == [0, 0]


async def test_a_look_that_fails_stops_no_other(
    keeper: TokenKeeper, database: Database, heard: Heard, clock: MovableClock
) -> None:
    async with database.connection() as connection:
        await connection.run_sync(deliveries.metadata.drop_all)
    keeper.tick()
    await keeper.stop()
    assert heard.lost == []
