"""Whether there is room for one more message caused by a colleague, given who somebody is and what was counted."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.people.people import PersonStatus, Who
from bot.domain.people.safeguards import MOST_A_DAY_FROM_COLLEAGUES, MOST_TO_A_NEWCOMER, FromColleagues
from bot.nudges import RIDEALONG_NEWS
from bot.services.context import Context
from bot.services.people.colleague_messages import count_reach, may_reach, reach
from bot.services.services import Services
from tests.fakes import MovableClock
from tests.services.people.stored_people import outbox, stored

NEWS, QUESTIONS = FromColleagues.NEWS, FromColleagues.QUESTIONS


@pytest.fixture(autouse=True)
async def met(services: Services, tom: Who) -> None:
    await services.people.meet(tom)


@pytest.mark.parametrize(
    ("changes", "has_room"),
    [
        ({"status": PersonStatus.NEW}, True),
        ({"status": PersonStatus.WELCOMED}, True),
        ({"status": PersonStatus.ACTIVE}, True),
        ({"status": PersonStatus.STOPPED}, False),
        ({"status": PersonStatus.GONE}, False),
        ({"status": PersonStatus.NEW, "is_guest": True}, False),
        ({"status": PersonStatus.ACTIVE, "is_guest": True}, False),
    ],
)
async def test_who_has_room_for_one(context: Context, tom: Who, changes: dict[str, Any], has_room: bool) -> None:
    person = replace(await stored(context, tom), **changes)
    async with context.database.transaction("T1") as transaction:
        assert await may_reach(context, transaction, person) is has_room
        assert await reach(context, transaction, person, RIDEALONG_NEWS, "R1") is has_room
    assert len(await outbox(context, tom, RIDEALONG_NEWS)) == has_room


@pytest.mark.parametrize(
    ("status", "kind", "other", "most"),
    [
        (PersonStatus.ACTIVE, NEWS, QUESTIONS, MOST_A_DAY_FROM_COLLEAGUES[NEWS]),
        (PersonStatus.ACTIVE, QUESTIONS, NEWS, MOST_A_DAY_FROM_COLLEAGUES[QUESTIONS]),
        (PersonStatus.NEW, NEWS, QUESTIONS, MOST_TO_A_NEWCOMER),
    ],
)
async def test_how_many_there_is_room_for(
    context: Context, clock: MovableClock, tom: Who, status: PersonStatus, kind: FromColleagues, other: FromColleagues,
    most: int,
) -> None:  # fmt: skip
    person = replace(await stored(context, tom), status=status)
    has_room = []
    async with context.database.transaction("T1") as transaction:
        for _ in range(most + 1):
            has_room.append(await may_reach(context, transaction, person, kind))
            await count_reach(context, transaction, person, kind)
        assert has_room == [True] * most + [False]
        assert await may_reach(context, transaction, person, other) is (status is PersonStatus.ACTIVE)
        clock.move(days=1)
        assert await may_reach(context, transaction, person, kind) is (status is PersonStatus.ACTIVE)


async def test_the_same_twice_is_sent_and_counted_once(context: Context, tom: Who) -> None:
    person = await stored(context, tom)
    async with context.database.transaction("T1") as transaction:
        for _ in range(MOST_TO_A_NEWCOMER + 1):
            assert await reach(context, transaction, person, RIDEALONG_NEWS, "R1")
        assert await may_reach(context, transaction, person)
