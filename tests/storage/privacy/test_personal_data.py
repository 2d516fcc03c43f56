"""No column that holds people was overlooked, and a deletion leaves their id nowhere."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.checkins.checkins import CheckIn, CheckInAnswer
from bot.domain.selfchecks.selfchecks import SelfCheck
from bot.storage.privacy.personal_data import HELD, NOBODY
from bot.storage.tables import metadata
from tests.office import MONDAY, Office
from tests.scenarios.calls import is_over, plan

NAMES = {
    *(
        "user",
        "author",
        "leader",
        "salesperson",
        "owner",
        "recipient",
        "viewer",
        "by",
        "invited",
        "installer",
        "member",
    ),
    *("developed", "asker", "person", "team"),
}


def columns() -> set[str]:
    return {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns}


def test_every_column_whose_name_speaks_of_somebody_is_listed() -> None:
    speaking = {name for name in columns() if NAMES & set(name.partition(".")[2].split("_"))}
    assert speaking - set(HELD) - set(NOBODY) - {"people.is_leader"} == set()
    assert (set(HELD) | set(NOBODY)) - columns() == set()


async def where(office: Office, user_id: str) -> set[str]:
    """Every column that contains an id, alone or inside something."""
    places: set[str] = set()
    async with office.bot.database.connection() as connection:
        for table in metadata.sorted_tables:
            rows: Any = (await connection.execute(select(table))).mappings().all()
            places |= {f"{table.name}.{name}" for row in rows for name, value in row.items() if user_id in str(value)}
    return places


@pytest.fixture
async def at_work(office: Office) -> None:
    """Maria leads Tom, Lea and Priya, and everything that names somebody happens between them, once."""
    await office.starts("nora", "tom", "lea", "priya")
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    ids = [office.who(name).user_id for name in ("tom", "lea", "priya")]
    services = office.bot.services
    await services.teams.name(office.who("maria"), ids)
    for name in ("tom", "lea", "priya"):
        await services.teams.accept(office.who(name), office.who("maria").user_id)
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        answer = CheckIn(ids[0], MONDAY.date(), CheckInAnswer.LED, MONDAY, (office.who("maria").user_id, ids[1]))
        await transaction.checkins.save(answer)
        other = CheckIn(office.who("maria").user_id, MONDAY.date(), CheckInAnswer.LED, MONDAY, tuple(ids))
        await transaction.checkins.save(other)
        check = SelfCheck(
            "s1", office.who("maria").user_id, MONDAY.date(), MONDAY, {}, week=MONDAY.date(), team=tuple(ids)
        )
        await transaction.selfchecks.save(check)
    await maria.command("/secondchair", "nudge #sales 09:00")
    await plan(office, skill="Wait")
    await is_over(office)
    await maria.press("Add what you saw")
    await maria.submit(answers={"leader_saw": "one", "share": "shared"})
    await maria.command("/ridealong", "@tom Acme tomorrow 15:00")
    await maria.submit()
    await maria.command("/ridealong", "@tom Bolt thu 15:00")
    await maria.submit()


@pytest.mark.parametrize("who", ["maria", "tom"])
async def test_an_id_stands_only_where_it_is_listed_and_nowhere_after_a_deletion(
    office: Office, at_work: None, who: str
) -> None:
    user_id = office.who(who).user_id
    places = await where(office, user_id)
    assert len(places) > 8
    assert places - set(HELD) - set(NOBODY) == set()
    await office.bot.services.privacy.forget(office.who(who))
    assert await where(office, user_id) == set()


async def test_nothing_of_a_deleted_call_comes_to_the_other(office: Office, at_work: None) -> None:
    await office.bot.services.privacy.forget(office.who("tom"))
    maria = office.as_("maria")
    await maria.open_home()
    before = len(maria.dm())
    await office.wait(days=8)
    assert "Acme" not in str([message.blocks for message in maria.dm()[before:]])
    assert "Bolt" not in str(maria.home and maria.home.blocks)
