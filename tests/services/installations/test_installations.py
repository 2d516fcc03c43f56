"""Every installed workspace's token is found, tokens are refreshed exactly once, and a state works once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.domain.installations.installations import Installation
from bot.errors import Problem
from bot.services.installations.installations import Installations
from bot.services.installations.upgrades import StoredGrants
from bot.storage.database import Database
from tests.databases import *  # noqa: F403 - every test runs on both databases
from tests.fakes import MovableClock
from tests.oauth import OAuthSlack

URI = "https://chair.example.com/slack/oauth_redirect"
HANGS = 30.0  # seconds, in case somebody waits for ever


@pytest.fixture
async def slack() -> AsyncIterator[OAuthSlack]:
    async with OAuthSlack() as slack:
        yield slack


@pytest.fixture
def installs(database: Database, slack: OAuthSlack, clock: MovableClock) -> Installations:
    return Installations(database, slack.oauth(), clock)


async def another_process(installs: Installations) -> Installations:
    """The same database seen by another process, with locks of its own."""
    return Installations(installs.database, installs.oauth, installs.clock)


async def test_what_was_installed_serves_its_workspace_alone(installs: Installations, slack: OAuthSlack) -> None:
    await installs.complete(slack.code("T1"), URI)
    await installs.complete(slack.code("T2"), URI)
    assert (await installs.token("T1"), await installs.token("T2")) == ("xoxb-1", "xoxb-2")
    assert await installs.token("T3") == ""


ORG: dict[str, Any] = {"team": None, "enterprise": {"id": "E1", "name": "Org"}, "is_enterprise_install": True}


async def test_an_organisation_is_a_workspace_of_its_own(installs: Installations, slack: OAuthSlack) -> None:
    found = await installs.complete(slack.code(**ORG), URI)
    assert (found.workspace_id, found.enterprise_id, found.is_org, found.name) == ("E1", "E1", True, "Org")
    assert await installs.token("E1") == "xoxb-1"
    assert await installs.token("T5") == "", "a workspace is served by what was installed in it alone"
    async with installs.database.transaction("E1") as transaction:
        assert (await transaction.workspaces.get()).enterprise_id == "E1"


async def test_who_looks_for_a_token_waits_for_nobody_who_writes(installs: Installations, slack: OAuthSlack) -> None:
    """Every request and every message needs a token. SQLite has one writer at a time."""
    grants = StoredGrants(installs.database, "https://chair.example.com")
    await installs.complete(slack.code("T1"), URI)
    async with installs.database.transaction("T2"), asyncio.timeout(HANGS):
        assert await installs.token("T1") == "xoxb-1"
        assert await grants.every() == [await grants.lacking("T1")]


async def test_a_workspace_of_it_may_have_its_own_beside_it(installs: Installations, slack: OAuthSlack) -> None:
    await installs.complete(slack.code(**ORG), URI)
    found = await installs.complete(slack.code("T1", enterprise={"id": "E1", "name": "Org"}), URI)
    assert (found.workspace_id, found.enterprise_id, found.is_org) == ("T1", "E1", False)
    assert (await installs.token("T1"), await installs.token("E1")) == ("xoxb-2", "xoxb-1")


async def test_a_code_that_slack_refuses_is_said_in_a_sentence(installs: Installations, slack: OAuthSlack) -> None:
    code = slack.code()
    await installs.complete(code, URI)
    with pytest.raises(Problem, match="spent"):
        await installs.complete(code, URI)
    slack.codes["odd"] = {"rotates": False, "access_token": "xoxp-user", "team": {"id": "T9"}}
    with pytest.raises(Problem, match="refused"):
        await installs.complete("odd", URI)


async def test_nothing_shows_a_token(installs: Installations, slack: OAuthSlack, database: Database) -> None:
    found = await installs.complete(slack.code(rotates=True), URI)
    assert "xox" not in f"{found!r} {installs!r} {found}"
    assert "s3cret" not in repr(installs)
    async with database.connection() as connection:
        rows = (await connection.execute(text("SELECT * FROM installations"))).all()
    assert "xox" not in str(rows)


async def test_of_many_callbacks_with_one_state_one_is_let_in(installs: Installations) -> None:
    state = await installs.begin()
    answers = await asyncio.gather(*(installs.spend(state) for _ in range(100)))
    assert answers.count(True) == 1


async def test_a_state_ends_after_ten_minutes_and_is_forgotten(
    installs: Installations,
    clock: MovableClock,
    database: Database,
) -> None:
    state = await installs.begin()
    clock.move(minutes=10)
    assert not await installs.spend(state)
    assert not await installs.spend("made up")
    await installs.begin()
    async with database.connection() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM oauth_states")) == 1


async def test_concurrent_requests_spend_a_refresh_token_once(
    installs: Installations, slack: OAuthSlack, clock: MovableClock
) -> None:
    await installs.complete(slack.code(rotates=True), URI)
    clock.move(hours=11)
    other = await another_process(installs)
    tokens = await asyncio.gather(*(one.token("T1") for one in (installs, other) * 5))
    assert slack.spent["xoxe-1-1"] == 1
    assert set(tokens) <= {"xoxe.xoxb-1", "xoxe.xoxb-2"}, "the old one still lives for an hour"
    assert await installs.token("T1") == await other.token("T1") == "xoxe.xoxb-2"


async def test_with_an_expired_token_everyone_waits_for_the_one_refresh(
    installs: Installations, slack: OAuthSlack, clock: MovableClock
) -> None:
    await installs.complete(slack.code(rotates=True), URI)
    clock.move(hours=13)
    other = await another_process(installs)
    tokens = await asyncio.gather(*(one.token("T1") for one in (installs, other) * 5))
    assert set(tokens) == {"xoxe.xoxb-2"}
    assert slack.spent["xoxe-1-1"] == 1


@pytest.mark.parametrize("fault", ["internal_error", "invalid_refresh_token"])
async def test_a_refresh_that_fails_leaves_the_old_token_as_long_as_it_lives(
    installs: Installations, slack: OAuthSlack, clock: MovableClock, fault: str
) -> None:
    await installs.complete(slack.code(rotates=True), URI)
    clock.move(hours=11)
    slack.fault = fault
    assert await installs.token("T1") == "xoxe.xoxb-1"
    clock.move(hours=2)
    assert await installs.token("T1") == ""
    slack.fault = ""
    clock.move(hours=1, minutes=1)
    assert await installs.token("T1") == "xoxe.xoxb-2"


async def test_a_workspace_that_stopped_for_want_of_a_token_goes_on_with_a_fresh_one(
    installs: Installations, slack: OAuthSlack, clock: MovableClock
) -> None:
    for name in ("T1", "T2"):
        await installs.complete(slack.code(name, rotates=True), URI)
        await stop(installs.database, name)
    clock.move(hours=13)
    assert await installs.token("T1") != ""
    assert [await is_stopped(installs.database, name) for name in ("T1", "T2")] == [False, True]
    await installs.complete(slack.code("T2", rotates=True), URI)
    assert not await is_stopped(installs.database, "T2")


async def stop(database: Database, workspace_id: str) -> None:
    async with database.transaction(workspace_id) as transaction:
        await transaction.workspaces.mark_stopped(True)


async def is_stopped(database: Database, workspace_id: str) -> bool:
    async with database.transaction(workspace_id) as transaction:
        return (await transaction.workspaces.get()).stopped


async def test_a_reinstall_during_a_refresh_wins(
    installs: Installations, slack: OAuthSlack, clock: MovableClock
) -> None:
    await installs.complete(slack.code(rotates=True), URI)
    clock.move(hours=11)
    slack.answering.clear()
    refreshing = asyncio.create_task(installs.token("T1"))
    await slack.asked.wait()
    async with installs.database.installations() as store:
        await store.save(Installation("T1", clock.now, "xoxb-again", version=1))
    slack.answering.set()
    assert await refreshing == "xoxb-again"


def test_an_end_stays_the_first(clock: MovableClock) -> None:
    found = Installation("T1", clock.now, "xoxb-1", scopes=("commands",))
    assert found.ended(clock.now).ended(clock.now + timedelta(days=1)).ended_at == clock.now
