"""What outlasts a deletion can be found again for the people it is about, and reveals them to nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.people.safeguards import SafeguardKind
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import tidy
from bot.storage.maintenance.rekey import rekey
from tests.databases import database  # noqa: F401 - the same on both databases
from tests.statements import statements
from tests.storage.cases import NOW

PAIR = ("U1", "U2")


async def test_it_is_found_by_the_same_people_alone(database: Database) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        await transaction.safeguards.put(SafeguardKind.DECLINED, *PAIR, at=NOW)
    for workspace_id, pair, expected in (("T1", PAIR, True), ("T1", PAIR[::-1], False), ("T2", PAIR, False)):
        async with database.transaction(workspace_id) as transaction:
            assert await transaction.safeguards.holds(SafeguardKind.DECLINED, *pair) is expected
            assert not await transaction.safeguards.holds(SafeguardKind.ASKED, *pair)
            assert not await transaction.safeguards.has_any(SafeguardKind.ASKED)
            assert await transaction.safeguards.number(SafeguardKind.DECLINED, *pair) == 0
    async with database.transaction("T1") as transaction:
        await transaction.safeguards.lift(SafeguardKind.DECLINED, *PAIR)
        assert not await transaction.safeguards.holds(SafeguardKind.DECLINED, *PAIR)


async def test_one_kept_anew_under_another_id_takes_the_place_of_that_one_alone(sqlite_database: Database) -> None:
    silent, asked = SafeguardKind.SILENT, SafeguardKind.ASKED
    async with sqlite_database.transaction("T1") as transaction:
        for kind, user_id in ((silent, "U1"), (silent, "U2"), (asked, "U1")):
            await transaction.safeguards.put(kind, user_id, at=NOW, number=2)
        await transaction.identities.add("U1", "W1")
    async with sqlite_database.transaction("T1") as transaction:
        await transaction.safeguards.put(silent, "W1", at=NOW, number=3)
        assert await transaction.safeguards.number(silent, "W1") == 3
        assert await transaction.safeguards.number(asked, "W1") == 2
        assert await transaction.safeguards.count(silent) == 2


async def test_what_is_counted_up_counts_from_a_moment_on(sqlite_database: Database) -> None:
    reached, later = SafeguardKind.REACHED, NOW + timedelta(hours=1)
    async with sqlite_database.transaction("T1") as transaction:
        safeguards = transaction.safeguards
        assert [await safeguards.count_up(reached, "U1", at=NOW, since=NOW) for _ in range(2)] == [1, 2]
        assert [await safeguards.number(reached, "U1", since=since) for since in (None, NOW, later)] == [2, 2, 0]
        assert await safeguards.count_up(reached, "U1", at=later, since=NOW) == 3  # and it still began at NOW
        assert await safeguards.count_up(reached, "U1", at=later, since=later) == 1
        assert await safeguards.number(reached, "U1") == 1


async def test_moved_under_the_id_that_holds_now_it_holds_as_before(sqlite_database: Database) -> None:
    reached, asked, later = SafeguardKind.REACHED, SafeguardKind.ASKED, NOW + timedelta(days=1)
    async with sqlite_database.transaction("T1") as transaction:
        for at, ids, number in ((later, "U1", 2), (NOW, "V1", 4), (NOW, "W1", 1), (NOW, "U2", 8)):
            await transaction.safeguards.put(reached, ids, at=at, number=number)
        await transaction.safeguards.put(asked, "U2", "U1", at=NOW)
        for former_id in ("U1", "V1"):
            await transaction.identities.add(former_id, "W1")
    async with sqlite_database.transaction("T1") as transaction:
        await transaction.safeguards.keep_under("W1", ["U2", "W1"])
        await transaction.erasure.of_person("W1")
    async with sqlite_database.transaction("T1") as transaction:
        assert await transaction.safeguards.number(reached, "W1") == 7
        assert await transaction.safeguards.at(reached, "W1") == later
        assert await transaction.safeguards.number(reached, "U2") == 8
        assert await transaction.safeguards.holds(asked, "U2", "W1")
        assert not await transaction.safeguards.holds(reached, "U1")


async def test_no_secret_is_made_where_nothing_is_kept(sqlite_database: Database) -> None:
    async with sqlite_database.transaction("T1") as transaction:
        await transaction.safeguards.lift(SafeguardKind.SILENT, "U1")
        assert not await transaction.safeguards.holds(SafeguardKind.SILENT, "U1")
    async with sqlite_database.connection() as connection:
        assert (await connection.execute(text("SELECT * FROM safeguard_secrets"))).all() == []


async def test_a_secret_that_is_there_is_asked_for_once(sqlite_database: Database) -> None:
    async with sqlite_database.transaction("T1") as transaction:
        await transaction.safeguards.put(SafeguardKind.SILENT, "U1", at=NOW)
    async with sqlite_database.transaction("T1") as transaction:
        with statements() as asked:
            assert await transaction.safeguards.count_up(SafeguardKind.USED, "U1", at=NOW, since=NOW) == 1
    assert [statement.split()[0] for statement in asked] == ["SELECT"] * 3 + ["INSERT"]


async def test_nothing_of_it_names_anybody(database: Database) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        await transaction.safeguards.put(SafeguardKind.DECLINED, *PAIR, at=NOW)
        await transaction.safeguards.keep_cohort("U1", ["U2", "U3"], NOW)
    async with database.connection() as connection:
        rows = (await connection.execute(text("SELECT * FROM safeguards"))).all()
        secrets = (await connection.execute(text("SELECT * FROM safeguard_secrets"))).all()
    assert len({row.hash for row in rows}) == len(rows) == 3  # nor does it show that two are about the same person
    assert not any(user_id in str(rows) for user_id in ("U1", "U2", "U3"))
    assert len(database.cipher.open(secrets[0].secret_sealed)) == 64


async def test_cohorts_are_whole_only_where_all_are_asked_for(database: Database) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        await transaction.safeguards.keep_cohort("U1", ["A", "B", "C"], NOW)
        await transaction.safeguards.keep_cohort("U1", ["D", "E", "F"], NOW - timedelta(days=1))
        await transaction.safeguards.keep_cohort("U9", ["A", "D", "G"], NOW)
        whole = await transaction.safeguards.cohorts("U1", ["A", "B", "C", "G"], NOW)
        assert whole == [frozenset("ABC")]
        (part,) = await transaction.safeguards.cohorts("U1", ["A", "G"], NOW)
        assert "A" in part
        assert len(part - {"A"}) == 2
        assert not part & {"B", "C"}
        assert len(await transaction.safeguards.cohorts("U1", list("ABCDEF"), NOW - timedelta(days=1))) == 2
        assert await transaction.safeguards.cohorts("U1", list("ABCDEF"), NOW) == [frozenset("ABC")]


@pytest.mark.parametrize("keys", [1, 2], ids=["the same key", "a new one"])
async def test_a_new_key_finds_it_again(database: Database, keys: int) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        await transaction.safeguards.put(SafeguardKind.SILENT, "U1", at=NOW)
    if keys == 2:
        old, new = new_key(), new_key()
        async with database.connection() as connection:
            await connection.execute(text("DELETE FROM safeguards"))
            await connection.execute(text("DELETE FROM safeguard_secrets"))
        database.cipher = Cipher([old])
        async with database.transaction("T1") as transaction:
            await transaction.safeguards.put(SafeguardKind.SILENT, "U1", at=NOW)
        database.cipher = Cipher([new, old])
        assert (await rekey(database))["safeguard_secrets"].changed == 1
        database.cipher = Cipher([new])
    async with database.transaction("T1") as transaction:
        assert await transaction.safeguards.holds(SafeguardKind.SILENT, "U1")


async def test_without_its_key_it_still_holds_for_what_comes(database: Database) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        await transaction.safeguards.put(SafeguardKind.SILENT, "U1", at=NOW)
    database.cipher = Cipher([new_key()])
    async with database.transaction("T1") as transaction:
        assert not await transaction.safeguards.holds(SafeguardKind.SILENT, "U1")
        await transaction.safeguards.put(SafeguardKind.SILENT, "U2", at=NOW)
    async with database.transaction("T1") as transaction:
        assert await transaction.safeguards.holds(SafeguardKind.SILENT, "U2")


async def test_housekeeping_takes_old_cohorts_and_leaves_a_no(database: Database) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        for user_id in ("U1", "U2", "U3"):
            await transaction.safeguards.put(SafeguardKind.SILENT, user_id, at=NOW - timedelta(days=4000))
            await transaction.safeguards.put(SafeguardKind.REACHED, user_id, at=NOW - timedelta(days=4000), number=3)
        await transaction.safeguards.keep_cohort("U1", ["A", "B", "C"], NOW - timedelta(days=90))
        await transaction.safeguards.keep_cohort("U1", ["D", "E", "F"], NOW - timedelta(days=92))
        await transaction.safeguards.put(SafeguardKind.ROUND, "U1", at=NOW - timedelta(days=2))
        await transaction.safeguards.put(SafeguardKind.ROUND, "U2", at=NOW + timedelta(days=2))
    assert await tidy(database, NOW) == 4
    async with database.transaction("T1") as transaction:
        assert await transaction.safeguards.holds(SafeguardKind.SILENT, "U1")
        assert await transaction.safeguards.number(SafeguardKind.REACHED, "U2") == 3
        assert not await transaction.safeguards.holds(SafeguardKind.ROUND, "U1")
        assert await transaction.safeguards.holds(SafeguardKind.ROUND, "U2")
        assert await transaction.safeguards.cohorts("U1", list("ABCDEF"), NOW - timedelta(days=999)) == [
            frozenset("ABC")
        ]
