"""What a restore must not undo is read, and replaces the copy's, in one workspace alone."""

import pytest

from bot.domain.people.safeguards import SafeguardKind
from bot.storage.database import Database
from bot.storage.tables import aggregates, contributors, safeguard_secrets, safeguards
from tests.storage.rows import NOW, RowOf, as_texts, put, row, there

ELSEWHERE = [row(table, "k", "T2") for table in (safeguard_secrets, safeguards, aggregates, contributors)]


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """The quicker database; `test_restored_promises.py` restores whole databases."""
    return sqlite_database


def held(*, secret: str, hashes: str, size: int, people: str) -> list[RowOf]:
    """A workspace with safeguards under these hashes, and a figure about so many people."""
    return [
        row(safeguard_secrets, "k", secret_sealed=secret),
        *(row(safeguards, name, kind=SafeguardKind.SILENT, at=NOW) for name in hashes),
        row(aggregates, "k", size=size),
        *(row(contributors, "k", user_id=user_id) for user_id in people),
    ]


async def test_all_of_a_workspace_is_read(database: Database) -> None:
    await put(database, [*held(secret="s", hashes="ab", size=3, people="123"), *ELSEWHERE])
    async with database.transaction("T1") as transaction:
        rows = await transaction.outlasting.rows()
    assert {table: len(of_table) for table, of_table in rows.items()} == {
        "safeguard_secrets": 1, "safeguards": 2, "figures": 1, "counted": 3,
    }  # fmt: skip
    assert {each["workspace_id"] for of_table in rows.values() for each in of_table} == {"T1"}


@pytest.mark.parametrize("hashes", ["bc", ""], ids=["some", "all taken back since"])
async def test_the_newer_ones_stand_in_the_place_of_the_copys(database: Database, hashes: str) -> None:
    newer = held(secret="new", hashes=hashes, size=6, people="234")
    await put(database, newer)
    async with database.transaction("T1") as transaction:
        rows = await transaction.outlasting.rows()
        await transaction.erasure.of_everything()
    await put(database, [*held(secret="old", hashes="ab", size=3, people="123"), *ELSEWHERE])
    async with database.transaction("T1") as transaction:
        await transaction.outlasting.take_over(rows)
    assert await there(database) == as_texts([*newer, row(contributors, "k", user_id="1"), *ELSEWHERE])


async def test_where_the_newer_one_has_no_secret_the_copys_are_left(database: Database) -> None:
    copy = held(secret="old", hashes="ab", size=3, people="123")
    await put(database, copy)
    async with database.transaction("T2") as transaction:
        nothing = await transaction.outlasting.rows()
    async with database.transaction("T1") as transaction:
        await transaction.outlasting.take_over(nothing)
    assert await there(database) == as_texts(copy)


@pytest.mark.parametrize("kinds", [["silent", "round", "cohort"], ["round", "cohort"]], ids=["a no", "none"])
async def test_a_no_outlasts_the_workspace_with_its_secret_and_nothing_else_does(
    database: Database, kinds: list[str]
) -> None:
    secret = row(safeguard_secrets, "k", secret_sealed="s")
    marks = [row(safeguards, kind, kind=SafeguardKind(kind), at=NOW) for kind in kinds]
    await put(database, [secret, *marks, *ELSEWHERE])
    async with database.transaction("T1") as transaction:
        promises = await transaction.outlasting.promises()
        await transaction.erasure.of_everything()
        await transaction.outlasting.put_back(promises)
    assert await there(database) == as_texts([*([secret, marks[0]] if "silent" in kinds else []), *ELSEWHERE])
