"""Messages that a colleague's action sends: a few in all to somebody who has not started, a few a day to others. All
inside the caller's transaction.
"""

from bot.domain.people.allowances import day_begins
from bot.domain.people.people import Person
from bot.domain.people.safeguards import MOST_A_DAY_FROM_COLLEAGUES, FromColleagues, SafeguardKind, may_be_reached
from bot.domain.people.taking_part import takes_part
from bot.nudges.nudge import NOT_STARTED
from bot.services.context import Context
from bot.storage.transaction import Transaction


async def may_reach(
    context: Context, transaction: Transaction, person: Person, kind: FromColleagues = FromColleagues.NEWS
) -> bool:
    """Whether a colleague's action may send this person one more message of that kind."""
    if takes_part(person):
        since = day_begins(context.clock(), person.zone)
        today = await transaction.safeguards.number(SafeguardKind.USED, kind, person.user_id, since=since)
        return today < MOST_A_DAY_FROM_COLLEAGUES[kind]
    if person.is_guest or person.status not in NOT_STARTED:
        return False
    return may_be_reached(await transaction.safeguards.number(SafeguardKind.REACHED, person.user_id))


async def count_reach(
    context: Context, transaction: Transaction, person: Person, kind: FromColleagues = FromColleagues.NEWS
) -> None:
    """Count one message to somebody; it stays counted, whatever is deleted."""
    now = context.clock()
    if takes_part(person):
        since = day_begins(now, person.zone)
        await transaction.safeguards.count_up(SafeguardKind.USED, kind, person.user_id, at=now, since=since)
    else:
        reached = await transaction.safeguards.number(SafeguardKind.REACHED, person.user_id)
        await transaction.safeguards.put(SafeguardKind.REACHED, person.user_id, at=now, number=reached + 1)


async def reach(
    context: Context,
    transaction: Transaction,
    person: Person,
    nudge: str,
    subject: str,
    kind: FromColleagues = FromColleagues.NEWS,
) -> bool:
    """Put a message that a colleague caused into the outbox, if there is room; returns whether there was."""
    if not await may_reach(context, transaction, person, kind):
        return False
    if await transaction.outbox.add(context.at_once(person, nudge, subject)):
        await count_reach(context, transaction, person, kind)
    return True


async def started(transaction: Transaction, user_id: str) -> None:
    """Somebody takes part from now on: an earlier deletion, or a no to an invitation, no longer holds anything back."""
    await transaction.safeguards.lift(SafeguardKind.SILENT, user_id)
    await transaction.safeguards.lift(SafeguardKind.NO_INVITATION, user_id)
