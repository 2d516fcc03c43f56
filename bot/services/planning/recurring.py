"""Replans the recurring nudges of people and channels, whenever something that decides them has changed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.deliveries import Delivery
from bot.domain.people.countries import NO_HOLIDAYS, guessed_country
from bot.domain.people.people import ChannelNudge, Person
from bot.domain.people.taking_part import takes_part
from bot.domain.plans import Plan
from bot.domain.time.localtime import instant
from bot.domain.time.schedule import DAY, EVERY_DAY, WEEK, Calendar, Rhythm, Slot, Timetable, local_date, week_of
from bot.nudges import BY_KEY, NUDGES, PROMPT_PERSON
from bot.nudges.nudge import Nudge
from bot.services.planning.letters import plan_letters
from bot.services.planning.working_days import calendar_of, holidays_of
from bot.storage.database import Database
from bot.storage.transaction import Transaction

LOOK_BACK = timedelta(days=60)
A_YEAR = timedelta(days=366)
_RECURRING = {nudge.key: nudge for nudge in NUDGES if nudge.rhythm is not None}


@dataclass(frozen=True, slots=True)
class _KnownPlans:
    """One recipient's planned nudges, and the slots that were due recently, newest first; both by nudge."""

    planned: Mapping[str, Plan]
    taken: Mapping[str, Sequence[Delivery]]


async def replan(transaction: Transaction, person: Person, now: datetime) -> None:
    """Find the next slot of every recurring nudge of a person; plans that no longer apply are dropped."""
    before = await transaction.schedules.of(person.user_id)
    after = await _plans(transaction, person, before, now) if takes_part(person) else []
    await transaction.schedules.replace([plan for plan in before if plan.nudge in _RECURRING], after)
    await plan_letters(transaction, person, now, before)


async def replan_everybody(database: Database, workspace_id: str, now: datetime) -> None:
    """The same for everyone who takes part in a workspace, and for its channels: each in a transaction of their own,
    so that a large organisation keeps nobody else from writing. Running it twice does no harm.
    """
    async with database.reading(workspace_id) as transaction:
        user_ids, channels = await transaction.people.active_ids(), await transaction.channels.all()
    for user_id in user_ids:
        async with database.transaction(workspace_id, aside=True) as transaction:
            if person := await transaction.people.get(user_id):
                await replan(transaction, person, now)
    for listed in channels:
        async with database.transaction(workspace_id, aside=True) as transaction:
            if channel := await transaction.channels.get(listed.channel_id, listed.nudge):
                await replan_channel(transaction, channel, now)


async def _plans(transaction: Transaction, person: Person, before: Sequence[Plan], now: datetime) -> list[Plan]:
    today = local_date(now, person.zone)
    ignored = await ignored_prompts(transaction, person, today)
    planned = {plan.nudge: plan for plan in before if not plan.subject}
    known = _KnownPlans(planned, await _taken(transaction, person.user_id, _RECURRING, today, now))
    for nudge in _RECURRING.values():
        assert nudge.rhythm is not None
        rhythm = nudge.rhythm(person, ignored)
        plan = _plan_for(nudge, person, rhythm, known, now) if rhythm else None
        if plan is None:
            planned.pop(nudge.key, None)
        else:
            planned[nudge.key] = plan  # for nudges that follow it, too
    return [planned[key] for key in _RECURRING if key in planned]


async def replan_channel(transaction: Transaction, channel: ChannelNudge, now: datetime) -> Plan | None:
    """Find the next slot of a channel nudge and return its plan; None while it is paused. A slot that is due now stays,
    for the planner to send and move on; so does this week's slot of a weekly nudge.
    """
    before = {plan.nudge: plan for plan in await transaction.schedules.of(channel.channel_id)}
    planned = before.get(channel.nudge)
    await transaction.schedules.remove(channel.channel_id, channel.nudge)
    if channel.paused_for:
        return None
    nudge, rhythm = BY_KEY[channel.nudge], Rhythm(channel.at, channel.days, channel.zone)
    # a digest is about a week that was worked
    country = NO_HOLIDAYS if nudge.weekly else await country_of(transaction, channel)
    today, timetable = local_date(now, channel.zone), Timetable(rhythm, Calendar(EVERY_DAY, holidays_of(country)))
    known = _KnownPlans(before, await _taken(transaction, channel.channel_id, [nudge.key], today, now))
    slot = _slot(nudge, timetable, _first_free(nudge, known, today), now)
    if planned is not None and (planned.next.due_at <= now or _skipped(nudge, planned.next, slot, today)):
        slot = planned.next
    if slot is None:
        return None
    plan = Plan(
        workspace_id=transaction.workspace_id,
        recipient=channel.channel_id,
        nudge=nudge.key,
        next=slot,
        at=rhythm.at,
        days=rhythm.days,
        zone=rhythm.zone,
        working_days=EVERY_DAY,
        country=country,
    )
    await transaction.schedules.save(plan)
    return plan


