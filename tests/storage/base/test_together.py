"""Dates and instants that the database gives as one text are those that were written, on both databases."""

import time
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.storage.base.together import dates_of, moments_of, together
from bot.storage.database import Database, reading
from bot.storage.tables import deliveries
from tests.storage.stores.sent import ALL, put


async def test_what_was_written_is_read(database: Database) -> None:
    await put(database, *ALL)
    c = deliveries.c
    async with reading(database.engine) as connection:
        statement = select(together(c.on), together(c.due_at)).where(c.workspace_id == "T1")
        days, moments = (await connection.execute(statement)).one()
    assert sorted(dates_of(days)) == sorted(delivery.on for delivery in ALL)
    assert sorted(moments_of(moments)) == sorted(delivery.due_at for delivery in ALL)


@pytest.mark.parametrize("text", [None, ""], ids=["none", "an empty text"])
def test_where_there_are_none_there_are_none(text: str | None) -> None:
    assert (dates_of(text), moments_of(text)) == ([], [])


def test_an_instant_is_utc_whatever_the_zone_of_the_connection_or_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    nine = datetime(2026, 10, 19, 9, tzinfo=UTC)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        read = moments_of("2026-10-19 09:00:00.000000,2026-10-19 11:00:00+02")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert read == [nine, nine]
    assert {at.tzinfo for at in read} == {UTC}
    assert dates_of("2026-10-19,2026-10-12") == [date(2026, 10, 19), date(2026, 10, 12)]
