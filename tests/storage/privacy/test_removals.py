"""The queue of removals on both databases: one workspace belongs to one process at a time, and rows go in order."""

from datetime import timedelta

from bot.domain.people.removals import REMEMBERED, Removal, RemovalKind
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import tidy
from bot.storage.outbox.removals import claim_removals
from tests.databases import database  # noqa: F401 - the same on both databases
from tests.storage.cases import NOW

HELD = timedelta(minutes=2)


async def put(database: Database, *removals: Removal, workspace: str = "T1") -> None:  # noqa: F811 - the fixture
    async with database.transaction(workspace) as transaction:
        await transaction.removals.add(removals)


def one(target: str, kind: RemovalKind = RemovalKind.DELETE, **later: float) -> Removal:
    return Removal("D1", target, kind, due_at=NOW + timedelta(**later))


async def claimed(database: Database, **later: float) -> list[tuple[str, str]]:  # noqa: F811 - the fixture
    async with database.connection() as connection:
        claims = await claim_removals(connection, NOW + timedelta(**later), HELD, 10)
    return [(workspace_id, removal.target) for workspace_id, removal, _ in claims]


async def test_each_workspace_gives_its_first_and_no_second_meanwhile(database: Database) -> None:  # noqa: F811 - as above
    await put(database, one("2.0"), one("1.0"), one("3.0", minutes=-1), one("4.0", minutes=1))
    await put(database, one("5.0"), workspace="T2")
    assert sorted(await claimed(database)) == [("T1", "3.0"), ("T2", "5.0")]
    assert await claimed(database, seconds=1) == []
    assert sorted(await claimed(database, minutes=3)) == [("T1", "3.0"), ("T2", "5.0")], "of one that died"


async def test_two_processes_at_once_get_no_workspace_twice(database: Database) -> None:  # noqa: F811 - as above
    if not database.is_shared:
        return
    await put(database, one("1.0"), one("2.0"))
    async with database.connection() as first:
        assert len(await claim_removals(first, NOW, HELD, 10)) == 1
        assert await claimed(database) == [], "the other has it, and has not committed yet"


async def test_what_is_ours_no_more_is_neither_dropped_nor_put_back(database: Database) -> None:  # noqa: F811 - as above
    await put(database, one("1.0"))
    async with database.connection() as connection:
        ((_, removal, until),) = await claim_removals(connection, NOW, HELD, 10)
    async with database.transaction("T1") as transaction:
        assert not await transaction.removals.drop(removal, until + HELD)
        assert not await transaction.removals.put_back(removal, until + HELD)
        assert await transaction.removals.drop(removal, until)
        assert not await transaction.removals.put_back(removal, until)


async def test_a_newer_wish_replaces_an_older_one_and_a_find_does_not(database: Database) -> None:  # noqa: F811 - as above
    await put(database, one("1.0", days=2))
    await put(database, one("1.0", RemovalKind.THREAD))
    async with database.transaction("T1") as transaction:
        await transaction.removals.add([one("1.0", RemovalKind.ANSWER)], only_new=True)
        assert await transaction.removals.all() == [one("1.0", RemovalKind.THREAD)]


async def test_what_was_given_up_is_forgotten_in_the_end(database: Database) -> None:  # noqa: F811 - as above
    await put(database, one("1.0").after_failure("cant_delete_message", NOW, is_final=True), one("2.0"))
    await tidy(database, NOW + REMEMBERED)
    async with database.transaction("T1") as transaction:
        assert len(await transaction.removals.all()) == 2
    await tidy(database, NOW + REMEMBERED + HELD)
    async with database.transaction("T1") as transaction:
        assert [removal.target for removal in await transaction.removals.all()] == ["2.0"]
