"""The one-off messages of a ride-along: planned, moved and cancelled inside the caller's transaction."""

from collections.abc import Iterator
from datetime import date, datetime, time

from bot.domain.codec import RideSubject, encode
from bot.domain.people.people import Person, PersonStatus
from bot.domain.people.removals import Removal, RemovalKind
from bot.domain.people.safeguards import FromColleagues
from bot.domain.plans import Plan
from bot.domain.ridealongs.ridealongs import (
    Reflection,
    RideAlong,
    RideAlongState,
    brief_at,
    closes_on,
    reflection_at,
    revealed,
)
from bot.domain.time.schedule import DAY, EVERY_DAY, Rhythm, Slot, Timetable, local_date, next_slot_on_or_after
from bot.nudges import (
    REFLECTION_LEADER,
    REFLECTION_REMINDER,
    REFLECTION_SALESPERSON,
    RIDEALONG_BRIEF,
    RIDEALONG_CLOSED,
    RIDEALONG_REVEAL,
)
from bot.services.context import Context
from bot.services.people.colleague_messages import reach
from bot.services.planning.working_days import calendar_of
from bot.storage.transaction import Transaction

MORNING = time(9)
AFTERWARDS = (REFLECTION_REMINDER, RIDEALONG_CLOSED)


def subject_of(ride: RideAlong) -> str:
    """The subject of its slots: its id, and its version once it was changed.

    A call moved to later on the same day gets a second brief that day, which must not count as the first.
    """
    return encode(RideSubject(ride.id, ride.version))


def reflection_nudge(ride: RideAlong, user_id: str) -> str:
    """Which of the two reflections this person is asked for."""
    return REFLECTION_LEADER if user_id == ride.leader_id else REFLECTION_SALESPERSON


async def move_slots(transaction: Transaction, before: RideAlong | None, ride: RideAlong, now: datetime) -> None:
    """Cancel what was planned for `before` and plan the upcoming messages of `ride`."""
    if before is not None:
        for user_id in (before.leader_id, before.salesperson_id):
            await forget_slots(transaction, before, user_id)
    if ride.state in {RideAlongState.CANCELLED, RideAlongState.OVER}:
        return
    plans: list[Plan] = []
    for person in await transaction.people.some([ride.leader_id, ride.salesperson_id]):
        if brief_at(ride) > now:
            plans.append(_plan(person, RIDEALONG_BRIEF, subject_of(ride), brief_at(ride)))
        plans.append(_plan(person, reflection_nudge(ride, person.user_id), subject_of(ride), reflection_at(ride)))
        plans += _reminder_and_closing(person, ride, local_date(ride.ends_at, person.zone))
    await transaction.schedules.save(*plans)


async def forget_slots(transaction: Transaction, ride: RideAlong, user_id: str) -> None:
    """Cancel what was planned about it for one of the two."""
    nudges = (RIDEALONG_BRIEF, reflection_nudge(ride, user_id), *AFTERWARDS)
    await transaction.schedules.remove(user_id, *nudges, subject=subject_of(ride))


async def move_after(
    transaction: Transaction, before: RideAlong, after: RideAlong, mover_id: str, now: datetime
) -> None:
    """Replan the upcoming messages after one of the two, `mover_id`, said yes, changed it or called it off. Nothing is
    planned for the other while they have not been told about it, until they say yes themselves.
    """
    is_yes = mover_id in after.confirmed_by and mover_id not in before.confirmed_by
    other_id = after.other(mover_id)
    if is_yes and after.version == before.version and await _has_slots(transaction, before, mover_id):
        return
    is_untold = not await _is_told(transaction, before, other_id)
    await move_slots(transaction, before, after, now)
    if is_untold:
        await forget_slots(transaction, after, other_id)


async def plan_again(transaction: Transaction, ride: RideAlong, now: datetime) -> None:
    """Replan the upcoming messages of a ride-along after plans were deleted; nothing for somebody who did not say yes,
    unless a plan for them is left: we no longer know whether they were told.
    """
    both = (ride.leader_id, ride.salesperson_id)
    untold = [user_id for user_id in both if not await _is_told(transaction, ride, user_id)]
    await move_slots(transaction, None, ride, now)
    for user_id in untold:
        await forget_slots(transaction, ride, user_id)


async def _is_told(transaction: Transaction, ride: RideAlong, user_id: str) -> bool:
    return user_id in ride.confirmed_by or await _has_slots(transaction, ride, user_id)


async def _has_slots(transaction: Transaction, ride: RideAlong, user_id: str) -> bool:
    return await transaction.schedules.get(user_id, reflection_nudge(ride, user_id), subject_of(ride)) is not None


