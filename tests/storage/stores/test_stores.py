"""What goes into a store comes out unchanged, and only in its own workspace."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.dialects.sqlite import dialect

from bot.domain.people.people import Earlier, Person
from bot.domain.ridealongs.ridealongs import RideAlongState
from bot.domain.time.schedule import Pause
from bot.storage.base.types import EarlierDays
from bot.storage.database import Database
from bot.storage.stores.processed_requests import Begun
from tests.storage.cases import CASES, COMMITMENT, DAY, NOW, PERSON, PRACTICE, REFLECTION, RIDE, Case


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_what_is_saved_twice_is_there_once_and_the_same(database: Database, case: Case) -> None:
    async with database.transaction("T1") as transaction:
        await case.save(transaction)
        await case.save(transaction)
    async with database.transaction("T1") as transaction:
        assert await case.load(transaction) == case.thing


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_another_workspace_sees_nothing_of_it(database: Database, case: Case) -> None:
    async with database.transaction("T1") as transaction:
        await case.save(transaction)
    async with database.transaction("T2") as transaction:
        assert not await case.load(transaction)


async def test_a_pause_is_remembered_and_ended(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        await transaction.people.save(PERSON)
        await transaction.people.pause("U1", Pause(DAY))
        await transaction.people.pause("U1", Pause(DAY + timedelta(days=30), DAY + timedelta(days=40)))
        await transaction.people.end_pause("U1", Pause(DAY), DAY + timedelta(days=2))
        person = await transaction.people.get("U1")
    assert person
    vacation = Pause(DAY + timedelta(days=30), DAY + timedelta(days=40))
    assert person.pauses == (Pause(DAY, DAY + timedelta(days=2)), vacation)


async def test_a_pause_changes_nobody_elses(database: Database) -> None:
    theirs = (Pause(DAY - timedelta(days=9), DAY + timedelta(days=1)), Pause(DAY + timedelta(days=5)))
    async with database.transaction("T1") as transaction:
        await transaction.people.save(replace(PERSON, user_id="U2"))
        for pause in theirs:
            await transaction.people.pause("U2", pause)
        await transaction.people.pause("U1", Pause(DAY))
        await transaction.people.end_pause("U1", theirs[1], DAY)
        person = await transaction.people.get("U2")
    assert person
    assert person.pauses == theirs


async def test_what_failed_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.transaction("T1") as transaction:
            await transaction.people.save(PERSON)
            raise ZeroDivisionError
    async with database.transaction("T1") as transaction:
        assert await transaction.people.get("U1") is None


async def test_nobody_reads_texts_in_the_file(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        await transaction.ridealongs.save(RIDE)
        await transaction.ridealongs.save_reflection(REFLECTION)
        await transaction.commitments.save(COMMITMENT)
        await transaction.answers.save(PRACTICE)
    async with database.engine.connect() as connection:
        rows = [
            str((await connection.execute(text(f"SELECT * FROM {table}"))).all())
            for table in ("ridealongs", "reflections", "commitments", "practices")
        ]
    for words in ("Acme", "tap the pen", "well", "at the price", "deal slips", "ask the rep", "a note"):
        assert not any(words in row for row in rows)


async def test_a_request_is_new_once_until_it_is_forgotten(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        assert [
            await transaction.processed_requests.is_new("event 1", NOW),
            await transaction.processed_requests.is_new("event 1", NOW),
        ] == [True, False]
        await transaction.processed_requests.forget("event 1")
        assert await transaction.processed_requests.is_new("event 1", NOW)


async def test_one_alone_decides_about_a_form_until_it_is_done_or_a_minute_is_over(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        requests = transaction.processed_requests
        begun = [await requests.begin("view 1", NOW), await requests.begin("view 1", NOW + timedelta(seconds=59))]
        begun += [await requests.begin("view 1", NOW + timedelta(seconds=60))]
        begun += [await requests.begin("view 1", NOW + timedelta(seconds=61))]
        await requests.done("view 1")
        begun += [await requests.begin("view 1", NOW + timedelta(minutes=10))]
    assert begun == [Begun.NOW, Begun.UNDECIDED, Begun.NOW, Begun.UNDECIDED, Begun.DONE]


async def test_a_naive_time_is_refused(database: Database) -> None:
    naive = Person("T1", "U1", seen_at=NOW.replace(tzinfo=None))
    with pytest.raises(Exception, match="naive"):
        async with database.transaction("T1") as transaction:
            await transaction.people.save(naive)


def test_what_was_kept_before_the_checkin_day_was_is_still_read() -> None:
    sqlite, column = dialect(), EarlierDays()
    kept = (Earlier(DAY, frozenset({0, 1}), "DE", 4), Earlier(DAY))
    assert column.process_result_value(column.process_bind_param(kept, sqlite), sqlite) == kept
    older = [[DAY.isoformat(), "01", "DE"]]
    assert column.process_result_value(older, sqlite) == (Earlier(DAY, frozenset({0, 1}), "DE"),)


async def test_a_ride_along_knows_its_place_among_those_of_somebody(database: Database) -> None:
    later = [replace(RIDE, id=f"R{number}", starts_at=RIDE.starts_at + timedelta(days=number)) for number in range(3)]
    async with database.transaction("T1") as transaction:
        for ride in later:
            await transaction.ridealongs.save(ride)
        await transaction.ridealongs.save(replace(later[1], state=RideAlongState.CANCELLED))
        places = await transaction.series.places(RIDE.leader_id, ["R0", "R1", "R2"])
        assert places == {"R0": (None, 0), "R1": ("R0", 1), "R2": ("R0", 2)}
        assert await transaction.series.places("U9", ["R2"]) == {"R2": ("R0", 0)}
