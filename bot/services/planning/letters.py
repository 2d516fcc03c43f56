"""When the letter about a fiscal quarter comes: on the first quiet day after it, at the person's prompt time."""

from collections.abc import Sequence
from datetime import date, datetime, time

from bot.domain.budget import quiet_days
from bot.domain.codec import QuarterSubject, decode, encode
from bot.domain.people.people import NudgeKind, Person
from bot.domain.people.taking_part import takes_part
from bot.domain.plans import Plan
from bot.domain.time.fiscal import FiscalCalendar, Quarter, previous_quarter, quarter_of
from bot.domain.time.localtime import DAY, local_date
from bot.domain.time.schedule import Rhythm, Slot, Timetable, next_slot_on_or_after
from bot.nudges import QUARTER_REPORT, QUARTERLY_LETTER
from bot.services.planning.working_days import calendar_of
from bot.storage.transaction import Transaction

MORNING = time(8, 30)
LETTERS = (QUARTERLY_LETTER, QUARTER_REPORT)


async def plan_letters(transaction: Transaction, person: Person, now: datetime, before: Sequence[Plan]) -> None:
    """Plan a leader's next letter and an admin's next report; for anybody else both are dropped.

    `before`: what is planned for them.
    """
    fiscal = (await transaction.workspaces.get()).fiscal
    wants = takes_part(person) and NudgeKind.LETTERS not in person.turned_off
    after: list[Plan] = []
    for nudge, is_theirs in ((QUARTERLY_LETTER, person.is_leader), (QUARTER_REPORT, person.is_admin)):
        planned = [plan for plan in before if plan.nudge == nudge]
        if any(plan.next.due_at <= now for plan in planned):
            after += planned  # due now: the planner sends it first
        elif wants and is_theirs and (upcoming := _next(person, fiscal, now, nudge)) is not None:
            quarter, slot = upcoming
            after.append(
                Plan(person.workspace_id, person.user_id, nudge, slot, subject=subject(quarter), zone=person.zone)
            )
    await transaction.schedules.replace([plan for plan in before if plan.nudge in LETTERS], after)


def subject(quarter: Quarter) -> str:
    """A quarter as the subject of a delivery or the value of a button: its two ends."""
    return encode(QuarterSubject(quarter.first, quarter.last))


def quarter_named(text: str, fiscal: FiscalCalendar) -> Quarter | None:
    """The quarter that a subject names, or None if the fiscal calendar no longer has that quarter."""
    quarter = quarter_of(decode(QuarterSubject, text).first, fiscal)
    return quarter if subject(quarter) == text else None


def _next(person: Person, fiscal: FiscalCalendar, now: datetime, nudge: str) -> tuple[Quarter, Slot] | None:
    """The first letter still to come: about the last quarter, or about this one."""
    today = local_date(now, person.zone)
    for quarter in (previous_quarter(today, fiscal), quarter_of(today, fiscal)):
        slot = _slot(person, quarter, nudge)
        if slot is not None and slot.due_at > now:
            return quarter, slot
    return None


def _slot(person: Person, quarter: Quarter, nudge: str) -> Slot | None:
    """On the first quiet day after the quarter; an admin who is also a leader gets the report on the next one."""
    first = next_quiet_slot(person, quarter.last + DAY)
    if first is None or nudge == QUARTERLY_LETTER or not person.is_leader:
        return first
    return next_quiet_slot(person, first.on + DAY)


def next_quiet_slot(person: Person, first: date) -> Slot | None:
    """The first day from `first` on with room in the budget for a rare message, at their prompt time."""
    days = quiet_days(person.working_days, person.checkin_day)
    at = person.hours.nearest(person.prompt_at or MORNING)
    timetable = Timetable(Rhythm(at, days, person.zone), calendar_of(person))
    return next_slot_on_or_after(timetable, first)