async def country_of(transaction: Transaction, channel: ChannelNudge) -> str | None:
    """The country whose public holidays a channel keeps: chosen, else guessed; None if nothing tells."""
    return channel.country or guessed_country(channel.zone, "", (await transaction.workspaces.get()).country)


async def ignored_prompts(transaction: Transaction, person: Person, today: date) -> int:
    """How many daily prompts in a row this person left unanswered, up to now or to when they asked for them again; only
    within a year, since no more than ten matter.
    """
    return (await ignored_by_each(transaction, [person], today))[person.user_id]


async def ignored_by_each(transaction: Transaction, people: Collection[Person], today: date) -> dict[str, int]:
    """The same for each of these people, by user id."""
    user_ids = {person.user_id for person in people}
    unanswered = await transaction.outbox.unanswered(user_ids, PROMPT_PERSON, today - A_YEAR)
    return {
        person.user_id: sum(
            person.daily_again_at is None or due_at > person.daily_again_at for due_at in unanswered[person.user_id]
        )
        for person in people
    }


def _plan_for(nudge: Nudge[Any], person: Person, rhythm: Rhythm, known: _KnownPlans, now: datetime) -> Plan | None:
    planned = known.planned.get(nudge.key)
    if planned is not None and planned.next.due_at <= now:  # due now: the planner sends it and moves it on
        return _plan(nudge, person, rhythm, planned.next)
    timetable = Timetable(rhythm, calendar_of(person))
    today = local_date(now, person.zone)
    slot = _slot(nudge, timetable, _first_free(nudge, known, today), now)
    if slot is None:
        return None
    if planned is not None and _skipped(nudge, planned.next, slot, today):
        slot = _this_week(planned.next, timetable, today) or slot
    return _plan(nudge, person, rhythm, slot)


def _plan(nudge: Nudge[Any], person: Person, rhythm: Rhythm, following: Slot) -> Plan:
    return Plan(
        workspace_id=person.workspace_id,
        recipient=person.user_id,
        nudge=nudge.key,
        next=following,
        at=rhythm.at,
        days=rhythm.days,
        zone=rhythm.zone,
        working_days=person.working_days,
        country=person.holiday_country,
    )


def _skipped(nudge: Nudge[Any], planned: Slot, following: Slot | None, today: date) -> bool:
    """Whether a change of settings would drop this week's check-in: on a Friday, say, to Thursdays from now on."""
    if following is None or not nudge.weekly:
        return False
    return week_of(planned.on) == week_of(today) < week_of(following.on)


def _this_week(planned: Slot, timetable: Timetable, today: date) -> Slot | None:
    """The slot that keeps this week's check-in if a change would drop it; None on a holiday or in a pause. That is the
    planned one. Somebody who no longer works on its weekday gets it today, at once if its hour has passed: today they
    are here.
    """
    calendar, rhythm = timetable.calendar, timetable.rhythm
    if not calendar.is_day_off(planned.on):
        return planned
    if replace(calendar, working_days=EVERY_DAY).is_day_off(planned.on):
        return None
    return Slot(today, instant(today, rhythm.at, rhythm.zone), rhythm.at)


def _first_free(nudge: Nudge[Any], known: _KnownPlans, today: date) -> date:
    """The first local date that no slot of this nudge has taken yet; for a weekly one, the first free week's.

    A nudge that follows another waits for that one's last slot, or for its next if there was none yet. Slots taken by a
    clock that was ahead count as free.
    """
    asked, planned = known.taken.get(nudge.follows), known.planned.get(nudge.follows)
    after = max(today, asked[0].on if asked else planned.next.on if planned else today)
    taken = known.taken.get(nudge.key)
    if not taken:
        return after
    free = week_of(taken[0].on) + WEEK if nudge.weekly else taken[0].on + DAY
    return max(after, free)


async def _taken(
    transaction: Transaction, recipient: str, nudges: Collection[str], today: date, now: datetime
) -> dict[str, list[Delivery]]:
    """The slots of these nudges that were due recently, by nudge, the newest first."""
    made = await transaction.outbox.of(recipient, nudges, since=today - LOOK_BACK, status=None)
    by_nudge: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in made:
        if delivery.first_due_at <= now:
            by_nudge[delivery.nudge].append(delivery)
    return by_nudge


def _slot(nudge: Nudge[Any], timetable: Timetable, first: date, now: datetime) -> Slot | None:
    """The first slot on `first` or later that is still to come."""
    assert nudge.slot is not None
    slot = nudge.slot(timetable, first)
    return nudge.slot(timetable, slot.on + DAY) if slot is not None and slot.due_at <= now else slot
