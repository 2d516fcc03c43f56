"""A salesperson says that a deal was won or lost, so that a prompt can be made for it."""

from bot.domain.people.people import Who
from bot.domain.people.permissions import Permission
from bot.domain.prompts.deals import Deal, DealOutcome
from bot.domain.time.hours import MIDNIGHT
from bot.domain.time.localtime import instant
from bot.errors import Problem
from bot.services.context import Context
from bot.services.people.people import People

MOST_A_DAY = 25  # that one person tells of


class Deals:
    """What people say of deals that ended; nobody but them ever reads it."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def ended(self, who: Who, outcome: DealOutcome) -> Deal:
        """Keep that a deal ended. Raises Problem for a guest, and for more in a day than anybody has."""
        person = await self._people.permitted(who, Permission.PRACTISE)
        since = instant(self._context.today(person), MIDNIGHT, person.zone)
        deal = Deal(who.user_id, self._context.clock(), outcome)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            if await transaction.deals.told_since(who.user_id, since) >= MOST_A_DAY:
                raise Problem("skillcheck.deal.too_many_today", most=MOST_A_DAY)
            await transaction.deals.save(deal)
        return deal
