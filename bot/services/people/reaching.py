"""What a colleague's action sends: a few messages in all to somebody who has not started, a few a day to others.

Called inside a transaction that somebody else opened.
"""

from bot.domain.people.people import Person, PersonStatus
from bot.domain.people.safeguards import MOST_A_DAY_FROM_COLLEAGUES, SafeguardKind, may_be_reached
from bot.domain.people.taking_part import takes_part
from bot.nudges import RIDEALONG_INVITATION, RIDEALONG_NEWS, TEAM_INVITATION
from bot.services.context import Context
from bot.storage.transaction import Transaction

BY_COLLEAGUES = (RIDEALONG_INVITATION, RIDEALONG_NEWS, TEAM_INVITATION)
SILENT = (PersonStatus.STOPPED, PersonStatus.GONE)


async def may_reach(context: Context, transaction: Transaction, person: Person) -> bool:
    """Whether a colleague's action may send this person one more message."""
    if takes_part(person):
        today = await transaction.outbox.of(person.user_id, BY_COLLEAGUES, since=context.today(person), status=None)
        return len(today) < MOST_A_DAY_FROM_COLLEAGUES
    if person.is_guest or person.status in SILENT:
        return False
    return may_be_reached(await transaction.safeguards.number(SafeguardKind.REACHED, person.user_id))


async def count_reach(context: Context, transaction: Transaction, person: Person) -> None:
    """Count one message to somebody who has not started; it stays counted, whatever anybody deletes."""
    if person.status is not PersonStatus.ACTIVE:
        reached = await transaction.safeguards.number(SafeguardKind.REACHED, person.user_id)
        now = context.clock()
        await transaction.safeguards.put(SafeguardKind.REACHED, person.user_id, at=now, number=reached + 1)


async def reach(context: Context, transaction: Transaction, person: Person, nudge: str, subject: str) -> bool:
    """Put a message that a colleague caused into the outbox, where there is room for it; whether it is there now."""
    if not await may_reach(context, transaction, person):
        return False
    if await transaction.outbox.add(context.at_once(person, nudge, subject)):
        await count_reach(context, transaction, person)
    return True


async def started(transaction: Transaction, user_id: str) -> None:
    """Somebody takes part from now on: that they once had themselves deleted, or said no to an invitation, keeps
    nothing from them any more.
    """
    await transaction.safeguards.lift(SafeguardKind.SILENT, user_id)
    await transaction.safeguards.lift(SafeguardKind.NO_INVITATION, user_id)
