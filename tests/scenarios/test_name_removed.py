"""What belongs to somebody else stays theirs without the name, in the language that they read."""

from dataclasses import replace

import pytest

from tests.office import Office
from tests.scenarios.calls import deletes


async def says_whom_she_developed(office: Office) -> None:
    """Maria's answered check-in is in her conversation, with Tom and Lea in it."""
    maria = office.as_("maria")
    await maria.client.send("dm", "checkin")
    await office.settle()
    await maria.press("Mostly led")
    await maria.press("Add details")
    await maria.submit(answers={"developed": [office.who("tom").user_id, office.who("lea").user_id]})
    await office.wait(minutes=1)


@pytest.fixture
async def developed(office: Office) -> Office:
    await office.starts("tom", "lea")
    await office.starts("maria", leader=True)
    await says_whom_she_developed(office)
    return office


def read(office: Office) -> str:
    return str([message.blocks for message in office.as_("maria").client.messages("dm")])


async def test_an_answer_of_ones_own_that_was_asked_for_says_that_it_named_somebody(developed: Office) -> None:
    assert developed.who("tom").user_id in read(developed)
    await deletes(developed, "tom")
    assert developed.who("tom").user_id not in read(developed)
    assert "removed with the data of somebody it named" in read(developed)


async def test_a_check_in_that_came_by_itself_goes_on_without_the_name(office: Office) -> None:
    await office.starts("tom", "lea")
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await office.skip(days=4)
    await office.wait(hours=8)
    await maria.press("Mostly led")
    await maria.press("Add details")
    await maria.submit(answers={"developed": [office.who("tom").user_id, office.who("lea").user_id]})
    await office.wait(minutes=1)
    await deletes(office, "tom")
    assert "(name removed)" in read(office)
    assert f"<@{office.who('lea').user_id}>" in read(office)
    await maria.press("Change")


async def test_a_german_reader_reads_it_in_german(developed: Office) -> None:
    person = await developed.person("maria")
    async with developed.bot.database.transaction(developed.workspace.id) as transaction:
        await transaction.people.save(replace(person, locale="de-DE"))
    await deletes(developed, "tom")
    assert "mit den Daten einer Person entfernt" in read(developed)
