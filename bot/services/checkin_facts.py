"""What a check-in shows, and what the digest counts; inside a transaction that somebody else opened."""

from dataclasses import replace
from datetime import date

from bot.domain.checkin import Answer, CheckIn, CheckInFacts, answered_weeks, of_week, previous_week
from bot.domain.commitments import carried, checkin_source
from bot.domain.figures import is_shown
from bot.domain.people import Person
from bot.domain.schedule import Timetable, reminded_week, week_of
from bot.domain.streaks import Streak, weekly_streak
from bot.domain.visibility import FOR_LEADER
from bot.nudges import CHECKIN, CHECKIN_REMINDER
from bot.nudges.checkin_reminder import rhythm as reminder_rhythm
from bot.nudges.nudge import Facts
from bot.services.calendars import calendar_of
from bot.services.figures import week_figure
from bot.services.pressure import pressure_of
from bot.storage.memory import Memory
from content.models import Library


async def load_checkin(memory: Memory, person: Person, week: date, today: date) -> CheckInFacts:
    """The check-in of a person for the week of Monday `week`; `today` is their local date."""
    checkins = await memory.checkins.of(person.user_id)
    commitments = await memory.commitments.of(person.user_id)
    made = next((each for each in commitments if each.source == checkin_source(week)), None)
    asked = await memory.outbox.of(person.user_id, [CHECKIN], since=week, status=None)
    asked_on = min((delivery.on for delivery in asked if week_of(delivery.on) == week), default=None)
    reminders = await memory.outbox.of(person.user_id, [CHECKIN_REMINDER], since=asked_on or today)
    return CheckInFacts(
        week=week,
        checkin=of_week(checkins, week),
        commitment=made,
        last=carried(commitments, week),
        streak=weeks_of(person, checkins, today),
        was_asked=asked_on is not None,
        was_reminded=asked_on is not None and bool(reminders),
        pressure=(await pressure_of(memory, person.user_id, [week])).get(week),
    )


def weeks_of(person: Person, checkins: list[CheckIn], today: date) -> Streak:
    """The weekly streak of a person on their local date `today`."""
    return weekly_streak(answered_weeks(checkins), calendar_of(person), week_of(today), person.checkin_day)


async def checkin_need(memory: Memory, _library: Library, facts: Facts) -> Facts:
    """The check-in for the week of the slot; for a reminder the week that it is about, None where there is none."""
    person, on = facts.person, facts.delivery.on
    if person is None:
        return facts
    week = _reminded(person, on) if facts.delivery.nudge == CHECKIN_REMINDER else week_of(on)
    return facts if week is None else replace(facts, checkin=await load_checkin(memory, person, week, on))


def _reminded(person: Person, on: date) -> date | None:
    rhythm = reminder_rhythm(person, 0)
    return None if rhythm is None else reminded_week(Timetable(rhythm, calendar_of(person)), on)


async def split_need(memory: Memory, _library: Library, facts: Facts) -> Facts:
    """How the check-ins of the week before the slot were split, as it was first shown; None below three answers."""
    figure = await week_figure(memory, previous_week(week_of(facts.delivery.on)), facts.now)
    if figure is None or not is_shown(figure, FOR_LEADER):
        return facts
    return replace(facts, split={Answer(answer): count for answer, count in figure.counts.items()})
