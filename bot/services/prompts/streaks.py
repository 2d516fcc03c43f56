"""A person's own streaks, derived from what they answered."""

from bot.domain.people.people import Who
from bot.domain.people.permissions import Permission
from bot.domain.pictures import days_until
from bot.domain.prompts.streaks import StreakFacts, daily_streak, marked
from bot.services.checkins.facts import weeks_of
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.planning.working_days import calendar_of
from bot.services.prompts import prompts


class Streaks:
    """For the person only; nobody else can see them."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who) -> StreakFacts:
        """The daily streak, and the weekly one if the person leads or ever checked in. Raises Problem for a guest."""
        person = await self._people.permitted(who, Permission.PRACTISE)
        today = self._context.today(person)
        async with self._context.database.reading(who.workspace_id) as transaction:
            practised = await prompts.practised_by(transaction, person)
            weeks = await transaction.checkins.weeks(person.user_id)
        has_weeks, calendar = person.checks_in or bool(weeks), calendar_of(person)
        daily, days = daily_streak(practised, calendar, today), days_until(today)
        marks = tuple(zip(days, marked(days, practised, calendar, daily), strict=True))
        return StreakFacts(daily, weeks_of(person, weeks, today) if has_weeks else None, marks)
