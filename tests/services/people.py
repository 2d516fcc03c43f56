"""Small looks into what is stored of people, for the tests of the use cases around them."""

from bot.domain.deliveries import Delivery
from bot.domain.people import Person, Who
from bot.services.tools import Tools


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
