"""The Home tab: gathers everything that one person sees, in one database transaction. A part that fails is left out,
and the rest is shown.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot import log
from bot.domain.home import HomeFacts
from bot.domain.people.people import Person, PersonStatus, Who
from bot.domain.people.permissions import Permission, may
from bot.domain.people.taking_part import takes_part
from bot.domain.pictures import WEEKS, answers_of, days_until
from bot.domain.prompts.streaks import StreakFacts, daily_streak, marked
from bot.domain.time.localtime import WEEK
from bot.services.admin.admin import Admin
from bot.services.checkins.facts import load_checkin
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.planning.working_days import calendar_of
from bot.services.prompts import prompts
from bot.services.prompts.today import load_today
from bot.services.ridealongs.facts import load_upcoming
from bot.storage.transaction import Transaction

logger = log.get(__name__)
Part = Callable[[Transaction, HomeFacts], Awaitable[dict[str, Any]]]


class Home:
    """What somebody's Home tab shows."""

    def __init__(self, context: Context, people: People, admin: Admin) -> None:
        self._context = context
        self._people = people
        self._admins = admin

    async def facts(self, who: Who) -> HomeFacts:
        """Everything this person sees on their Home tab. Raises Problem only if Slack does not know them."""
        person = await self._people.meet(who)
        facts = HomeFacts(person, self._context.clock())
        if person.is_guest:
            return facts
        parts: list[Part] = [self._practice, self._prompt, self._rides, self._leaders] if takes_part(person) else []
        facts = await self._looked(facts, parts)
        facts = await _with(facts, "admin", self._admin(person))
        return await _with(facts, "upgrade", self._upgrade(person))

    async def facts_as_known(self, who: Who) -> HomeFacts:
        """The same for a tab that we redraw ourselves, which must not make us keep anything about a stranger."""
        async with self._context.database.reading(who.workspace_id) as transaction:
            is_known = await transaction.people.get(who.user_id) is not None
        return await self.facts(who) if is_known else self.of_nobody(who)

    def of_nobody(self, who: Who) -> HomeFacts:
        """The Home tab of somebody we keep nothing about; reads nothing and asks Slack nothing."""
        person = Person(who.workspace_id, who.user_id, status=PersonStatus.STOPPED)
        return HomeFacts(person, self._context.clock())

    async def _looked(self, facts: HomeFacts, parts: list[Part]) -> HomeFacts:
        """The facts with all parts from one transaction. After a part fails, the rest get a new one: the database may
        refuse further statements in the old one.
        """
        while parts:
            async with self._context.database.reading(facts.person.workspace_id) as transaction:
                while parts:
                    part = parts.pop(0)
                    before = len(facts.missing)
                    facts = await _with(facts, part.__name__.removeprefix("_"), part(transaction, facts))
                    if len(facts.missing) > before:
                        break
        return facts

    async def _practice(self, transaction: Transaction, facts: HomeFacts) -> dict[str, Any]:
        """This week's check-in, and check-ins and prompts over the weeks."""
        person, today, calendar = facts.person, self._context.today(facts.person), calendar_of(facts.person)
        practised = await prompts.practised_by(transaction, person)
        week = person.week_at(today)
        past = (await transaction.checkins.past([person.user_id], week - WEEK * (WEEKS - 1)))[person.user_id]
        daily, days = daily_streak(practised, calendar, today), days_until(today)
        marks = tuple(zip(days, marked(days, practised, calendar, daily), strict=True))
        if not person.checks_in and not past.weeks:
            return {"streaks": StreakFacts(daily, None, marks)}
        checkin = await load_checkin(transaction, person, week, today, past)
        own = [earlier for earlier in past.latest if earlier.about_leaders == person.is_head]
        return {
            "streaks": StreakFacts(daily, checkin.streak, marks),
            "week": checkin,
            "answered_weeks": answers_of(own, week),
        }

    async def _prompt(self, transaction: Transaction, facts: HomeFacts) -> dict[str, Any]:
        daily = facts.streaks.daily if facts.streaks else None
        today = await load_today(transaction, self._context.library, facts.person, facts.now, daily)
        return {"prompt": today.prompt, "prompt_is_coming": today.is_coming, "next_prompt_at": today.next_at}

    async def _rides(self, transaction: Transaction, facts: HomeFacts) -> dict[str, Any]:
        return {"rides": await load_upcoming(transaction, facts.person, facts.now, 1)}

    async def _leaders(self, transaction: Transaction, facts: HomeFacts) -> dict[str, Any]:
        return {"leaders": await transaction.teams.of_salesperson(facts.person.user_id)}

    async def _admin(self, person: Person) -> dict[str, Any]:
        return {"admin": await self._admins.glance(person)} if may(person, Permission.SEE_ADMIN) else {}

    async def _upgrade(self, person: Person) -> dict[str, Any]:
        return {"upgrade": await self._context.upgrade_for(person)}


async def _with(facts: HomeFacts, name: str, part: Awaitable[dict[str, Any]]) -> HomeFacts:
    """The facts with one more part, or with its name among the missing ones."""
    try:
        return replace(facts, **await part)
    except Exception:  # the Home tab never fails because one part does
        logger.exception("home_part_failed", part=name)
        return replace(facts, missing=facts.missing | {name})
