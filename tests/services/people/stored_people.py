"""Small looks into what is stored of people, for the tests of the use cases around them."""

from dataclasses import replace

from bot.domain.deliveries import Delivery
from bot.domain.people.people import Person, Standing, Who
from bot.services.context import Tools
from bot.services.services import Services


async def stored(tools: Tools, who: Who) -> Person:
    """What is stored of somebody whom we have met."""
    async with tools.database.transaction(who.workspace_id) as memory:
        person = await memory.people.get(who.user_id)
    assert person is not None
    return person


async def outbox(tools: Tools, who: Who, nudge: str) -> list[Delivery]:
    """Every delivery of a nudge to somebody, sent or not, the newest first."""
    async with tools.database.transaction(who.workspace_id) as memory:
        return await memory.outbox.of(who.user_id, [nudge], status=None)


async def active(services: Services, tools: Tools, who: Who, **changes: object) -> Person:
    """Somebody who takes part from now on, with these settings."""
    person = replace(await services.people.meet(who), standing=Standing.ACTIVE, **changes)  # type: ignore[arg-type]  # any
    async with tools.database.transaction("T1") as memory:
        await memory.people.save(person)
    return person
