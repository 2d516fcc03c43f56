"""A team at work whose workspace moves into an organisation, and whose people get other ids there."""

from typing import Any

from sqlalchemy import select

from bot.storage.tables import metadata
from tests.office import Office
from tests.scenarios.calls import is_over, plan


def moved(office: Office, *handles: str) -> dict[str, str]:
    """The new ids that these people get, by their current ones."""
    return {(now := office.as_(handle).id): f"W{now[1:]}NEW" for handle in handles}


async def rows(office: Office) -> dict[str, list[dict[str, Any]]]:
    """Everything stored, table by table."""
    async with office.bot.database.connection() as connection:
        return {
            table.name: [dict(row) for row in (await connection.execute(select(table))).mappings().all()]
            for table in metadata.sorted_tables
        }


async def named(office: Office, user_id: str) -> set[str]:
    """Every table that contains an id."""
    everything = await rows(office)
    return {name for name, theirs in everything.items() if user_id in str(theirs)} - {"seen", "former_ids"}


async def began(office: Office) -> Office:
    """Maria leads Tom and Lea; a call of hers with Tom is over, another is planned, and both answered something."""
    await office.starts("nora", "tom", "lea")
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    ids = [office.who(name).user_id for name in ("tom", "lea")]
    await office.bot.services.teams.name(office.who("maria"), ids)
    for name in ("tom", "lea"):
        await office.bot.services.teams.accept(office.who(name), office.who("maria").user_id)
    await maria.command("/secondchair", "nudge #sales 09:00")
    await plan(office, skill="Wait")
    await is_over(office)
    await maria.command("/ridealong", "@tom Acme tomorrow 15:00")
    await maria.submit()
    return office