async def ask_now(transaction: Transaction, context: Context, ride: RideAlong) -> set[str]:
    """Ask both about a call that has already happened; returns the ids of those asked. Anybody who did not say yes is
    asked only once, without a reminder, and only within the limits on messages that colleagues cause.
    """
    asked = set()
    for person in await transaction.people.some([ride.leader_id, ride.salesperson_id]):
        nudge, subject = reflection_nudge(ride, person.user_id), subject_of(ride)
        if person.user_id in ride.confirmed_by or (person.status is PersonStatus.ACTIVE and not ride.logged):
            await transaction.outbox.add(context.at_once(person, nudge, subject))
        elif not ride.logged or not await reach(context, transaction, person, nudge, subject, FromColleagues.QUESTIONS):
            continue
        asked.add(person.user_id)
        if _agreed(ride, person):
            await transaction.schedules.save(*_reminder_and_closing(person, ride, context.today(person)))
    return asked


def _agreed(ride: RideAlong, person: Person) -> bool:
    """Whether this person may get what follows a ride-along: they take part, or said yes to this one."""
    return person.status is PersonStatus.ACTIVE or person.user_id in ride.confirmed_by


async def forget_reminder(transaction: Transaction, ride: RideAlong, user_id: str) -> None:
    """Cancel the reminder and the closing for somebody who answered."""
    await transaction.schedules.remove(user_id, *AFTERWARDS, subject=subject_of(ride))


def _reminder_and_closing(person: Person, ride: RideAlong, asked_on: date) -> Iterator[Plan]:
    """One reminder on the next working morning after they were asked, and the closing three days after the call."""
    timetable = Timetable(Rhythm(person.hours.nearest(MORNING), EVERY_DAY, person.zone), calendar_of(person))
    last = max(closes_on(ride, person.zone), asked_on + 3 * DAY)
    for nudge, first in ((REFLECTION_REMINDER, asked_on + DAY), (RIDEALONG_CLOSED, last)):
        slot = next_slot_on_or_after(timetable, first)
        if slot is not None and (nudge is RIDEALONG_CLOSED or slot.on < last):
            yield Plan(person.workspace_id, person.user_id, nudge, slot, subject_of(ride), zone=person.zone)


async def settle_reveal(
    transaction: Transaction, context: Context, ride: RideAlong, reflections: list[Reflection]
) -> None:
    """Show each of the two what the other shared: at once if both shared or a day has passed, else after that day. Each
    sees it once. Somebody who stops sharing also takes back what was planned, and what was sent.
    """
    now, by = context.clock(), {reflection.author_id: reflection for reflection in reflections}
    both = len(by) > 1 and all(reflection.shared for reflection in by.values())
    for person in await transaction.people.some([ride.leader_id, ride.salesperson_id]):
        theirs = by.get(ride.other(person.user_id))
        await transaction.schedules.remove(person.user_id, RIDEALONG_REVEAL, subject=ride.id)
        if theirs is not None and not theirs.shared:
            await _take_back(transaction, person.user_id, ride, now)
        if theirs is None or not theirs.shared or not (_agreed(ride, person) or person.user_id in by):
            continue
        if await _was_shown(transaction, person.user_id, ride):
            continue
        if (both and revealed(ride, reflections, now)) or now >= ride.opens_at:
            await transaction.outbox.add(context.at_once(person, RIDEALONG_REVEAL, ride.id))
        else:
            await transaction.schedules.save(_plan(person, RIDEALONG_REVEAL, ride.id, ride.opens_at))


async def _take_back(transaction: Transaction, user_id: str, ride: RideAlong, now: datetime) -> None:
    """Remove from Slack the message that showed somebody what the other wrote."""
    sent = await transaction.outbox.of(user_id, [RIDEALONG_REVEAL])
    shown = [delivery for delivery in sent if delivery.subject == ride.id and delivery.ts]
    gone = [Removal(delivery.channel_id, delivery.ts, RemovalKind.DELETE, due_at=now) for delivery in shown]
    await transaction.removals.add(gone)


async def _was_shown(transaction: Transaction, user_id: str, ride: RideAlong) -> bool:
    return bool(await transaction.outbox.told_of(RIDEALONG_REVEAL, [ride.id], [user_id], date.min))


def _plan(person: Person, nudge: str, subject: str, due_at: datetime) -> Plan:
    slot = Slot(local_date(due_at, person.zone), due_at)
    return Plan(person.workspace_id, person.user_id, nudge, slot, subject, zone=person.zone)
