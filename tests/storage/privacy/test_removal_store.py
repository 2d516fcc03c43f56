"""A removal is identified by its whole key, and abandoned ones are counted."""

import pytest

from bot.domain.people.removals import Removal, RemovalCount
from bot.storage.database import Database
from tests.storage.cases import NOW
from tests.storage.privacy.removal_cases import HELD, KIND, claimed, put


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """The quicker database; `test_removals.py` tests both."""
    return sqlite_database


async def test_a_newer_wish_takes_it_from_the_one_who_is_at_it(database: Database) -> None:
    removal = Removal("D1", "1.0", KIND, due_at=NOW)
    await put(database, removal)
    ((_, _, until),) = await claimed(database)
    await put(database, removal)
    async with database.transaction("T1") as transaction:
        assert not await transaction.removals.drop(removal, until)
    assert len(await claimed(database)) == 1


async def test_it_is_one_of_its_workspace_conversation_target_and_person(database: Database) -> None:
    own, until = Removal("D1", "1.0", KIND, "a", due_at=NOW), NOW + HELD
    others = [
        Removal("D2", "1.0", KIND, "a", due_at=NOW), Removal("D1", "2.0", KIND, "a", due_at=NOW),
        Removal("D1", "1.0", KIND, "b", due_at=NOW),
    ]  # fmt: skip
    await put(database, own)
    await claimed(database)
    for removal in others:  # all are locked until the same second
        await put(database, removal, workspace=f"T{removal.conversation}{removal.target}{removal.about}")
    await claimed(database)
    async with database.transaction("T1") as transaction:
        for removal in others:
            assert not await transaction.removals.drop(removal, until)
            assert not await transaction.removals.put_back(removal, until)
        await transaction.removals.add(others)
        assert await transaction.removals.put_back(own.after_failure("x", NOW), until)
        assert [removal.attempts for removal in await transaction.removals.all()] == [0, 0, 0, 1]


async def test_what_was_given_up_is_counted_by_reason_the_most_first(database: Database) -> None:
    def given_up(target: str, reason: str) -> Removal:
        return Removal("D1", target, KIND, due_at=NOW, reason=reason, given_up_at=NOW)

    await put(database, *(given_up(f"{number}", reason) for number, reason in enumerate(["b", "c", "c", "a"])))
    await put(database, Removal("D1", "waits", KIND, due_at=NOW, reason="c"))
    await put(database, given_up("1", "c"), workspace="T2")
    async with database.transaction("T1") as transaction:
        counts = await transaction.removals.given_up()
    assert counts == [RemovalCount("c", 2), RemovalCount("a", 1), RemovalCount("b", 1)]


async def test_what_is_looked_for_in_a_conversation_is_dropped_in_it_alone(database: Database) -> None:
    await put(database, Removal("D1", "", KIND, due_at=NOW), Removal("D2", "", KIND, due_at=NOW))
    await put(database, Removal("D1", "", KIND, due_at=NOW), workspace="T2")
    async with database.transaction("T1") as transaction:
        await transaction.removals.forget_conversation("D1")
        await transaction.removals.add([])
        assert [removal.conversation for removal in await transaction.removals.all()] == ["D2"]
    async with database.transaction("T2") as transaction:
        assert len(await transaction.removals.all()) == 1
