"""Loads what nudges need to know, a batch of one workspace at a time."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.deliveries import Delivery
from bot.nudges import BY_KEY
from bot.nudges.nudge import Facts
from bot.storage.memory import Memory


async def load_facts(memory: Memory, batch: Sequence[Delivery], now: datetime) -> dict[str, Facts]:
    """The facts of each delivery by its id. `batch` belongs to the workspace of `memory`."""
    people = {person.user_id: person for person in await memory.people.some({d.recipient for d in batch})}
    channels = {(nudge.channel_id, nudge.nudge): nudge for nudge in await memory.channels.all()}
    found = {}
    for delivery in batch:
        assert delivery.nudge in BY_KEY
        channel = channels.get((delivery.recipient, delivery.nudge))
        found[delivery.id] = Facts(delivery, now, people.get(delivery.recipient), channel)
    return found
