"""A former id is replaced in every column that names people, and nothing else changes. On both databases."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Column, Table

from bot.domain.deliveries import DeliveryStatus
from bot.storage.database import Database
from bot.storage.tables import (
    checkins,
    deliveries,
    metadata,
    pauses,
    pressure_weeks,
    reflections,
    ridealongs,
    schedules,
    team_members,
)
from tests.databases import database
from tests.storage.privacy.columns import BETWEEN_TWO, LISTS, SINGLE, WORDS
from tests.storage.rows import DAY, NOW, RowOf, as_texts, put, row, there

__all__ = ["database"]


def of(column: Column[Any], key: str, value: Any, workspace_id: str = "T1") -> RowOf:
    """A row of a column's table with this value in it."""
    assert isinstance(column.table, Table)
    return row(column.table, key, workspace_id, **{column.key: value})


async def rename(database: Database) -> int:
    """How many rows changed when U1 became W1 in T1."""
    async with database.transaction("T1") as transaction:
        return await transaction.renaming.of_person("U1", "W1")


async def test_every_column_that_names_somebody_is_renamed_and_nothing_else(database: Database) -> None:
    stays, former, now = list[RowOf](), list[RowOf](), list[RowOf]()
    for number, column in enumerate(SINGLE):
        if number == 0 or column.table.name not in {"installations", "webhooks"}:
            stays.append(of(column, f"s{number}", "U11"))
        stays.append(of(column, f"s{number}", "U1", f"T2{number}"))
        former.append(of(column, f"r{number}", "U1"))
        now.append(of(column, f"r{number}", "W1"))
    await put(database, [*stays, *former])
    assert await rename(database) == len(SINGLE)
    assert await there(database) == as_texts([*stays, *now])


@pytest.mark.parametrize("column", WORDS, ids=lambda column: column.table.name)
async def test_a_word_of_a_text_is_renamed_and_a_part_of_a_word_is_not(database: Database, column: Column[Any]) -> None:
    subjects = {"U1": "W1", "U1 1": "W1 1", "a U1 b": "a W1 b", "U1 U1": "W1 W1", "U11": "U11", "xU1": "xU1", "": ""}
    elsewhere = [of(column, f"k{number}", subject, "T2") for number, subject in enumerate(subjects)]
    await put(database, [*elsewhere, *(of(column, f"k{number}", subject) for number, subject in enumerate(subjects))])
    assert await rename(database) == 4
    now = (of(column, f"k{number}", subject) for number, subject in enumerate(subjects.values()))
    assert await there(database) == as_texts([*elsewhere, *now])


async def test_what_stands_for_any_letter_in_a_pattern_stands_for_itself(database: Database) -> None:
    stays = [row(schedules, "k1", subject="UX1"), row(deliveries, "k1", subject="UX1")]
    await put(database, [*stays, row(schedules, "k2", subject="U_1"), row(deliveries, "k2", subject="U_1")])
    async with database.transaction("T1") as transaction:
        assert await transaction.renaming.of_person("U_1", "W1") == 2
    now = [row(schedules, "k2", subject="W1"), row(deliveries, "k2", subject="W1")]
    assert await there(database) == as_texts([*stays, *now])


async def test_in_a_list_somebody_stands_once(database: Database) -> None:
    stays, former, now = list[RowOf](), list[RowOf](), list[RowOf]()
    for number, column in enumerate(LISTS):
        stays += [of(column, f"k{number}", ("U1",), f"T2{number}"), of(column, f"o{number}", ("U2", "U11"))]
        former += [of(column, f"k{number}", ("U2", "U1", "U3")), of(column, f"b{number}", ("U1", "W1"))]
        now += [of(column, f"k{number}", ("U2", "W1", "U3")), of(column, f"b{number}", ("W1",))]
    await put(database, [*stays, *former])
    assert await rename(database) == 2 * len(LISTS)
    assert await there(database) == as_texts([*stays, *now])


def between(workspace_id: str, one: str, other: str, key: str) -> list[RowOf]:
    """What there is between two people, with what one of them wrote about their call."""
    rows = [
        row(metadata.tables[table], key, workspace_id, **{one_side: one, other_side: other})
        for table, (one_side, other_side) in BETWEEN_TWO.items()
    ]
    return [*rows, row(reflections, "x", workspace_id, ridealong_id=key)]


async def test_what_somebody_seems_to_have_done_with_themselves_goes(database: Database) -> None:
    stays = [*between("T2", "W1", "W1", "k1"), *between("T1", "W1", "U2", "k2"), *between("T1", "U2", "W1", "k3")]
    await put(database, [*stays, *between("T1", "U1", "W1", "k1"), *between("T1", "W1", "U1", "k4")])
    assert await rename(database) == 2 * len(BETWEEN_TWO)
    assert await there(database) == as_texts(stays)


async def test_where_nothing_changes_nothing_goes(database: Database) -> None:
    stays = [row(team_members, "k", leader_id="W1", salesperson_id="W1"), row(ridealongs, "r", leader_id="U2")]
    await put(database, stays)
    assert await rename(database) == 0
    assert await there(database) == as_texts(stays)


async def test_of_two_rows_of_one_moment_that_of_the_id_that_holds_stays(database: Database) -> None:
    await put(database, [row(checkins, "k", user_id="U1", takeovers=1), row(checkins, "k", user_id="W1", takeovers=2)])
    assert await rename(database) == 1
    assert await there(database) == as_texts([row(checkins, "k", user_id="W1", takeovers=2, at=NOW)])


async def test_of_two_rows_that_do_not_say_when_the_former_one_stays(database: Database) -> None:
    for user_id, is_pressure in (("U1", True), ("W1", False)):
        await put(database, [row(pressure_weeks, "k", user_id=user_id, is_pressure=is_pressure)])
    await put(database, [row(pressure_weeks, "k", "T2", user_id="W1")])
    assert await rename(database) == 1
    stays = [row(pressure_weeks, "k", user_id="W1", is_pressure=True), row(pressure_weeks, "k", "T2", user_id="W1")]
    assert await there(database) == as_texts(stays)


async def test_of_two_messages_of_a_slot_one_that_was_sent_stays(database: Database) -> None:
    stays = {"sent, sent": "U1", "sent, missed": "U1", "missed, sent": "W1", "missed, missed": "U1"}
    for statuses in stays:
        for user_id, status in zip(("U1", "W1"), statuses.split(", "), strict=True):
            values: dict[str, Any] = {"nudge": "n", "subject": statuses, "status": DeliveryStatus(status)}
            await put(database, [row(deliveries, f"{statuses} of {user_id}", recipient=user_id, **values)])
    assert await rename(database) == len(stays)
    left = str(await there(database))
    assert left.count("'id': ") == len(stays)
    assert [statuses for statuses, user_id in stays.items() if f"'id': '{statuses} of {user_id}'" not in left] == []


async def test_of_two_pauses_from_one_day_the_longer_stays(database: Database) -> None:
    for user_id, days in (("U1", 5), ("W1", 3)):
        await put(database, [row(pauses, "p", user_id=user_id, last=DAY + timedelta(days=days))])
    assert await rename(database) == 1
    assert await there(database) == as_texts([row(pauses, "p", user_id="W1", last=DAY + timedelta(days=5))])
