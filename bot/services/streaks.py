"""A person's own streaks, derived from what they answered."""

from bot.domain.people import Who
from bot.domain.permissions import Act
from bot.domain.streaks import StreakFacts
from bot.services import practice
from bot.services.checkin_facts import weeks_of
from bot.services.people import People
from bot.services.tools import Tools


class Streaks:
    """For the person alone; nobody else ever asks for them."""

    def __init__(self, tools: Tools, people: People) -> None:
        self._tools = tools
        self._people = people

    async def facts(self, who: Who) -> StreakFacts:
        """The daily streak, and the weekly one of whoever leads or ever checked in. Raises Problem for a guest."""
        person = await self._people.permitted(who, Act.PRACTISE)
        today = self._tools.today(person)
        async with self._tools.database.transaction(who.workspace_id) as memory:
            daily = await practice.streak(memory, person, today)
            checkins = await memory.checkins.of(person.user_id)
        has_weeks = person.is_leader or bool(checkins)
        return StreakFacts(daily, weeks_of(person, checkins, today) if has_weeks else None)
