"""What a nudge would say this moment, for the tests of what it is about."""

from bot.blocks.block_kit import Message
from bot.domain.deliveries import Delivery
from bot.nudges import BY_KEY
from bot.nudges.nudge import Silence
from bot.services.context import Tools
from bot.services.facts import load_facts


async def composed(tools: Tools, delivery: Delivery) -> Message | Silence:
    """What the nudge of a delivery says, with the facts of now."""
    async with tools.database.transaction(delivery.workspace_id) as memory:
        facts = await load_facts(memory, tools.library, [delivery], tools.clock())
    return BY_KEY[delivery.nudge].message(facts[delivery.id], tools.library)
