"""A deletion takes as many statements for two calls as for two hundred."""

from dataclasses import replace

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.services.people.privacy import erase
from bot.storage.database import Database
from tests.databases import database  # noqa: F401 - the same on both databases
from tests.statements import statements
from tests.storage.cases import NOW, PERSON, RIDE


@pytest.mark.parametrize("calls", [2, 200])
async def test_a_deletion_takes_as_many_statements_for_any_number_of_calls(
    database: Database,  # noqa: F811 - the fixture
    calls: int,
) -> None:
    async with database.transaction("T1") as transaction:
        await transaction.people.save(PERSON)
        for number in range(calls):
            await transaction.ridealongs.save(replace(RIDE, id=f"r{number}", salesperson_id="U2"))
            brief = Delivery.of_slot("T1", "U2", "ridealong_brief", f"r{number} 0", NOW.date(), NOW)
            sent = replace(brief, status=DeliveryStatus.SENT, channel_id="D2", ts=f"{number}.0")
            await transaction.outbox.add(sent)
    async with database.transaction("T1") as transaction:
        with statements() as asked:
            gone = await erase(transaction, "U1", NOW)
        steps = await transaction.removals.all()
    assert gone["deliveries about them"] == calls
    assert len([step for step in steps if step.conversation == "D2" and step.target]) == calls
    assert len(asked) < 120, "\n".join(asked)


async def test_of_others_lists_only_those_that_have_them_are_read(database: Database) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        with statements() as asked:
            await erase(transaction, "U1", NOW)
            await transaction.renaming.of_person("U2", "W2")
            await transaction.export.named("U3")
    reading = [words for words in asked if words.startswith("SELECT") and "developed" in words]
    assert reading
    assert all("LIKE" in words or "checkins.user_id = " in words for words in reading), "\n".join(reading)
