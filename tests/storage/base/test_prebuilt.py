"""A statement built once gives the same as one built each time, for every value."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Select, select

from bot.domain.checkins.checkins import CheckIn, CheckInAnswer
from bot.storage.base.prebuilt import prebuilt
from bot.storage.database import Database
from bot.storage.tables import checkins

MONDAY, NOON = date(2026, 11, 2), datetime(2026, 11, 2, 12, tzinfo=UTC)


async def test_it_is_made_at_its_first_use_and_then_given_other_values(sqlite_database: Database) -> None:
    made: list[str] = []

    @prebuilt
    def of(workspace_id: str, user_ids: Collection[str], week: date) -> Select[Any]:
        made.append("once")
        c = checkins.c
        return select(c.user_id).where(c.workspace_id == workspace_id, c.user_id.in_(user_ids), c.week == week)

    assert made == []  # importing does nothing
    async with sqlite_database.transaction("T1") as transaction:
        for user_id in ("U1", "U2"):
            await transaction.checkins.save(CheckIn(user_id, MONDAY, CheckInAnswer.LED, NOON))
    async with sqlite_database.connection() as connection:
        asked = [of("T1", {"U1", "U2", "U3"}, MONDAY), of("T1", [], week=MONDAY), of("T2", ("U1",), MONDAY)]
        rows = [(await connection.execute(bound.statement, bound.values)).scalars().all() for bound in asked]
    assert [sorted(user_ids) for user_ids in rows] == [["U1", "U2"], [], []]
    assert made == ["once"]
    vars(of)["cache_clear"]()
    assert (of("T1", ["U1"], MONDAY).values["user_ids"], made) == (["U1"], ["once", "once"])
