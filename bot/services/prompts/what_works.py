"""How people respond to prompts: counted as they answer, shown to admins, and learnt from."""

from datetime import datetime

from bot.domain.aggregates import AggregateKind
from bot.domain.people.people import Who
from bot.domain.people.permissions import Permission
from bot.domain.prompts.what_works import PromptTally, WhatWorksFacts, in_order, tally_of, with_new
from bot.domain.visibility import FOR_ADMIN
from bot.nudges import PROMPT_CHANNEL
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.prompts.named import prompts_named
from bot.storage.transaction import Transaction


class WhatWorks:
    """The counts of a workspace's prompts."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who) -> WhatWorksFacts:
        """Every prompt that five people or more answered. Raises Problem for somebody who is not an admin."""
        await self._people.permitted(who, Permission.SEE_ADMIN)
        async with self._context.database.reading(who.workspace_id) as transaction:
            tallies = await tallies_of(transaction)
            prompts = await prompts_named(transaction, self._context.library, tallies.keys())
        return in_order((prompts[prompt_id], tally) for prompt_id, tally in tallies.items() if prompt_id in prompts)


async def tallies_of(transaction: Transaction) -> dict[str, PromptTally]:
    """What may be known about each prompt that at least five people who are still here answered."""
    aggregates = await transaction.aggregates.of_kind(AggregateKind.PROMPT_TALLY, FOR_ADMIN)
    return {aggregate.scope: tally_of(aggregate) for aggregate in aggregates}


async def count_answers(transaction: Transaction, prompt_id: str, now: datetime) -> None:
    """Count a prompt's answers, once there are enough new ones.

    Answers in a channel are shown in that channel. If they were counted here as well, subtracting one number from the
    other would leave the few who answered in direct messages.
    """
    replies = await transaction.answers.replies_to(prompt_id, PROMPT_CHANNEL)
    if len(replies) < FOR_ADMIN:  # usually so: it saves further queries
        return
    before = await transaction.aggregates.so_far(AggregateKind.PROMPT_TALLY, prompt_id, now)
    after = with_new(before, replies, await transaction.outbox.brought_back(prompt_id))
    await transaction.aggregates.grow(before, after)
