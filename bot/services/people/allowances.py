"""Counts what one person does on one day, and says when it is enough."""

from bot.domain.people.allowances import MOST_A_DAY, Allowance, day_begins
from bot.domain.people.people import Person, Who
from bot.domain.people.safeguards import SafeguardKind
from bot.errors import Problem
from bot.services.context import Context
from bot.services.people.people import People
from bot.storage.transaction import Transaction


class Allowances:
    """What nothing else counts in a transaction of its own."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def use(self, who: Who, allowance: Allowance) -> None:
        """Count one more of today's. Raises Problem where there were as many as a day has."""
        person = await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id, aside=True) as transaction:
            await use(self._context, transaction, person, allowance)


async def use(
    context: Context, transaction: Transaction, person: Person, allowance: Allowance, field: str = ""
) -> None:
    """The same inside a transaction that somebody else opened; the Problem is at the `field` of a form, if any.

    It is kept under a keyed hash, so that deleting one's data and starting again gives no second day.
    """
    about, since = (allowance.value, person.user_id), day_begins(context.clock(), person.zone)
    used = await transaction.safeguards.count_up(SafeguardKind.USED, *about, at=context.clock(), since=since)
    if used > MOST_A_DAY[allowance]:  # raised, so that nothing of it is kept
        raise _enough(allowance, field)


async def check(
    context: Context, transaction: Transaction, person: Person, allowance: Allowance, field: str = ""
) -> None:
    """Raises the same Problem and counts nothing: before something that costs, in a transaction that only reads."""
    about, since = (allowance.value, person.user_id), day_begins(context.clock(), person.zone)
    if await transaction.safeguards.number(SafeguardKind.USED, *about, since=since) >= MOST_A_DAY[allowance]:
        raise _enough(allowance, field)


def _enough(allowance: Allowance, field: str) -> Problem:
    return Problem(f"allowances.{allowance}", field, most=MOST_A_DAY[allowance])
