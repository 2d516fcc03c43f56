"""Telling salespeople that a leader named them; inside a transaction that somebody else opened."""

from datetime import time

from bot.domain.deliveries import Status
from bot.domain.people.people import Membership, Person, Standing
from bot.domain.plans import Plan
from bot.domain.time.schedule import DAY, Slot, instant
from bot.nudges import TEAM_INVITATION
from bot.services.context import Tools
from bot.storage.transaction import Memory

NINE = time(9)
NOT_TOLD = {Status.WITHHELD, Status.MISSED, Status.REFUSED}


async def tell(tools: Tools, memory: Memory, person: Person, leader_id: str) -> None:
    """Tell a salesperson now that this leader named them; in a pause, on the morning after it.

    Whoever stopped, or paused without an end, hears of it by `tell_waiting` when they come back.
    """
    today = tools.today(person)
    pause = next((pause for pause in person.pauses if pause.covers(today)), None)
    if person.standing in {Standing.STOPPED, Standing.GONE} or (pause is not None and pause.last is None):
        return
    if pause is None or pause.last is None:
        await memory.outbox.add(tools.at_once(person, TEAM_INVITATION, leader_id))
        return
    on = pause.last + DAY
    slot = Slot(on, instant(on, NINE, person.zone))
    await memory.schedules.save(
        Plan(person.workspace_id, person.user_id, TEAM_INVITATION, slot, subject=leader_id, zone=person.zone)
    )


async def tell_waiting(tools: Tools, memory: Memory, person: Person) -> None:
    """Tell a person who came back of every leader who named them meanwhile."""
    sent = await memory.outbox.of(person.user_id, [TEAM_INVITATION], status=None)
    told = {delivery.subject for delivery in sent if delivery.status not in NOT_TOLD}
    for member in await memory.teams.of_salesperson(person.user_id):
        if member.membership is Membership.NAMED and member.leader_id not in told:
            await take_back(memory, person.user_id, member.leader_id)
            await tell(tools, memory, person, member.leader_id)


async def take_back(memory: Memory, salesperson_id: str, leader_id: str) -> None:
    """Forget an invitation that is planned and was not sent yet."""
    await memory.schedules.remove(salesperson_id, nudge=TEAM_INVITATION, subject=leader_id)
