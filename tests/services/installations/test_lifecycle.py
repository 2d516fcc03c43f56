"""An ended installation goes silent at once, comes back whole, and leaves nothing behind after thirty days."""

import json
from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.domain.deliveries import DeliveryStatus
from bot.domain.installations.installations import Installation
from bot.domain.people.people import Person, PersonStatus, Workspace
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.ridealongs.moments import CoachingMoment
from bot.services.context import Context
from bot.services.installations.lifecycle import forget_ended, forget_old_texts, keep_house
from bot.services.planning.recurring import replan
from bot.services.services import Services
from tests.databases import *  # noqa: F403 - every test runs on both databases
from tests.fakes import MovableClock
from tests.storage.cases import CASES, PLAN

ORG = "E1"


@pytest.fixture
async def installed(context: Context, clock: MovableClock) -> Installation:
    """T1, with a leader who gets a daily prompt, and a message that is waiting."""
    found = Installation("T1", clock.now, "xoxb-1", name="One")
    await put(context, found)
    person = Person("T1", "U1", status=PersonStatus.ACTIVE, is_leader=True, prompt_at=time(8, 30))
    async with context.database.transaction("T1") as transaction:
        await transaction.people.save(person)
        await replan(transaction, person, clock.now)
        await transaction.outbox.add(context.at_once(person, "welcome"))
    return found


async def test_a_workspace_that_moves_into_an_organisation_waits_and_goes_on(
    services: Services, context: Context, installed: Installation
) -> None:
    await services.lifecycle.waits("T1")
    async with context.database.transaction("T1") as transaction:
        assert (await transaction.workspaces.get()).stopped
    await services.lifecycle.began("T1")
    async with context.database.transaction("T1") as transaction:
        assert not (await transaction.workspaces.get()).stopped
        assert await transaction.schedules.of("U1")


async def put(context: Context, installation: Installation) -> None:
    async with context.database.installations() as store:
        await store.save(installation)


async def serving(context: Context, workspace_id: str) -> Installation | None:
    async with context.database.installations() as store:
        return await store.serving(workspace_id)


async def test_the_end_is_silence_at_once(installed: Installation, services: Services, context: Context) -> None:
    await services.lifecycle.ended("T1")
    await services.lifecycle.ended("T1")  # app_uninstalled and tokens_revoked come in any order
    async with context.database.transaction("T1") as transaction:
        assert await transaction.schedules.of("U1") == []
        assert [one.status for one in await transaction.outbox.of("U1", ["welcome"], status=None)] == [
            DeliveryStatus.WITHHELD
        ]
        assert (await transaction.workspaces.get()).stopped
    assert await serving(context, "T1") is None
    async with context.database.connection() as connection:
        assert (await connection.execute(text("SELECT token_sealed FROM installations"))).scalar() == ""


async def test_installed_again_everything_is_planned_again(
    installed: Installation, services: Services, context: Context, clock: MovableClock
) -> None:
    await services.lifecycle.ended("T1")
    clock.move(days=3)
    await put(context, replace(installed, installed_at=clock.now))
    await services.lifecycle.began("T1")
    async with context.database.transaction("T1") as transaction:
        assert await transaction.schedules.of("U1")
        assert not (await transaction.workspaces.get()).stopped
    clock.move(days=40)
    assert await forget_ended(context.database, clock.now) == 0


async def test_a_late_word_of_the_former_end_ends_nothing_new(
    installed: Installation, services: Services, context: Context, clock: MovableClock
) -> None:
    await services.lifecycle.ended("T1", clock.now - timedelta(minutes=5))
    assert await serving(context, "T1") is not None


@pytest.mark.parametrize("later", [timedelta(0), timedelta(minutes=5)])
async def test_a_word_of_this_end_ends_it_and_no_turn_of_its_token_counts_any_more(
    installed: Installation, services: Services, context: Context, clock: MovableClock, later: timedelta
) -> None:
    await services.lifecycle.ended("T1", installed.installed_at + later)
    assert await serving(context, "T1") is None
    async with context.database.installations() as store:
        kept = await store.get("T1")
    assert kept is not None
    assert (kept.version, kept.ended_at) == (installed.version + 1, clock.now)


async def test_what_the_operator_set_up_by_hand_is_silent_and_keeps_its_plans(
    services: Services, context: Context, clock: MovableClock
) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.schedules.save(PLAN)
    await services.lifecycle.ended("T1", clock.now)
    async with context.database.transaction("T1") as transaction:
        assert (await transaction.workspaces.get()).stopped
        assert await transaction.schedules.of(PLAN.recipient) == [PLAN]


