"""The Home tab: gathers what one person sees of everything. A part that fails is left out, and the rest is shown."""

from collections.abc import Awaitable, Callable
from dataclasses import KW_ONLY, dataclass, replace
from typing import Any

from bot import log
from bot.domain.deliveries import DeliveryStatus
from bot.domain.home import HomeFacts, NextTime, takes_part
from bot.domain.people.people import Person, Position, Who
from bot.domain.people.permissions import Permission, may
from bot.domain.people.positions import position_of
from bot.domain.pictures import WEEKS, answers_of
from bot.domain.time.localtime import WEEK
from bot.nudges import NUDGES, PROMPT_PERSON, REFLECTION_REMINDER, RIDEALONG_CLOSED
from bot.services.admin.admin import Admin
from bot.services.checkins.checkins import CheckIns
from bot.services.checkins.pressure_weeks import PressureWeeks
from bot.services.context import Context
from bot.services.people.first_prompt import has_prompt
from bot.services.people.people import People
from bot.services.prompts.answers import PromptAnswers
from bot.services.prompts.streaks import Streaks
from bot.services.ridealongs.ridealongs import RideAlongs
from bot.services.selfchecks.selfchecks import SelfChecks
from bot.services.selfchecks.skills import SkillChecks

logger = log.get(__name__)
ONLY_IF = {REFLECTION_REMINDER, RIDEALONG_CLOSED}  # they come only where nobody answers, so no time is promised
MOVING = [nudge.key for nudge in NUDGES if nudge.moves]
Load = Callable[[Person], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class HomeParts:
    """The use cases that the Home tab shows something of."""

    prompts: PromptAnswers
    checkins: CheckIns
    streaks: Streaks
    selfchecks: SelfChecks
    ridealongs: RideAlongs
    skillchecks: SkillChecks
    _: KW_ONLY
    admin: Admin
    pressure: PressureWeeks


class Home:
    """What somebody's Home tab shows."""

    def __init__(self, context: Context, people: People, parts: HomeParts) -> None:
        self._context = context
        self._people = people
        self._parts = parts

    async def facts(self, who: Who) -> HomeFacts:
        """All that this person sees on their Home tab. Raises Problem only where Slack does not know them."""
        person = await self._people.meet(who)
        facts = HomeFacts(person, self._context.clock())
        if person.is_guest:
            return facts
        own = (
            self._prompt,
            self._week,
            self._streaks,
            self._selfcheck,
            self._rides,
            self._team,
            self._pressure,
            self._next,
        )
        for part in (*(own if takes_part(person) else ()), self._admin, self._upgrade):
            facts = await _with(facts, part)
        return facts

    async def _prompt(self, person: Person) -> dict[str, Any]:
        prompt = await self._parts.prompts.today(person.who)
        if prompt is not None:
            return {"prompt": prompt}
        async with self._context.database.reading(person.workspace_id) as transaction:
            return {"prompt_is_coming": await has_prompt(self._context, transaction, person)}

    async def _streaks(self, person: Person) -> dict[str, Any]:
        return {"streaks": await self._parts.streaks.facts(person.who)}

    async def _week(self, person: Person) -> dict[str, Any]:
        asked = (await self._parts.streaks.facts(person.who)).weekly is not None
        if not asked:
            return {}
        this_week = person.week_at(self._context.today(person))
        async with self._context.database.reading(person.workspace_id) as transaction:
            checkins = await transaction.checkins.since([person.user_id], this_week - WEEK * WEEKS)
        checkins = [checkin for checkin in checkins if checkin.about_leaders == person.is_head]
        return {"week": await self._parts.checkins.facts(person.who), "answered_weeks": answers_of(checkins, this_week)}

    async def _selfcheck(self, person: Person) -> dict[str, Any]:
        if position_of(person) is Position.SALESPERSON:
            return {"skills": await self._parts.skillchecks.latest(person.who)}
        return {"selfcheck": await self._parts.selfchecks.latest(person.who)}

    async def _rides(self, person: Person) -> dict[str, Any]:
        return {"rides": await self._parts.ridealongs.upcoming(person.who)}

    async def _team(self, person: Person) -> dict[str, Any]:
        async with self._context.database.reading(person.workspace_id) as transaction:
            return {
                "team": await transaction.teams.of_leader(person.user_id),
                "leaders": await transaction.teams.of_salesperson(person.user_id),
            }

    async def _pressure(self, person: Person) -> dict[str, Any]:
        return {"pressure": await self._parts.pressure.facts(person.who)} if person.is_leader else {}

    async def _next(self, person: Person) -> dict[str, Any]:
        async with self._context.database.reading(person.workspace_id) as transaction:
            planned = await transaction.schedules.of(person.user_id)
            today = self._context.today(person)
            moved = await transaction.outbox.of(person.user_id, MOVING, since=today, status=DeliveryStatus.PENDING)
        paused = [plan for plan in planned if any(pause.covers(plan.next.on) for pause in person.pauses)]
        plans = [plan for plan in planned if plan not in paused and plan.nudge not in ONLY_IF]
        times = [NextTime(plan.nudge, plan.next.due_at) for plan in plans]
        times += [
            NextTime(delivery.nudge, delivery.due_at) for delivery in moved if delivery.due_at > self._context.clock()
        ]
        return {
            "next_times": sorted(times, key=lambda next_time: next_time.at),
            "next_prompt_at": next((plan.next.due_at for plan in plans if plan.nudge == PROMPT_PERSON), None),
        }

    async def _admin(self, person: Person) -> dict[str, Any]:
        return {"admin": await self._parts.admin.glance(person)} if may(person, Permission.SEE_ADMIN) else {}

    async def _upgrade(self, person: Person) -> dict[str, Any]:
        return {"upgrade": await self._context.upgrade_for(person)}


async def _with(facts: HomeFacts, part: Load) -> HomeFacts:
    """The facts with one more part, or with its name among the missing ones."""
    name = getattr(part, "__name__", "part").removeprefix("_")
    try:
        return replace(facts, **await part(facts.person))
    except Exception:  # the Home tab never fails because one part does
        logger.exception("home_part_failed", part=name)
        return replace(facts, missing=facts.missing | {name})
