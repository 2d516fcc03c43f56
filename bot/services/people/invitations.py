"""Tells salespeople that a leader named them, and people who come back what they were asked meanwhile; inside the
caller's transaction.
"""

from datetime import time

from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.people import Membership, Person
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.plans import Plan
from bot.domain.time.schedule import DAY, Slot, instant
from bot.nudges import TEAM_INVITATION
from bot.services.context import Context
from bot.services.people.colleague_messages import count_reach, may_reach
from bot.services.planning.kept_back import KEPT_BACK, waits_for_return
from bot.storage.maintenance.housekeeping import KEPT
from bot.storage.transaction import Transaction

NINE = time(9)
NOT_TOLD = {DeliveryStatus.WITHHELD, DeliveryStatus.MISSED, DeliveryStatus.REFUSED}


async def tell(context: Context, transaction: Transaction, person: Person, leader_id: str) -> bool:
    """Tell a salesperson now that this leader named them; if they are in a pause, on the morning after it; if today's
    slot is used, tomorrow. Returns whether they are or will be told.

    Somebody who stopped, or paused without an end, is told by `tell_waiting` when they come back. No leader asks
    anybody twice, unless they were on that team in between, and newcomers only get their few messages.
    """
    today = context.today(person)
    last = next((pause.last for pause in person.pauses if pause.covers(today)), today - DAY)
    if last is None or await transaction.safeguards.holds(SafeguardKind.ASKED, leader_id, person.user_id):
        return False
    if not await may_reach(context, transaction, person):
        return False
    at_once = context.at_once(person, TEAM_INVITATION, leader_id)
    if last >= today or not await transaction.outbox.add(at_once):  # today's slot was withheld, or answered
        on = max(last, today) + DAY
        slot = Slot(on, instant(on, NINE, person.zone))
        plan = Plan(person.workspace_id, person.user_id, TEAM_INVITATION, slot, subject=leader_id, zone=person.zone)
        await transaction.schedules.save(plan)
    await count_reach(context, transaction, person)
    await transaction.safeguards.put(SafeguardKind.ASKED, leader_id, person.user_id, at=context.clock())
    return True


async def tell_waiting(context: Context, transaction: Transaction, person: Person) -> None:
    """Tell a person who came back, or whose pause has another end now, what colleagues asked meanwhile: about every
    leader who named them, and whatever was kept back. What was answered or has ended is not sent (`Nudge.compose`).
    """
    told, now = set[str](), context.clock()
    since = context.today(person) - KEPT  # older ones are deleted, and SQLite would go through years
    for delivery in await transaction.outbox.kept_back(person.user_id, KEPT_BACK, TEAM_INVITATION, since):
        if waits := waits_for_return(delivery, now):
            await transaction.outbox.make_due(delivery, now)
        if delivery.nudge == TEAM_INVITATION and (waits or delivery.status not in NOT_TOLD):
            told.add(delivery.subject)
    for member in await transaction.teams.of_salesperson(person.user_id):
        if member.membership is Membership.NAMED and member.leader_id not in told:
            await take_back(transaction, person.user_id, member.leader_id)
            await transaction.safeguards.lift(SafeguardKind.ASKED, member.leader_id, person.user_id)
            await tell(context, transaction, person, member.leader_id)


async def take_back(transaction: Transaction, salesperson_id: str, leader_id: str) -> None:
    """Cancel an invitation that is planned but not yet sent; the person then counts as not asked."""
    if await transaction.schedules.get(salesperson_id, TEAM_INVITATION, leader_id) is not None:
        await transaction.schedules.remove(salesperson_id, TEAM_INVITATION, subject=leader_id)
        await transaction.safeguards.lift(SafeguardKind.ASKED, leader_id, salesperson_id)
