"""What one or two people do on their own changes nothing that others see."""

import os
import random
from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select

from bot.domain.checkins.checkins import CheckIn
from bot.domain.checkins.insight_facts import AnsweredWeek
from bot.nudges import DIGEST
from bot.services.admin import admin
from bot.services.checkins import aggregates
from bot.services.context import Context
from bot.storage.base.store import fields_of
from bot.storage.stores.checkins import CheckInStore
from bot.storage.tables import checkins
from tests.security.coalition import LEADERS
from tests.security.conspiring import opened
from tests.security.disabled_safeguards import digests_are_of_anybody, presses_are_counted_one_by_one
from tests.security.noninterference import ACTS, ALL_ACTS, World, some_acts
from tests.security.scratch_database import ground

PAIRS, FIRST = (int(os.environ.get(name, usual)) for name, usual in (("ATTACK_PAIRS", "0"), ("ATTACK_FIRST", "0")))


ELSEWHERE = [(kind, user_id, "T2") for kind in ("check_in", "self_check", "pause") for user_id in LEADERS]
Sights = dict[str, str]


async def seen(context: Context, acts: Sequence[tuple[str, ...]], days: int = 0) -> Sights:
    """What the three see of a world in which these things were done, so many days later; nobody has looked before."""
    world = await opened(World, context, 0)
    for act in acts:
        await world.act(*act)
    world.clock.move(days=days)
    return await world.sights()


def apart(sights: Sights, others: Sights) -> list[str]:
    return [name for name in sights if sights[name] != others[name]]


async def test_nobody_sees_what_two_people_of_each_kind_did() -> None:
    """Nor what everybody did in another workspace; seen at once, and a week after some had their data deleted."""
    async with ground() as (context, _):
        assert apart(await seen(context, [*ACTS, *ELSEWHERE]), await seen(context, ())) == []
        assert apart(await seen(context, ALL_ACTS, 7), await seen(context, (), 7)) == []


async def test_nobody_sees_it_in_any_other_order() -> None:
    """At once, or a week later."""
    async with ground() as (context, _):
        nothing_done = [await seen(context, (), days) for days in ((0, 7) if PAIRS else ())]
        for number in range(FIRST, FIRST + PAIRS):
            acts = some_acts(random.Random(number))
            assert not apart(await seen(context, acts, number % 2 * 7), nothing_done[number % 2]), acts


async def differing(acts: Sequence[tuple[str, ...]]) -> set[str]:
    """What differs at once between the world in which these things were done and the one in which nothing was."""
    async with ground() as (context, _):
        return set(apart(await seen(context, acts), await seen(context, ())))


async def test_it_is_seen_where_the_workspace_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async def of_all(store: CheckInStore, week: date) -> list[CheckIn]:
        rows = await store._connection.execute(select(checkins).where(checkins.c.week == week))
        return [CheckIn(**fields_of(row, "workspace_id")) for row in rows]

    monkeypatch.setattr(CheckInStore, "in_week", of_all)
    async with ground() as (context, _):
        world = await opened(World, context, 0)
        before = await world.all_due()
        assert apart(await world.all_due(), before) == []
        for act in ELSEWHERE:
            await world.act(*act)
        assert f"C1 {DIGEST}" in apart(await world.all_due(), before)


async def test_it_is_seen_without_guards(monkeypatch: pytest.MonkeyPatch) -> None:
    digests_are_of_anybody(monkeypatch)
    presses_are_counted_one_by_one(monkeypatch)
    monkeypatch.setattr(aggregates, "FOR_LEADER", 1)
    monkeypatch.setattr(admin, "AFTER_ANSWERS", ())
    monkeypatch.setattr(admin, "NOT_COUNTED", ())
    a_leader_is_told_of_others(monkeypatch)
    acts = [("check_in", "U4"), ("details", "U4"), ("check_in", "U5"), ("press", "U2"), ("miss_messages", "U5")]
    assert {
        "what would come now", "prompts.facts of U6", "insights.facts of U1", "letters.facts of U1", "pictures of U1",
        "development.facts of U1", "admin.unreached of U0",
    } <= await differing(acts)  # fmt: skip


def a_leader_is_told_of_others(patch: pytest.MonkeyPatch) -> None:
    """Letters, insights and the development map's picture use everybody's answers."""
    everybody = [f"U{number}" for number in range(1, 8)]
    about_team, named_by = CheckInStore.about_team, CheckInStore.named_by

    async def of_all(store: CheckInStore, _user_id: str, first: date) -> list[AnsweredWeek]:
        return [week for user_id in everybody for week in await about_team(store, user_id, first)]

    async def by_all(store: CheckInStore, _user_id: str, team: Sequence[str], first: date) -> dict[str, list[date]]:
        by_each = [await named_by(store, user_id, team, first) for user_id in everybody]
        return {user_id: [week for named in by_each for week in named.get(user_id, ())] for user_id in team}

    patch.setattr(CheckInStore, "about_team", of_all)
    patch.setattr(CheckInStore, "named_by", by_all)
