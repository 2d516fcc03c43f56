"""An organisation closes a team to us and opens it again: who is cut off, and what goes on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.blocks.block_kit import Message
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import ChannelNudge, Person, PersonStatus, Who
from bot.domain.time.schedule import WORKDAYS
from bot.nudges import BY_KEY, FEEDBACK_REQUEST, PROMPT_CHANNEL, PROMPT_PERSON, RIDEALONG_NEWS
from bot.nudges.nudge import Skip
from bot.services.context import Context
from bot.services.facts import load_facts
from bot.services.planning.recurring import replan_channel
from bot.services.services import Services
from bot.slack.directory import profile_of
from content.libraries import Libraries
from content.models import Library
from tests.databases import *  # noqa: F403 - every test runs on both databases
from tests.fakes import MovableClock

TEAMS = {"U1": ("T1",), "U2": ("T1", "T2"), "U3": ("T2",), "U4": ()}


@pytest.fixture(autouse=True)
async def people(context: Context) -> None:
    async with context.database.transaction("E1") as transaction:
        for user_id, teams in TEAMS.items():
            await transaction.people.save(Person("E1", user_id, status=PersonStatus.ACTIVE, teams=teams))
            channel = ChannelNudge("E1", f"C{user_id}", PROMPT_CHANNEL, time(9), WORKDAYS, zone="UTC", set_by=user_id)
            await transaction.channels.save(channel)
            await replan_channel(transaction, channel, context.clock())
    async with context.database.transaction("E2") as transaction:
        await transaction.people.save(Person("E2", "U1", status=PersonStatus.ACTIVE, teams=("T1",)))


async def cut_off(context: Context, organisation: str = "E1") -> set[str]:
    async with context.database.transaction(organisation) as transaction:
        return {one.user_id for one in await transaction.people.some(TEAMS) if one.cut_off}


async def silent_channels(context: Context) -> dict[str, str]:
    async with context.database.transaction("E1") as transaction:
        found = await transaction.channels.all()
        planned = {one.channel_id for one in found if await transaction.schedules.of(one.channel_id)}
    assert planned == {one.channel_id for one in found if not one.paused_for}
    return {one.channel_id: one.paused_for for one in found if one.paused_for}


async def test_somebody_who_is_in_no_other_team_is_cut_off_until_it_is_granted(
    services: Services, context: Context
) -> None:
    await services.access.changed("E1", ["T1"], granted=False)
    await services.access.changed("E1", ["T1"], granted=False)
    assert await cut_off(context) == {"U1"}
    assert await silent_channels(context) == {"CU1": "team_access_not_granted"}
    assert await cut_off(context, "E2") == set()
    await services.access.changed("E1", ["T2", "T3"], granted=False)
    assert await cut_off(context) == {"U1", "U2", "U3"}
    await services.access.changed("E1", ["T1", "T2"], granted=True)
    assert await cut_off(context) == set()
    assert await silent_channels(context) == {}


async def test_an_older_word_that_comes_late_changes_nothing(
    services: Services, context: Context, clock: MovableClock
) -> None:
    await services.access.changed("E1", ["T1"], granted=True, at=clock.now)
    await services.access.changed("E1", ["T1"], granted=False, at=clock.now - timedelta(minutes=1))
    assert await cut_off(context) == set()


async def test_of_whom_no_team_is_known_a_refusal_decides_and_a_grant_tries_again(
    services: Services, context: Context
) -> None:
    async with context.database.transaction("E1") as transaction:
        (person,) = await transaction.people.some(["U4"])
        await transaction.people.save(replace(person, cut_off=True))
    await services.access.changed("E1", ["T1"], granted=False)
    assert await cut_off(context) == {"U1", "U4"}
    await services.access.changed("E1", ["T9"], granted=True)
    assert await cut_off(context) == {"U1"}


async def test_a_channel_that_is_paused_for_something_else_stays_so(services: Services, context: Context) -> None:
    async with context.database.transaction("E1") as transaction:
        nudge = await transaction.channels.get("CU1", PROMPT_CHANNEL)
        assert nudge is not None
        paused = replace(nudge, paused_for="is_archived")
        await transaction.channels.save(paused)
        await replan_channel(transaction, paused, context.clock())
    for granted in (False, True):
        await services.access.changed("E1", ["T1"], granted=granted)
        assert await silent_channels(context) == {"CU1": "is_archived"}


@pytest.mark.parametrize(
    ("teams", "is_out"),
    [(["T1"], True), (["T1", "T2"], False), ([], True)],
    ids=["still there", "moved", "Slack does not say"],
)
async def test_somebody_who_moves_to_an_open_team_hears_from_us_again(
    services: Services, context: Context, teams: list[str], is_out: bool
) -> None:
    await services.access.changed("E1", ["T1"], granted=False)
    user = {"id": "U1", "name": "ada", "enterprise_user": {"enterprise_id": "E1", "teams": teams}}
    await services.people.changed(Who("E1", "U1"), user)
    assert await cut_off(context) == ({"U1"} if is_out else set())


def test_the_teams_of_somebody_matter_only_where_their_organisation_installed_us() -> None:
    user = {"id": "U1", "enterprise_user": {"enterprise_id": "E1", "teams": ["T1", "T2"]}}
    assert profile_of(user, "E1").teams == ("T1", "T2")
    assert profile_of(user, "T1").teams == ()


async def said(context: Context, library: Library, user_ids: Sequence[str]) -> list[str]:
    now = context.clock()
    batch = [Delivery(one, "E1", one, PROMPT_PERSON, "", on=now.date(), due_at=now) for one in user_ids]
    async with context.database.transaction("E1") as transaction:
        found = await load_facts(transaction, Libraries(only=library), batch, now)
    messages = [BY_KEY[PROMPT_PERSON].message(found[one], library) for one in user_ids]
    assert all(isinstance(one, Message | Skip) for one in messages)
    return [one.reason if isinstance(one, Skip) else "a prompt" for one in messages]


async def test_what_is_due_to_them_meanwhile_is_withheld_with_the_reason(
    services: Services, context: Context, library: Library
) -> None:
    await services.access.changed("E1", ["T1"], granted=False)
    assert await said(context, library, ["U1", "U2"]) == ["team access revoked", "a prompt"]


async def withheld(context: Context, user_id: str, nudge: str, reason: str = "team access revoked") -> None:
    at = context.clock()
    kept_from_them = Delivery.of_slot(
        "E1", user_id, nudge, "S1", at.date(), at, status=DeliveryStatus.WITHHELD, reason=reason
    )
    async with context.database.transaction("E1") as transaction:
        await transaction.outbox.add(kept_from_them)


async def due_now(context: Context) -> set[tuple[str, str]]:
    """What waits for its turn at this moment: to whom, and which nudge."""
    async with context.database.transaction("E1") as transaction:
        theirs = await transaction.outbox.of_each(
            TEAMS, [FEEDBACK_REQUEST, RIDEALONG_NEWS, PROMPT_PERSON], since=date.min, status=DeliveryStatus.PENDING
        )
    waiting = {delivery for deliveries in theirs.values() for delivery in deliveries}
    assert all((delivery.due_at, delivery.reason) == (context.clock(), "") for delivery in waiting)
    return {(delivery.recipient, delivery.nudge) for delivery in waiting}


async def test_what_colleagues_asked_meanwhile_comes_once_their_team_is_let_in(
    services: Services, context: Context, clock: MovableClock
) -> None:
    await services.access.changed("E1", ["T1", "T2"], granted=False)
    for user_id in ("U1", "U3"):
        for nudge in (FEEDBACK_REQUEST, RIDEALONG_NEWS, PROMPT_PERSON):
            await withheld(context, user_id, nudge)
    await withheld(context, "U2", FEEDBACK_REQUEST, "answered")
    clock.move(days=9)
    await services.access.changed("E1", ["T1"], granted=True)
    assert await due_now(context) == {("U1", FEEDBACK_REQUEST)}


async def test_it_comes_to_somebody_who_moves_to_an_open_team_too(
    services: Services, context: Context, clock: MovableClock
) -> None:
    await services.access.changed("E1", ["T1"], granted=False)
    await withheld(context, "U1", FEEDBACK_REQUEST)
    clock.move(days=9)
    user = {"id": "U1", "name": "ada", "enterprise_user": {"enterprise_id": "E1", "teams": ["T2"]}}
    await services.people.changed(Who("E1", "U1"), user)
    assert await due_now(context) == {("U1", FEEDBACK_REQUEST)}
