"""What is erased for a person, a workspace or by age, row by row: theirs and nobody else's. On both databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from bot.domain.aggregates import AggregateKind
from bot.domain.deliveries import DeliveryStatus
from bot.storage.database import Database
from bot.storage.tables import (
    channel_nudges,
    checkins,
    contributors,
    deliveries,
    draft_answers,
    feedback_answers,
    feedback_rounds,
    installations,
    metadata,
    own_content,
    reflections,
    removals,
    ridealongs,
    schedules,
    selfchecks,
    webhooks,
    workspaces,
)
from tests.databases import database
from tests.storage.cases import REFLECTION, RIDE
from tests.storage.privacy.columns import TEXTS, WHOLE, theirs
from tests.storage.rows import NOW, RowOf, as_texts, put, row, there

__all__ = ["database"]
SECOND, ONE_DAY = timedelta(seconds=1), timedelta(days=1)


async def test_every_row_of_a_person_goes_and_no_other(database: Database) -> None:
    number, mine, others = count(), list[RowOf](), list[RowOf]()
    for table, columns in theirs().items():
        mine += [row(table, f"r{next(number)}", **{column: "U1"}) for column in columns]
        others.append(row(table, f"r{next(number)}"))
        others.append(row(table, f"r{next(number)}", "T2", **dict.fromkeys(columns, "U1")))
    await put(database, [*mine, *others])
    async with database.transaction("T1") as transaction:
        gone = await transaction.erasure.of_person("U1")
    assert gone == {table.name: len(columns) for table, columns in theirs().items()}
    assert await there(database) == as_texts(others)


def beside(workspace_id: str, *, about: bool) -> Iterator[RowOf]:
    """What others have `about` a person, or what only looks like it."""
    calls, rounds = (["r1", "r_1"], ["R1"]) if about else (["r2"], ["R2"])
    kind = AggregateKind.VIEWS
    for call in calls:
        yield row(reflections, call, workspace_id, ridealong_id=call, author_id="U2")
    for round_id in rounds:
        yield row(feedback_answers, "a", workspace_id, round_id=round_id, author_id="U2")
        yield row(contributors, "c", workspace_id, kind=kind, scope=round_id, user_id="U2")
        yield row(draft_answers, "d", workspace_id, form=f"feedback {round_id}", user_id="U2")
    if not about:
        yield row(contributors, "c", workspace_id, kind=AggregateKind.WEEK, scope="R1", user_id="U2")
        yield row(draft_answers, "d", workspace_id, form="R1", user_id="U2")
    subjects = ["r1", "later r1 2", "R1", "U1 1", "r_1"] if about else ["r11", "xr1", "r2", "R2", "U11", "rX1"]
    for number, subject in enumerate(subjects):
        yield row(deliveries, f"{about:d}{number}", workspace_id, subject=subject, recipient="U2")
        yield row(schedules, f"{about:d}{number}", workspace_id, subject=subject, recipient="U2")


def calls_and_rounds(workspace_id: str, leader_id: str, calls: list[str], rounds: list[str]) -> Iterator[RowOf]:
    """The ride-alongs of a leader with U2, and their rounds."""
    for call in calls:
        yield row(ridealongs, "x", workspace_id, id=call, leader_id=leader_id, salesperson_id="U2")
    for round_id in rounds:
        yield row(feedback_rounds, "x", workspace_id, id=round_id, leader_id=leader_id)


async def test_what_others_have_about_a_person_goes_and_what_only_looks_like_it_stays(database: Database) -> None:
    elsewhere = [*beside("T2", about=True), *calls_and_rounds("T2", "U1", ["r1"], ["R1"])]
    stays = [*beside("T1", about=False), *calls_and_rounds("T1", "U7", ["r2"], ["R2"]), *elsewhere]
    await put(database, [*stays, *beside("T1", about=True), *calls_and_rounds("T1", "U1", ["r1", "r_1"], ["R1"])])
    async with database.transaction("T1") as transaction:
        gone = await transaction.erasure.of_person("U1")
    assert gone == {
        "reflections of the other": 2,
        "answers about them": 1,
        "counted about them": 1,
        "answers begun about them": 1,
        "schedules about them": 5,
        "deliveries about them": 5,
        "ridealongs": 2,
        "twin_rounds": 1,
    }
    assert await there(database) == as_texts(stays)


async def test_what_is_about_more_calls_than_are_asked_for_at_once_goes(database: Database) -> None:
    calls = [f"r{number}" for number in range(1100)]
    await put(database, calls_and_rounds("T1", "U1", calls, []))
    await put(database, (row(deliveries, call, subject=call, recipient="U2") for call in calls))
    async with database.transaction("T1") as transaction:
        assert (await transaction.erasure.of_person("U1"))["deliveries about them"] == 1100
    assert await there(database) == []


def listing(names: tuple[str, ...], workspace_id: str, key: str) -> Iterator[RowOf]:
    """Other people's rows that list these people."""
    yield row(checkins, key, workspace_id, developed=names)
    yield row(selfchecks, key, workspace_id, team=names)
    yield row(feedback_rounds, key, workspace_id, invited=names)


async def test_a_person_is_taken_out_of_what_others_list(database: Database) -> None:
    stays = [*listing(("U1", "U2"), "T2", "k1"), *listing(("U2", "U11"), "T1", "k2")]
    await put(database, [*stays, *listing(("U3", "U1", "U2"), "T1", "k1"), *listing(("U1",), "T1", "k3")])
    async with database.transaction("T1") as transaction:
        assert await transaction.erasure.of_person("U1") == {}
    without = [*listing(("U3", "U2"), "T1", "k1"), *listing((), "T1", "k3")]
    assert await there(database) == as_texts([*stays, *without])


