"""Every ten minutes, what is too old is removed, and each workspace's texts have their turn once a day."""

from datetime import datetime, timedelta
from zlib import crc32

import pytest
from structlog.testing import capture_logs

from bot.domain.people.people import Workspace
from bot.domain.ridealongs.moments import CoachingMoment
from bot.services.context import Context
from bot.services.installations.lifecycle import forget_old_texts, keep_house
from tests.fakes import MovableClock

TEN_MINUTES_OF_A_DAY = 144
# Workspaces whose turn is in the last ten minutes of an hour, so that both hour and minute matter.
LAST_OF_AN_HOUR = [
    key for key in map("T{}".format, range(2000)) if crc32(key.encode()) % TEN_MINUTES_OF_A_DAY % 6 == 5
][:2]


async def write(context: Context, at: datetime, *workspace_ids: str) -> None:
    for workspace_id in workspace_ids:
        async with context.database.transaction(workspace_id) as transaction:
            await transaction.workspaces.save(Workspace(workspace_id, text_months=6))
            await transaction.moments.save(CoachingMoment("m1", "U1", "U2", at, "C1", ts="1.2", text="a good opening"))


async def holds(context: Context, workspace_id: str) -> bool:
    async with context.database.reading(workspace_id) as transaction:
        return await transaction.moments.get("m1") is not None


async def test_a_workspaces_texts_go_in_its_own_ten_minutes(context: Context, clock: MovableClock) -> None:
    (*_, workspace_id) = LAST_OF_AN_HOUR  # not in the first hour
    await write(context, clock.now - timedelta(days=400), workspace_id)
    turn = crc32(workspace_id.encode()) % TEN_MINUTES_OF_A_DAY
    midnight = clock.now.replace(hour=0, minute=0)
    its_own = midnight + timedelta(minutes=turn * 10 + 3)
    for moment in (its_own - timedelta(minutes=10), its_own + timedelta(minutes=10)):
        await keep_house(context.database, moment)
        assert await holds(context, workspace_id)
    await keep_house(context.database, its_own)
    assert not await holds(context, workspace_id)


async def test_over_a_day_each_has_its_turn_and_the_log_counts_them(context: Context, clock: MovableClock) -> None:
    await write(context, clock.now - timedelta(days=400), *LAST_OF_AN_HOUR)
    with capture_logs() as logs:
        emptied = [await forget_old_texts(context.database, clock.now, turn) for turn in range(TEN_MINUTES_OF_A_DAY)]
    assert sum(emptied) == 2
    told = [line["rows"] for line in logs if line["event"] == "old_texts_emptied"]
    assert told == [rows for rows in emptied if rows]


async def test_all_at_once_they_are_counted_together(context: Context, clock: MovableClock) -> None:
    await write(context, clock.now - timedelta(days=400), *LAST_OF_AN_HOUR)
    assert await forget_old_texts(context.database, clock.now) == 2


async def test_the_log_is_emptied_and_old_rows_go(
    context: Context, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    emptied: list[bool] = []

    async def note() -> None:
        emptied.append(True)

    monkeypatch.setattr(context.database, "empty_log", note)
    async with context.database.transaction("T1") as transaction:
        await transaction.drafts.put("U1", "selfcheck", "lead-06", "yes", clock.now - timedelta(days=15))
    await keep_house(context.database, clock.now)
    async with context.database.reading("T1") as transaction:
        assert await transaction.drafts.of("U1", "selfcheck") == {}
    assert emptied == [True]