async def test_the_end_of_an_organisation_leaves_a_workspaces_own(
    services: Services, context: Context, clock: MovableClock
) -> None:
    await put(context, Installation(ORG, clock.now, "xoxb-org", enterprise_id=ORG, is_org=True))
    await put(context, Installation("T2", clock.now, "xoxb-own", enterprise_id=ORG))
    for workspace_id in (ORG, "T2"):
        async with context.database.transaction(workspace_id) as transaction:
            await transaction.workspaces.save(Workspace(workspace_id, enterprise_id=ORG))
    await services.lifecycle.ended(ORG)
    async with context.database.transaction(ORG) as transaction:
        assert (await transaction.workspaces.get()).stopped
    async with context.database.transaction("T2") as transaction:
        assert not (await transaction.workspaces.get()).stopped
    clock.move(days=31)
    assert await forget_ended(context.database, clock.now) == 1
    assert (await rows_of(context, ORG), await serving(context, "T2") is not None) == (0, True)


async def test_after_thirty_days_nothing_of_a_workspace_is_left_and_the_log_certifies_it(
    installed: Installation, services: Services, context: Context, clock: MovableClock
) -> None:
    for workspace_id in ("T1", "T2"):
        async with context.database.transaction(workspace_id) as transaction:
            for case in CASES.values():
                await case.save(transaction)
    await services.lifecycle.ended("T1")
    clock.move(days=29)
    await keep_house(context.database, clock.now)
    assert await rows_of(context, "T1") > 0
    clock.move(days=2)
    others = await rows_of(context, "T2")
    with capture_logs() as logs:
        await keep_house(context.database, clock.now)
    (certificate,) = [line for line in logs if line["event"] == "workspace_deleted"]
    assert (certificate["workspace"], certificate["tables_left"]) == ("T1", 0)
    assert certificate["rows"]["practices"] == 1
    assert "Acme" not in json.dumps(certificate)
    assert (await rows_of(context, "T1"), await rows_of(context, "T2")) == (0, others)


async def test_a_no_outlasts_an_uninstall_of_whatever_length(
    installed: Installation, services: Services, context: Context, clock: MovableClock
) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.people.save(Person("T1", "U2", status=PersonStatus.STOPPED))
        await transaction.identities.add("U0", "U2")
        await transaction.safeguards.put(SafeguardKind.DECLINED, "U1", "U0", at=clock.now)
        await transaction.safeguards.put(SafeguardKind.REACHED, "U3", at=clock.now, number=3)
        await transaction.safeguards.keep_cohort("U1", ["U2", "U3", "U4"], clock.now)
    await services.lifecycle.ended("T1")
    clock.move(days=31)
    assert await forget_ended(context.database, clock.now) == 1
    async with context.database.transaction("T1") as transaction:
        assert await transaction.safeguards.holds(SafeguardKind.SILENT, "U2")
        assert await transaction.safeguards.holds(SafeguardKind.DECLINED, "U1", "U2")
        assert await transaction.safeguards.number(SafeguardKind.REACHED, "U3") == 3
        assert not await transaction.safeguards.has_any(SafeguardKind.COHORT)
        assert await transaction.people.all_ids() == []


async def rows_of(context: Context, workspace_id: str) -> int:
    async with context.database.transaction(workspace_id) as transaction:
        return await transaction.erasure.left()


async def test_texts_that_are_too_old_are_emptied(context: Context, clock: MovableClock) -> None:
    for workspace_id, months in (("T1", 6), ("T2", 0)):
        async with context.database.transaction(workspace_id) as transaction:
            await transaction.workspaces.save(Workspace(workspace_id, text_months=months))
            for name in ("a practice", "a reflection", "a ride-along", "a commitment", "a moment"):
                if name in CASES:
                    await CASES[name].save(transaction)
            await transaction.moments.save(
                CoachingMoment("m1", "U1", "U2", clock.now, "C1", ts="1.2", text="good opening")
            )
    assert await forget_old_texts(context.database, clock.now) == 0
    clock.move(days=190)
    await forget_old_texts(context.database, clock.now)
    async with context.database.transaction("T1") as transaction:
        assert await transaction.moments.get("m1") is None
        assert [practice.text for practice in await transaction.answers.of("U1")] in ([""], [])
        assert [one.answers for one in await transaction.ridealongs.reflections("r1")] == [{}]
    async with context.database.transaction("T2") as transaction:
        assert await transaction.moments.get("m1") is not None
