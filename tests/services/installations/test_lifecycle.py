"""An installation ends in silence at once, comes back whole, and leaves nothing behind after thirty days."""

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.domain.deliveries import Status
from bot.domain.installations.installations import Installation
from bot.domain.people.people import Person, Standing, Workspace
from bot.domain.ridealongs.moments import CoachingMoment
from bot.services.context import Tools
from bot.services.installations.lifecycle import forget_ended, forget_old_texts, keep_house, months_before
from bot.services.planning.recurring import replan
from bot.services.services import Services
from tests.databases import *  # noqa: F403 - every test runs on both databases
from tests.fakes import MovableClock
from tests.storage.cases import CASES

ORG = "E1"


@pytest.fixture
async def installed(tools: Tools, clock: MovableClock) -> Installation:
    """T1 with a leader who gets a daily prompt, and a message that waits."""
    found = Installation("T1", clock.now, "xoxb-1", name="One")
    await put(tools, found)
    person = Person("T1", "U1", standing=Standing.ACTIVE, is_leader=True, prompt_at=time(8, 30))
    async with tools.database.transaction("T1") as memory:
        await memory.people.save(person)
        await replan(memory, person, clock.now)
        await memory.outbox.add(tools.at_once(person, "welcome"))
    return found


async def put(tools: Tools, installation: Installation) -> None:
    async with tools.database.installations() as store:
        await store.save(installation)


async def serving(tools: Tools, workspace_id: str) -> Installation | None:
    async with tools.database.installations() as store:
        return await store.serving(workspace_id)


async def test_the_end_is_silence_at_once(installed: Installation, services: Services, tools: Tools) -> None:
    await services.lifecycle.ended("T1")
    await services.lifecycle.ended("T1")  # app_uninstalled and tokens_revoked come in any order
    async with tools.database.transaction("T1") as memory:
        assert await memory.schedules.of("U1") == []
        assert [one.status for one in await memory.outbox.of("U1", ["welcome"], status=None)] == [Status.WITHHELD]
        assert (await memory.workspaces.get()).stopped
    assert await serving(tools, "T1") is None
    async with tools.database.connection() as connection:
        assert (await connection.execute(text("SELECT token_sealed FROM installations"))).scalar() == ""


async def test_installed_again_everything_is_planned_again(
    installed: Installation, services: Services, tools: Tools, clock: MovableClock
) -> None:
    await services.lifecycle.ended("T1")
    clock.move(days=3)
    await put(tools, replace(installed, installed_at=clock.now))
    await services.lifecycle.began("T1")
    async with tools.database.transaction("T1") as memory:
        assert await memory.schedules.of("U1")
        assert not (await memory.workspaces.get()).stopped
    clock.move(days=40)
    assert await forget_ended(tools.database, clock.now) == 0


async def test_a_late_word_of_the_former_end_ends_nothing_new(
    installed: Installation, services: Services, tools: Tools, clock: MovableClock
) -> None:
    await services.lifecycle.ended("T1", clock.now - timedelta(minutes=5))
    assert await serving(tools, "T1") is not None


async def test_the_end_of_an_organisation_leaves_a_workspaces_own(
    services: Services, tools: Tools, clock: MovableClock
) -> None:
    await put(tools, Installation(ORG, clock.now, "xoxb-org", enterprise_id=ORG, is_org=True))
    await put(tools, Installation("T2", clock.now, "xoxb-own", enterprise_id=ORG))
    for workspace_id in (ORG, "T2"):
        async with tools.database.transaction(workspace_id) as memory:
            await memory.workspaces.save(Workspace(workspace_id, enterprise_id=ORG))
    await services.lifecycle.ended(ORG)
    async with tools.database.transaction(ORG) as memory:
        assert (await memory.workspaces.get()).stopped
    async with tools.database.transaction("T2") as memory:
        assert not (await memory.workspaces.get()).stopped
    clock.move(days=31)
    assert await forget_ended(tools.database, clock.now) == 1
    assert (await rows_of(tools, ORG), await serving(tools, "T2") is not None) == (0, True)


async def test_after_thirty_days_nothing_of_a_workspace_is_left_and_the_log_certifies_it(
    installed: Installation, services: Services, tools: Tools, clock: MovableClock
) -> None:
    for workspace_id in ("T1", "T2"):
        async with tools.database.transaction(workspace_id) as memory:
            for case in CASES.values():
                await case.save(memory)
    await services.lifecycle.ended("T1")
    clock.move(days=29)
    await keep_house(tools.database, clock.now)
    assert await rows_of(tools, "T1") > 0
    clock.move(days=2)
    others = await rows_of(tools, "T2")
    with capture_logs() as logs:
        await keep_house(tools.database, clock.now)
    (certificate,) = [line for line in logs if line["event"] == "workspace_deleted"]
    assert (certificate["workspace"], certificate["tables_left"]) == ("T1", 0)
    assert certificate["rows"]["practices"] == 1
    assert "Acme" not in json.dumps(certificate)
    assert (await rows_of(tools, "T1"), await rows_of(tools, "T2")) == (0, others)


async def rows_of(tools: Tools, workspace_id: str) -> int:
    async with tools.database.transaction(workspace_id) as memory:
        return await memory.erasure.left()


async def test_texts_that_are_too_old_are_emptied(tools: Tools, clock: MovableClock) -> None:
    for workspace_id, months in (("T1", 6), ("T2", 0)):
        async with tools.database.transaction(workspace_id) as memory:
            await memory.workspaces.save(Workspace(workspace_id, text_months=months))
            for name in ("a practice", "a reflection", "a ride-along", "a commitment", "a moment"):
                if name in CASES:
                    await CASES[name].save(memory)
            await memory.moments.save(CoachingMoment("m1", "U1", "U2", clock.now, "C1", "1.2", "good opening"))
    assert await forget_old_texts(tools.database, clock.now) == 0
    clock.move(days=190)
    await forget_old_texts(tools.database, clock.now)
    async with tools.database.transaction("T1") as memory:
        assert await memory.moments.get("m1") is None
        assert [practice.text for practice in await memory.practices.of("U1")] in ([""], [])
        assert [one.answers for one in await memory.ridealongs.reflections("r1")] == [{}]
    async with tools.database.transaction("T2") as memory:
        assert await memory.moments.get("m1") is not None


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [("2026-10-19", 18, "2025-04-19"), ("2026-03-31", 1, "2026-02-28"), ("2028-03-30", 1, "2028-02-29")],
)
def test_months_are_calendar_months(day: str, months: int, before: str) -> None:
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
    assert months_before(moment, months).date().isoformat() == before
