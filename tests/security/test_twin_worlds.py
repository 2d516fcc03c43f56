"""What one or two people do by themselves changes nothing that others see."""

import asyncio
import os
import random
from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select

from bot.domain.checkins.checkins import CheckIn
from bot.services.checkins import aggregates
from bot.storage.base.store import fields_of
from bot.storage.stores.checkins import CheckInStore
from bot.storage.tables import checkins
from tests.security.coalition import LEADERS
from tests.security.conspiring import opened
from tests.security.ground import ground
from tests.security.twin_worlds import ACTS, World, some_acts
from tests.security.weakened import digests_are_of_anybody, presses_are_counted_one_by_one

PAIRS, FIRST = (int(os.environ.get(name, usual)) for name, usual in (("ATTACK_PAIRS", "0"), ("ATTACK_FIRST", "0")))


async def differing(acts: Sequence[tuple[str, ...]]) -> list[str]:
    """What differs between the world in which these things were done and the one in which nothing was."""
    worlds = []
    async with ground() as (context, _):
        for happened in (acts, ()):
            world = await opened(World, context, 0)
            for act in happened:
                await world.act(*act)
            soon = await world.sights()
            world.clock.move(days=7)
            worlds.append((soon, await world.sights()))
    return [name for one, other in zip(*worlds, strict=True) for name in one if one[name] != other[name]]


async def test_nobody_sees_what_two_people_of_each_kind_did() -> None:
    assert await differing(ACTS) == []


def test_nobody_sees_it_in_any_other_order() -> None:
    stories = [some_acts(random.Random(number)) for number in range(FIRST, FIRST + PAIRS)]
    assert [story for story in stories if asyncio.run(differing(story))] == []


ELSEWHERE = [(kind, user_id, "T2") for kind in ("check_in", "self_check", "pause") for user_id in LEADERS]


async def test_nobody_sees_what_everybody_did_in_another_workspace() -> None:
    assert await differing(ELSEWHERE) == []


async def test_it_is_seen_where_the_workspace_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async def of_all(store: CheckInStore, week: date) -> list[CheckIn]:
        rows = await store._connection.execute(select(checkins).where(checkins.c.week == week))
        return [CheckIn(**fields_of(row, "workspace_id")) for row in rows]

    monkeypatch.setattr(CheckInStore, "in_week", of_all)
    assert "digest" in await differing(ELSEWHERE)


async def test_it_is_seen_without_guards(monkeypatch: pytest.MonkeyPatch) -> None:
    digests_are_of_anybody(monkeypatch)
    presses_are_counted_one_by_one(monkeypatch)
    monkeypatch.setattr(aggregates, "FOR_LEADER", 1)
    seen = await differing([("check_in", "U4"), ("check_in", "U5"), ("press", "U2")])
    assert {"digest", "channel's prompt of U6"} <= set(seen)
