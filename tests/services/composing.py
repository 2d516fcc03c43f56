"""Composes a nudge right now, for the tests of its subject."""

from bot.blocks.block_kit import Message
from bot.domain.deliveries import Delivery
from bot.nudges import BY_KEY
from bot.nudges.nudge import Skip
from bot.services.context import Context
from bot.services.facts import load_facts


async def composed(context: Context, delivery: Delivery) -> Message | Skip:
    """The message of a delivery's nudge, with the current facts."""
    async with context.database.transaction(delivery.workspace_id) as transaction:
        facts = await load_facts(transaction, context.libraries, [delivery], context.clock())
    return BY_KEY[delivery.nudge].message(facts[delivery.id], context.library)
