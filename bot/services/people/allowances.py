"""Counts what one person does in a day, and refuses when it is too much."""

from bot.domain.people.allowances import MOST_A_DAY, Allowance, day_begins
from bot.domain.people.people import Person, Who
from bot.domain.people.safeguards import SafeguardKind
from bot.errors import Problem
from bot.services.context import Context
from bot.services.people.people import People
from bot.storage.transaction import Transaction


class Allowances:
    """For allowances that nothing else counts, in a transaction of their own."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def use(self, who: Who, allowance: Allowance) -> None:
        """Count one more for today. Raises Problem if today's limit is reached."""
        person = await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id, aside=True) as transaction:
            await use(self._context, transaction, person, allowance)


async def use(
    context: Context, transaction: Transaction, person: Person, allowance: Allowance, field: str = ""
) -> None:
    """The same inside the caller's transaction; the Problem is at the `field` of a form, if any. The count is kept
    under a keyed hash, so that deleting one's data and starting again does not reset it.
    """
    about, since = (allowance.value, person.user_id), day_begins(context.clock(), person.zone)
    used = await transaction.safeguards.count_up(SafeguardKind.USED, *about, at=context.clock(), since=since)
    if used > MOST_A_DAY[allowance]:  # raised, so that nothing is saved
        raise _enough(allowance, field)


async def check(
    context: Context, transaction: Transaction, person: Person, allowance: Allowance, field: str = ""
) -> None:
    """Raises the same Problem without counting: for use before something costly, in a read-only transaction."""
    about, since = (allowance.value, person.user_id), day_begins(context.clock(), person.zone)
    if await transaction.safeguards.number(SafeguardKind.USED, *about, since=since) >= MOST_A_DAY[allowance]:
        raise _enough(allowance, field)


def _enough(allowance: Allowance, field: str) -> Problem:
    return Problem(f"allowances.{allowance}", field, most=MOST_A_DAY[allowance])