def set_up(user_id: str, workspace_id: str, key: str) -> Iterator[RowOf]:
    """What continues without the person who set it up."""
    yield row(channel_nudges, key, workspace_id, set_by=user_id)
    yield row(own_content, key, workspace_id, author_id=user_id)
    if key == "k1":  # a workspace has only one of each
        yield row(installations, key, workspace_id, installer_id=user_id)
        yield row(webhooks, key, workspace_id, made_by=user_id)


async def test_what_a_person_set_up_goes_on_without_their_name(database: Database) -> None:
    stays = [*set_up("U1", "T2", "k1"), *set_up("U7", "T1", "k2")]
    await put(database, [*stays, *set_up("U1", "T1", "k1")])
    async with database.transaction("T1") as transaction:
        assert await transaction.erasure.of_person("U1") == {}
    assert await there(database) == as_texts([*stays, *set_up("", "T1", "k1")])


async def test_a_workspace_that_ends_gets_nothing_any_more(database: Database) -> None:
    def planned(workspace_id: str) -> list[RowOf]:
        return [row(schedules, "s", workspace_id), row(removals, "r", workspace_id)]

    def waits(workspace_id: str, status: DeliveryStatus, reason: str) -> RowOf:
        return row(deliveries, status.value, workspace_id, status=status, reason=reason)

    statuses = set(DeliveryStatus)
    stays = [*planned("T2"), *(waits("T2", status, "") for status in statuses)]
    stays += [waits("T1", status, "") for status in statuses - {DeliveryStatus.PENDING}]
    await put(database, [*stays, *planned("T1"), waits("T1", DeliveryStatus.PENDING, "")])
    async with database.transaction("T1") as transaction:
        await transaction.erasure.of_plans("ended")
    table, values = waits("T1", DeliveryStatus.PENDING, "ended")
    assert await there(database) == as_texts([*stays, (table, values | {"status": DeliveryStatus.WITHHELD})])


async def test_a_workspace_goes_with_every_row(database: Database) -> None:
    of_workspaces = [table for table in metadata.sorted_tables if "workspace_id" in table.c or table is workspaces]
    stays = [row(table, "k", "T2") for table in of_workspaces]
    await put(database, [*stays, *(row(table, "k") for table in of_workspaces)])
    async with database.transaction("T1") as transaction:
        assert await transaction.erasure.left() == len(of_workspaces)
        assert await transaction.erasure.of_everything() == {table.name: 1 for table in of_workspaces}
        assert await transaction.erasure.left() == 0
    assert await there(database) == as_texts(stays)


def written(workspace_id: str, key: str, *, days: int, text: str = "sealed") -> Iterator[RowOf]:
    """A row in every table with texts, written so many days after NOW."""
    at = NOW + days * ONE_DAY
    for name, (when, texts) in TEXTS.items():
        yield row(metadata.tables[name], key, workspace_id, **{when: at}, **dict.fromkeys(texts, text))
    for name, when in WHOLE.items():
        yield row(metadata.tables[name], key, workspace_id, **{when: at.date() if when == "made_on" else at})


async def test_texts_are_emptied_once_they_are_older_than_they_may_be(database: Database) -> None:
    emptied_before = [each for each in written("T1", "k2", days=-1, text="") if each[0].name in TEXTS]
    stays = [*written("T2", "k1", days=-1), *written("T1", "k3", days=0), *emptied_before]
    await put(database, [*stays, *written("T1", "k1", days=-1)])
    async with database.transaction("T1") as transaction:
        assert await transaction.erasure.of_texts(NOW) == len(TEXTS) + len(WHOLE)
    left = [each for each in written("T1", "k1", days=-1, text="") if each[0].name in TEXTS]
    assert await there(database) == as_texts([*stays, *left])


@pytest.mark.parametrize("text", ["answers_sealed", "moment_sealed"])
async def test_a_row_of_which_only_one_text_is_left_is_emptied_too(database: Database, text: str) -> None:
    kept: dict[str, Any] = {"at": NOW - SECOND}
    await put(database, [row(reflections, "k", **kept, **{text: "sealed"})])
    async with database.transaction("T1") as transaction:
        assert await transaction.erasure.of_texts(NOW) == 1
    assert await there(database) == as_texts([row(reflections, "k", **kept)])


@pytest.mark.parametrize("deleted", ["U1", "U2"], ids=["the leader", "the salesperson"])
async def test_what_the_other_wrote_of_a_call_goes_with_it(database: Database, deleted: str) -> None:
    async with database.transaction("T1") as transaction:
        for ride_id, other_id in (("r1", "U2"), ("r2", "U3"), ("r3", "U2")):
            leader_id = "U4" if ride_id == "r3" else "U1"
            await transaction.ridealongs.save(replace(RIDE, id=ride_id, leader_id=leader_id, salesperson_id=other_id))
            for author_id in (leader_id, other_id):
                written = replace(REFLECTION, ridealong_id=ride_id, author_id=author_id)
                await transaction.ridealongs.save_reflection(written)
        await transaction.erasure.of_person(deleted)
        left = {ride_id for ride_id in ("r1", "r2", "r3") if await transaction.ridealongs.reflections(ride_id)}
    assert left == {"r3" if deleted == "U1" else "r2"}
