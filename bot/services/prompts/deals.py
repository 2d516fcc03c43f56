"""A salesperson says that a deal was won or lost, so that a prompt can fit it."""

from bot.domain.people.allowances import Allowance
from bot.domain.people.people import Who
from bot.domain.people.permissions import Permission
from bot.domain.prompts.deals import Deal, DealOutcome
from bot.services.context import Context
from bot.services.people import allowances
from bot.services.people.people import People


class Deals:
    """What people say about deals that ended; only they ever see it."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def ended(self, who: Who, outcome: DealOutcome) -> Deal:
        """Save that a deal ended. Raises Problem for a guest, and above the daily limit."""
        person = await self._people.permitted(who, Permission.PRACTISE)
        deal = Deal(who.user_id, self._context.clock(), outcome)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            await allowances.use(self._context, transaction, person, Allowance.DEAL)
            await transaction.deals.save(deal)
        return deal
