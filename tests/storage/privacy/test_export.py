"""An export is what a deletion removes, without what belongs to somebody else. On both databases."""

from typing import Any

import pytest

from bot.domain.aggregates import AggregateKind
from bot.storage.database import Database
from bot.storage.privacy import export
from bot.storage.tables import channel_nudges, coaching_moments, contributors, feedback_rounds, practices
from tests.databases import database
from tests.storage.privacy.columns import theirs
from tests.storage.rows import put, row

__all__ = ["database"]


async def test_every_row_of_a_person_is_exported_and_no_other(database: Database) -> None:
    for number, (table, columns) in enumerate(theirs().items()):
        await put(database, (row(table, f"{number}{column}", **{column: "U1"}) for column in columns))
        await put(database, [row(table, f"{number}"), row(table, f"{number}", "T2", **dict.fromkeys(columns, "U1"))])
    async with database.transaction("T1") as transaction:
        exported = await transaction.export.of_person("U1")
    assert {name: len(rows) for name, rows in exported.items()} == {
        table.name: len(columns) for table, columns in theirs().items()
    }
    assert {each["workspace_id"] for rows in exported.values() for each in rows} == {"T1"}
    assert all("U1" in each.values() for rows in exported.values() for each in rows)


async def test_the_channel_nudges_that_a_person_set_up_are_exported(database: Database) -> None:
    await put(database, [row(channel_nudges, "k1", set_by="U1"), row(channel_nudges, "k2", set_by="U2")])
    await put(database, [row(channel_nudges, "k3", "T2", set_by="U1")])
    async with database.transaction("T1") as transaction:
        exported = await transaction.export.of_person("U1")
    assert {table: [each["channel_id"] for each in rows] for table, rows in exported.items()} == {
        "channel_nudges": ["k1"]
    }


@pytest.mark.parametrize("few", [2, 3, 4])
async def test_rows_come_in_the_order_of_their_keys_with_their_texts_opened(
    database: Database, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "FEW", few)
    sealed = database.cipher.seal("a note")
    await put(database, (row(practices, key, user_id="U1", text_sealed=sealed) for key in ("c", "a", "b")))
    async with database.transaction("T1") as transaction:
        exported = (await transaction.export.of_person("U1"))["practices"]
    assert [(each["delivery_id"], each["text"]) for each in exported] == [
        ("a", "a note"),
        ("b", "a note"),
        ("c", "a note"),
    ]
    assert "text_sealed" not in exported[0]


def test_the_keys_of_every_table_stand_first_in_it() -> None:
    assert [table.name for table in theirs() if [*table.primary_key] != [*table.c][: len(table.primary_key)]] == []


@pytest.mark.parametrize(
    ("author_id", "shared", "has_text"),
    [("U1", False, True), ("U2", True, True), ("U2", False, False)],
    ids=["their own", "shared", "another's"],
)
async def test_a_text_about_a_person_is_its_authors_unless_it_is_shared(
    database: Database, author_id: str, shared: bool, has_text: bool
) -> None:
    given: dict[str, Any] = {"author_id": author_id, "salesperson_id": "U1", "shared": shared}
    await put(database, [row(coaching_moments, "m", text_sealed=database.cipher.seal("good opening"), **given)])
    async with database.transaction("T1") as transaction:
        (exported,) = (await transaction.export.of_person("U1"))["coaching_moments"]
    assert exported.get("text") == ("good opening" if has_text else None)
    assert exported["author_id"] == author_id


async def test_sums_of_fewer_than_three_who_are_left_are_exported_no_more(database: Database) -> None:
    kind, week = AggregateKind.VIEWS, AggregateKind.WEEK
    for round_id in ("two", "three"):
        await put(database, [row(feedback_rounds, "r", id=round_id, leader_id="U1", count=4, sums={"lead": [3, 1]})])
        left = ("U2", "U3") if round_id == "two" else ("U2", "U3", "U4")
        await put(database, (row(contributors, "c", kind=kind, scope=round_id, user_id=who) for who in left))
    await put(database, [row(contributors, "c", kind=week, scope="two", user_id="U5")])
    await put(database, [row(contributors, "c", "T2", kind=kind, scope="two", user_id="U6")])
    async with database.transaction("T1") as transaction:
        exported = (await transaction.export.of_person("U1"))["twin_rounds"]
    assert {each["id"]: (each["count"], each["sums"]) for each in exported} == {
        "two": (0, {}),
        "three": (4, {"lead": [3, 1]}),
    }
