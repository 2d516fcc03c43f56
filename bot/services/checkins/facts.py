"""What a check-in shows, and what the digest counts; inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.aggregates import AggregateKind, is_shown
from bot.domain.checkins.checkins import (
    CheckInAnswer,
    CheckInFacts,
    PastCheckIns,
    TeamSplit,
    of_week,
    previous_week,
)
from bot.domain.checkins.commitments import Commitment, carried, checkin_source
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Person
from bot.domain.prompts.streaks import Streak, weekly_streak
from bot.domain.time.fiscal import Pressure
from bot.domain.time.schedule import WEEK, Timetable, reminded_week, week_of
from bot.domain.visibility import FOR_LEADER
from bot.nudges import BY_KEY, CHECKIN, CHECKIN_REMINDER
from bot.nudges.checkins.checkin_reminder import rhythm as reminder_rhythm
from bot.nudges.nudge import Facts
from bot.services.checkins.aggregates import is_whole_group, week_aggregate
from bot.services.checkins.custom_questions import custom_questions
from bot.services.checkins.pressure import pressures
from bot.services.planning.working_days import calendar_of
from bot.storage.transaction import Transaction
from content.libraries import Libraries
from content.models import Library


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for one person's check-in for a week (its Monday), on their local date `today`."""

    person: Person
    week: date
    today: date


async def load_checkin(
    transaction: Transaction, person: Person, week: date, today: date, past: PastCheckIns | None = None
) -> CheckInFacts:
    """The check-in of a person for the week of Monday `week`; `today` is their local date.

    `past` are their check-ins, if the caller has already read them; messages about the week are not looked up then.
    """
    known = None if past is None else {person.user_id: past}
    return (await load_checkins(transaction, [Asked(person, week, today)], known))[0]


async def load_checkins(
    transaction: Transaction, batch: Sequence[Asked], known: Mapping[str, PastCheckIns] | None = None
) -> list[CheckInFacts]:
    """The check-ins of several people, in order; a week's check-ins take as few statements as a single one."""
    who = {asked.person.user_id for asked in batch}
    since = min((asked.week for asked in batch), default=date.max)
    past = known or await transaction.checkins.past(who, since)
    plans = {
        week: await transaction.commitments.of_checkins(
            {asked.person.user_id for asked in batch if asked.week == week}, week
        )
        for week in {asked.week for asked in batch}
    }
    about = [CHECKIN, CHECKIN_REMINDER]
    posts = {} if known else await transaction.outbox.of_each(who, about, since=since, status=None)
    pressure = await pressures(transaction, [(asked.person.user_id, asked.week) for asked in batch])
    facts = [
        _facts(
            asked,
            past[asked.person.user_id],
            plans[asked.week][asked.person.user_id],
            posts.get(asked.person.user_id, []),
            pressure.get((asked.person.user_id, asked.week)),
        )
        for asked in batch
    ]
    asking = [
        (asked.person.user_id, asked.week, asked.today, made.about_leaders)
        for asked, made in zip(batch, facts, strict=True)
    ]
    custom = await custom_questions(transaction, asking)
    return [
        replace(made, custom=tuple(custom.get((asked.person.user_id, asked.week), ())))
        for asked, made in zip(batch, facts, strict=True)
    ]


def _facts(
    asked: Asked,
    past: PastCheckIns,
    commitments: list[Commitment],
    posts: list[Delivery],
    pressure: Pressure | None,
) -> CheckInFacts:
    week, checkin = asked.week, of_week(past.latest, asked.week)
    asked_on = min((post.on for post in posts if post.nudge == CHECKIN and week_of(post.on) == week), default=None)
    reminders = (post for post in posts if post.nudge == CHECKIN_REMINDER and post.status is DeliveryStatus.SENT)
    return CheckInFacts(
        week=week,
        checkin=checkin,
        commitment=next((commitment for commitment in commitments if commitment.source == checkin_source(week)), None),
        last=carried(commitments, week),
        streak=weeks_of(asked.person, past.weeks, asked.today),
        was_asked=asked_on is not None,
        was_reminded=asked_on is not None and any(reminder.on >= asked_on for reminder in reminders),
        pressure=pressure,
        about_leaders=checkin.about_leaders if checkin else asked.person.is_head,
    )


def weeks_of(person: Person, weeks: Collection[date], today: date) -> Streak:
    """The weekly streak of a person on their local date `today`, from the Mondays of the weeks that they answered."""
    return weekly_streak(weeks, calendar_of(person), person.week_at(today), person.checkin_day)


async def load_due_checkins(
    transaction: Transaction, _libraries: Libraries, batch: Sequence[Facts[Any]]
) -> list[CheckInFacts | None]:
    """The check-in for the week of each slot; for a reminder, for the week it is about, None if there is none."""
    asked = {facts.delivery.id: wanted for facts in batch if (wanted := _asked(facts)) is not None}
    loaded = dict(zip(asked, await load_checkins(transaction, list(asked.values())), strict=True))
    return [loaded.get(facts.delivery.id) for facts in batch]


def _asked(facts: Facts[Any]) -> Asked | None:
    person, on = facts.person, facts.delivery.on
    if person is None:
        return None
    week = _reminded(person, on) if facts.delivery.nudge == CHECKIN_REMINDER else week_of(on)
    return None if week is None else Asked(person, week, on)


def _reminded(person: Person, on: date) -> date | None:
    rhythm = reminder_rhythm(person, 0)
    return None if rhythm is None else reminded_week(Timetable(rhythm, calendar_of(person)), on)


async def spare_reminder(transaction: Transaction, person: Person, week: date) -> None:
    """Drop the reminder about the week of Monday `week`, which was answered: the next one is about a later week."""
    plan = await transaction.schedules.get(person.user_id, CHECKIN_REMINDER)
    rhythm, find = reminder_rhythm(person, 0), BY_KEY[CHECKIN_REMINDER].slot
    if plan is None or rhythm is None or find is None or _reminded(person, plan.next.on) != week:
        return
    following = find(Timetable(rhythm, calendar_of(person)), week_of(plan.next.on) + WEEK)
    if following is not None:
        await transaction.schedules.save(replace(plan, next=following))


async def keep_split(transaction: Transaction, facts: Facts[Any]) -> None:
    """Count the week before the slot, unless that is done: what is shown of it never changes afterwards."""
    await week_aggregate(transaction, previous_week(week_of(facts.delivery.on)), facts.now)


async def load_split(transaction: Transaction, _library: Library, facts: Facts[Any]) -> TeamSplit:
    """The split of the check-ins of the week before the slot, as first shown; if there is none, why not."""
    week = previous_week(week_of(facts.delivery.on))
    counted = await transaction.aggregates.get(AggregateKind.WEEK, week.isoformat())
    if counted is None:
        people = frozenset(checkin.user_id for checkin in await transaction.checkins.in_week(week))
        return TeamSplit({}, await is_whole_group(transaction, week, people))
    if not is_shown(counted, FOR_LEADER):
        return TeamSplit({})
    return TeamSplit({CheckInAnswer(answer): count for answer, count in counted.counts.items()})
