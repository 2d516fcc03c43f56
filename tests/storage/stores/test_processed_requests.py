"""A request is let through once, and a form is decided by one process at a time. On both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.people.people import Person
from bot.errors import SavedAlreadyError
from bot.storage.base import committed
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import tidy
from bot.storage.stores.processed_requests import Begun

AT = datetime(2026, 10, 19, 6, 30, tzinfo=UTC)
MINUTE, HOUR, SECOND = timedelta(minutes=1), timedelta(hours=1), timedelta(seconds=1)


async def is_new(database: Database, workspace_id: str = "T1") -> bool:
    async with database.transaction(workspace_id) as transaction:
        return await transaction.processed_requests.is_new("trigger", AT)


async def begin(database: Database, key: str, at: datetime) -> Begun:
    async with database.transaction("T1") as transaction:
        return await transaction.processed_requests.begin(key, at)


async def test_a_request_is_new_once_in_each_workspace_for_an_hour(database: Database) -> None:
    assert [await is_new(database), await is_new(database), await is_new(database, "T2")] == [True, False, True]
    await tidy(database, AT + HOUR)
    assert not await is_new(database)
    await tidy(database, AT + HOUR + SECOND)
    assert await is_new(database)


async def test_a_form_is_decided_by_the_next_where_the_first_has_not_within_a_minute(database: Database) -> None:
    assert await begin(database, "form", AT) is Begun.NOW
    assert await begin(database, "other form", AT) is Begun.NOW
    assert await begin(database, "form", AT + MINUTE - SECOND) is Begun.UNDECIDED
    assert await begin(database, "form", AT + MINUTE) is Begun.NOW
    assert await begin(database, "form", AT + MINUTE) is Begun.UNDECIDED
    assert await begin(database, "other form", AT + MINUTE) is Begun.NOW


async def test_a_form_that_the_next_decides_is_known_for_an_hour_from_then(database: Database) -> None:
    await begin(database, "form", AT)
    await begin(database, "form", AT + HOUR)
    await tidy(database, AT + HOUR + SECOND)
    assert await begin(database, "form", AT + HOUR + SECOND) is Begun.UNDECIDED


async def saves(database: Database, user_id: str) -> None:
    """The form "form" is saved: a person is stored."""
    committed.watch("form")
    async with database.transaction("T1") as transaction:
        await transaction.workspaces.ensure()
        await transaction.people.save(Person("T1", user_id))


async def people(database: Database) -> list[str]:
    async with database.reading("T1") as transaction:
        return await transaction.people.all_ids()


async def test_what_a_form_saves_says_so_in_the_same_transaction(database: Database) -> None:
    """So that nothing that goes wrong later lets it be saved again."""
    await begin(database, "form", AT)
    await begin(database, "other form", AT)
    await saves(database, "U1")
    async with database.transaction("T1", aside=True) as transaction:
        for key in ("form", "other form"):
            await transaction.processed_requests.leave(key)
    assert await begin(database, "form", AT + MINUTE) is Begun.DONE
    assert await begin(database, "other form", AT) is Begun.NOW


async def test_what_nobody_asked_for_saves_no_form(database: Database) -> None:
    await begin(database, "form", AT)
    committed.watch("form")
    async with database.transaction("T1", aside=True) as transaction:
        await transaction.workspaces.ensure()
    assert (committed.is_any(), await begin(database, "form", AT)) == (False, Begun.UNDECIDED)


async def test_who_was_taken_for_dead_saves_nothing_that_another_has_saved(database: Database) -> None:
    await begin(database, "form", AT)
    assert await begin(database, "form", AT + MINUTE) is Begun.NOW
    await saves(database, "U2")
    with pytest.raises(SavedAlreadyError):
        await saves(database, "U1")
    assert await people(database) == ["U2"]


async def test_a_form_of_which_nothing_is_known_any_more_is_saved(database: Database) -> None:
    await saves(database, "U1")
    assert await people(database) == ["U1"]


async def test_a_form_that_is_saved_is_done_and_one_that_failed_is_forgotten(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        requests = transaction.processed_requests
        for key in ("saved", "failed", "under way"):
            await requests.begin(key, AT)
        await requests.done("saved")
        await requests.forget("failed")
        found = {key: await requests.begin(key, AT + HOUR) for key in ("saved", "failed", "under way")}
    assert found == {"saved": Begun.DONE, "failed": Begun.NOW, "under way": Begun.NOW}
