"""Which removal is next, in an order that never changes, and what another process does in the meantime."""

import pytest

from bot.domain.people.removals import Removal
from bot.storage.database import Database
from bot.storage.outbox.removals import any_due
from tests.storage.cases import NOW
from tests.storage.privacy.removal_cases import HELD, KIND, SECOND, claimed, put


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """The quicker database; `test_removals.py` tests both."""
    return sqlite_database


async def test_the_order_is_by_time_and_then_by_the_whole_key(database: Database) -> None:
    later = NOW + SECOND
    in_order = [
        Removal("D2", "2.0", KIND, "b", due_at=NOW), Removal("D1", "2.0", KIND, "b", due_at=later),
        Removal("D2", "1.0", KIND, "b", due_at=later), Removal("D2", "2.0", KIND, "a", due_at=later),
        Removal("D2", "3.0", KIND, "a", due_at=later), Removal("D2", "3.0", KIND, "b", due_at=later),
    ]  # fmt: skip
    await put(database, *reversed(in_order))
    async with database.transaction("T1") as transaction:
        assert await transaction.removals.all() == in_order
    for removal in in_order:
        ((_, first, until),) = await claimed(database, later)
        assert first == removal
        async with database.transaction("T1") as transaction:
            assert await transaction.removals.drop(removal, until)


@pytest.mark.parametrize(
    ("removal", "is_due"),
    [
        pytest.param(Removal("D1", "1.0", KIND, due_at=NOW), True, id="now"),
        pytest.param(Removal("D1", "1.0", KIND, due_at=NOW + SECOND), False, id="later"),
        pytest.param(Removal("D1", "1.0", KIND, due_at=NOW, given_up_at=NOW), False, id="given up"),
    ],
)
async def test_what_is_due_is_claimed(database: Database, removal: Removal, is_due: bool) -> None:
    await put(database, removal, workspace="T2")
    async with database.connection() as connection:
        assert await any_due(connection, NOW) is is_due
    assert await claimed(database) == ([("T2", removal, NOW + HELD)] if is_due else [])


async def test_no_more_workspaces_than_asked_for_are_claimed(database: Database) -> None:
    for workspace_id in ("T1", "T2", "T3"):
        await put(database, Removal("D1", "1.0", KIND, due_at=NOW), workspace=workspace_id)
    assert len(await claimed(database, limit=2)) == 2
    assert len(await claimed(database, limit=2)) == 1


async def test_nothing_is_claimed_beside_what_is_held_in_a_workspace_however_early(database: Database) -> None:
    await put(database, Removal("D1", "1.0", KIND, due_at=NOW))
    await claimed(database)
    await put(database, Removal("D1", "2.0", KIND, due_at=NOW - SECOND))
    await put(database, Removal("D1", "1.0", KIND, due_at=NOW), workspace="T2")
    assert [workspace_id for workspace_id, _, _ in await claimed(database)] == ["T2"]


async def test_only_a_stopped_workspace_waits(database: Database) -> None:
    for workspace_id in ("T1", "T2", "T3"):
        await put(database, Removal("D1", "1.0", KIND, due_at=NOW), workspace=workspace_id)
    for workspace_id, is_stopped in (("T1", True), ("T2", False)):
        async with database.transaction(workspace_id) as transaction:
            await transaction.workspaces.mark_stopped(is_stopped)
    assert {workspace_id for workspace_id, _, _ in await claimed(database)} == {"T2", "T3"}


async def test_what_was_given_up_holds_up_nothing_behind_it(database: Database) -> None:
    waits = Removal("D1", "2.0", KIND, due_at=NOW)
    await put(database, Removal("D1", "1.0", KIND, due_at=NOW - SECOND, given_up_at=NOW), waits)
    assert [removal for _, removal, _ in await claimed(database)] == [waits]
