"""Everybody can get a copy of what is held about them, and have it deleted; no table is forgotten."""

import json

from sqlalchemy import select

from bot.domain.people.allowances import MOST_A_DAY, Allowance
from bot.storage.privacy.columns import THEIRS
from bot.storage.tables import metadata
from tests.office import Office
from tests.scenarios.reading import said

# Columns that hold a user id, and why they are not the person's own row.
NOT_THEIRS = {
    "own_content.author_id": "the organisation's prompt, which goes on without their name",
    "channel_nudges.set_by": "the channel's nudge, which goes on without their name",
    "ridealongs.planned_by": "one of the two, who are both named",
    "installations.installer_id": "the workspace's; emptied",
    "installations.bot_user_id": "ours",
    "leases.owner": "a process",
    "deliveries.owner": "a process",
}
PEOPLE = ("user_id", "author_id", "leader_id", "salesperson_id", "owner_id", "recipient", "viewer_id", "asker_id")


def test_every_table_that_names_a_person_is_exported_and_deleted() -> None:
    named = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name in PEOPLE or column.name in {"owner", "set_by", "planned_by", "installer_id", "bot_user_id"}
    }
    covered = {f"{table.name}.{name}" for table, names in THEIRS.items() for name in names}
    assert named - covered - set(NOT_THEIRS) == set()


async def busy(office: Office) -> None:
    """Maria has answered something, adding a text, and plans a call with Tom."""
    await office.starts("maria", leader=True)
    await office.starts("tom")
    maria = office.as_("maria")
    await maria.command("/secondchair", "today")
    await maria.command("/ridealong", "@tom Acme & Sons tomorrow 15:00")
    await maria.submit()


async def test_export_sends_two_files_to_the_person_who_asks(office: Office) -> None:
    await busy(office)
    await office.as_("maria").command("/secondchair", "export")
    made = office.slack.state.files.contents()
    assert len(made) == 2
    maria = office.as_("maria")
    assert "in two files by direct message in a moment" in maria.ephemerals()[-1].text
    files = [office.slack.state.files.get(file_id) for file_id in maria.dm()[-1].files]
    assert [file and file.name for file in files] == ["second-chair.txt", "second-chair.json"]
    data = json.loads(next(body for body in made if body.startswith(b"{")))
    assert data["held"]["people"][0]["name"] == "maria"
    assert b"Everything that Second Chair holds about you" in next(body for body in made if not body.startswith(b"{"))
    tom = [text for text in made if office.who("tom").user_id.encode() in text and b"name: tom" in text]
    assert tom == [], "nothing of anybody else"


async def test_the_tenth_export_of_a_day_is_the_last(office: Office) -> None:
    await office.starts("maria")
    maria = office.as_("maria")
    for _ in range(MOST_A_DAY[Allowance.EXPORT]):
        await office.bot.services.allowances.use(office.who("maria"), Allowance.EXPORT)
    await maria.command("/secondchair", "export")
    assert office.slack.state.files.contents() == []
    assert "asked for your data 10 times today" in maria.ephemerals()[-1].text


async def test_delete_me_asks_and_then_everything_is_gone(office: Office) -> None:
    await busy(office)
    maria, who = office.as_("maria"), office.who("maria")
    await maria.open_home()
    assert "Acme" in said(maria.home)
    await maria.command("/secondchair", "delete-me")
    assert who in office.bot.binding.words._known
    assert await held(office, who.user_id)
    await maria.submit()
    assert await held(office, who.user_id) == {}
    assert who not in office.bot.binding.words._known
    assert "Everything held about you is deleted" in said(maria.modal)
    assert "Acme" not in said(maria.home)
    assert await held(office, office.who("tom").user_id)
    assert (await office.bot.services.privacy.forget(who)) == {}


async def held(office: Office, user_id: str) -> dict[str, int]:
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        found = await transaction.export.of_person(user_id)
    return {name: len(rows) for name, rows in found.items()}


async def test_another_workspace_with_the_same_ids_keeps_its_own(office: Office) -> None:
    await busy(office)
    person = await office.person("maria")
    async with office.bot.database.transaction("TOTHER") as transaction:
        await transaction.people.save(type(person)("TOTHER", person.user_id, "another maria"))
    await office.bot.services.privacy.forget(office.who("maria"))
    async with office.bot.database.connection() as connection:
        table = metadata.tables["people"]
        names = (await connection.scalars(select(table.c.name).where(table.c.user_id == person.user_id))).all()
    assert names == ["another maria"]
