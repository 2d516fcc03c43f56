"""Pressure weeks: those from the workspace's fiscal calendar, and what each leader says about single weeks."""

from dataclasses import replace
from datetime import date

from bot.domain.people.people import Person, Who, Workspace
from bot.domain.people.permissions import Permission
from bot.domain.time.fiscal import PressureFacts, QuarterPattern
from bot.domain.time.localtime import WEEK, week_of
from bot.domain.time.weeks import week_around
from bot.errors import Problem
from bot.parsing.pauses import read_week
from bot.parsing.reading import Asker
from bot.services.checkins.pressure import pressure_of
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.planning.recurring import replan_everybody
from bot.storage.transaction import Transaction

AHEAD = 6  # weeks shown, this one included
FARTHEST = 53 * WEEK


class PressureWeeks:
    """A leader's pressure weeks, and the fiscal calendar that an admin sets."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who) -> PressureFacts:
        """This week and the next ones. Raises Problem for somebody who is no leader."""
        person = await self._people.permitted(who, Permission.MARK_PRESSURE_WEEK)
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await self._facts(transaction, person)

    async def mark(self, who: Who, week: date, is_pressure: bool) -> PressureFacts:
        """Mark a week (its Monday) as a pressure week, or as not one. Raises Problem as `facts` does."""
        person = await self._people.permitted(who, Permission.MARK_PRESSURE_WEEK)
        if (
            week != week_of(week)
            or not self._this_week(person) - FARTHEST <= week <= self._this_week(person) + FARTHEST
        ):
            raise Problem("errors.stale")
        async with self._context.database.transaction(who.workspace_id) as transaction:
            await transaction.pressure.mark(who.user_id, week, is_pressure)
            return await self._facts(transaction, person)

    async def mark_typed(self, who: Who, text: str) -> PressureFacts:
        """Mark the week that was typed ("next week", "14 dec", "week of dec 14"); without one, the same as `facts`.
        Raises Problem as `facts` does, and for text that is no date, or a week that is over or more than a year away.
        """
        person = await self._people.permitted(who, Permission.MARK_PRESSURE_WEEK)
        if (week := self._named_week(person, text)) is not None:
            return await self.mark(who, week, is_pressure=True)
        week = read_week(text, Asker.of(person, self._context.clock()))
        if week is None:
            return await self.facts(who)
        if week > self._this_week(person) + FARTHEST:
            raise Problem("pressure.problems.beyond")
        return await self.mark(who, week, is_pressure=True)

    async def calendar(self, who: Who) -> Workspace:
        """The workspace with its fiscal calendar and its country, for an admin. Raises Problem for anybody else."""
        await self._people.permitted(who, Permission.CHANGE_WORKSPACE)
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await transaction.workspaces.get()

    async def set_calendar(
        self, who: Who, start_month: int, pattern: QuarterPattern, country: str | None = None
    ) -> Workspace:
        """Save the fiscal calendar, and the country whose holidays apply to people who chose none and whose zone gives
        none.

        Raises Problem as `calendar` does.
        """
        await self._people.permitted(who, Permission.CHANGE_WORKSPACE)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            workspace = await transaction.workspaces.get()
            changed = replace(workspace, fiscal_start_month=start_month, fiscal_pattern=pattern, country=country)
            await transaction.workspaces.save(changed)
        await replan_everybody(self._context.database, who.workspace_id, self._context.clock())
        return changed

    async def _facts(self, transaction: Transaction, person: Person) -> PressureFacts:
        this_week = self._this_week(person)
        weeks = [this_week + number * WEEK for number in range(AHEAD)]
        pressure = await pressure_of(transaction, person.user_id, weeks)
        return PressureFacts(this_week, tuple((week, pressure.get(week)) for week in weeks))

    def _this_week(self, person: Person) -> date:
        return week_around(self._context.today(person), person.week_begins)

    def _named_week(self, person: Person, text: str) -> date | None:
        """What "this week" and "next week" mean on a day that starts a new week but is not a Monday; else None."""
        this_week = self._this_week(person)
        if this_week == week_of(self._context.today(person)):
            return None
        return {"this": this_week, "next": this_week + WEEK}.get(text.lower().removesuffix("week").strip())
