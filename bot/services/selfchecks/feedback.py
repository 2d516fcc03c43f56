"""The other view of a self-check: a leader asks for it, their salespeople answer, and only sums come back."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.aggregates import Kind
from bot.domain.people.people import Membership, Person, Standing, Who
from bot.domain.people.permissions import Act, refusal
from bot.domain.selfchecks.feedback import (
    OPEN_FOR,
    Round,
    TwinAnswer,
    TwinFacts,
    TwoViews,
    counted_in,
    largest_gaps,
    scale_gaps,
)
from bot.domain.selfchecks.selfchecks import is_complete
from bot.domain.visibility import FOR_LEADER
from bot.errors import Problem
from bot.nudges import SELFCHECK_TWIN, SELFCHECK_VIEWS
from bot.nudges.nudge import Facts
from bot.services.context import Tools, new_id
from bot.services.people.people import People
from bot.services.selfchecks.selfchecks import counted
from bot.storage.transaction import Memory
from content.models import Library


class Twins:
    """Nobody but its author ever gets at a single answer."""

    def __init__(self, tools: Tools, people: People) -> None:
        self._tools = tools
        self._people = people

    async def views(self, who: Who) -> TwoViews | None:
        """What this leader may know of the other view, beside their last self-check; None for whoever leads nobody."""
        person = await self._people.meet(who)
        if refusal(person, Act.ASK_FOR_VIEWS):
            return None
        async with self._tools.database.transaction(who.workspace_id) as memory:
            return await self._views(memory, person)

    async def invite(self, who: Who) -> TwoViews:
        """Ask everyone who said yes to being on the team. Raises Problem while a round is open, and below three."""
        person = await self._people.permitted(who, Act.ASK_FOR_VIEWS)
        now = self._tools.clock()
        async with self._tools.database.transaction(who.workspace_id) as memory:
            before, team = await memory.twins.last(who.user_id), await self._team(memory, person)
            if before is not None and before.is_open(now):
                raise Problem("selfcheck.views.already_open")
            if len(team) < FOR_LEADER:
                raise Problem("selfcheck.views.too_few", least=FOR_LEADER)
            if before is not None:
                await memory.twins.forget_answers(before.id)
                await memory.figures.forget(Kind.VIEWS, before.id)
            invited = tuple(sorted(one.user_id for one in team))
            asked = Round(new_id(), who.user_id, now, now + OPEN_FOR, invited)
            await memory.twins.save(asked)
            for one in team:
                await memory.outbox.add(self._tools.at_once(one, SELFCHECK_TWIN, asked.id))
            return await self._views(memory, person)

    async def form(self, who: Who, round_id: str) -> TwinFacts:
        """The round, with what this salesperson answered. Raises Problem where it is not theirs, or is over."""
        person = await self._people.meet(who)
        async with self._tools.database.transaction(who.workspace_id) as memory:
            return await self._facts(memory, person, round_id)

    async def answer(self, who: Who, round_id: str, answers: Mapping[str, str | None]) -> TwinFacts:
        """Keep a salesperson's answers; sent again, they replace the former ones. Raises as `form`, and at the items.

        The sums take them in as soon as three people's can be taken in together; then the leader hears of it once.
        """
        given = counted(self._tools.library, answers)
        person = await self._people.meet(who)
        async with self._tools.database.transaction(who.workspace_id) as memory:
            facts = await self._facts(memory, person, round_id)
            mine = facts.mine or TwinAnswer(round_id, who.user_id, self._tools.clock(), given)
            await memory.twins.save_answer(replace(mine, answers=given))
            before = facts.round
            after, taken = counted_in(before, await memory.twins.answers(round_id))
            for one in taken:
                await memory.twins.save_answer(one)
            if taken:
                await memory.twins.save(after)
                await memory.figures.count(Kind.VIEWS, round_id, {one.author_id for one in taken})
            if after.count and not before.count:
                for leader in await memory.people.some([before.leader_id]):
                    await memory.outbox.add(self._tools.at_once(leader, SELFCHECK_VIEWS, round_id))
            return await self._facts(memory, person, round_id)

    async def _facts(self, memory: Memory, person: Person, round_id: str) -> TwinFacts:
        facts = await twin_facts(memory, person, round_id, is_open=True)
        if facts is None:
            raise Problem("errors.stale")
        if not facts.round.is_open(self._tools.clock()):
            raise Problem("selfcheck.twin.over")
        return facts

    async def _team(self, memory: Memory, leader: Person) -> list[Person]:
        members = await memory.teams.of_leader(leader.user_id)
        said_yes = [one.salesperson_id for one in members if one.membership is Membership.ACCEPTED]
        return [one for one in await memory.people.some(said_yes) if one.standing is Standing.ACTIVE]

    async def _views(self, memory: Memory, leader: Person) -> TwoViews:
        now, items = self._tools.clock(), list(self._tools.library.items.values())
        asked, team = await memory.twins.last(leader.user_id), len(await self._team(memory, leader))
        is_open = asked is not None and asked.is_open(now)
        if asked is not None and not is_open:
            await memory.twins.forget_answers(asked.id)
        checks = [check for check in await memory.selfchecks.of(leader.user_id) if is_complete(check, items)]
        if asked is None or not checks:
            return TwoViews(asked, is_open, team, leader.zone)
        if len(await memory.figures.people(Kind.VIEWS, asked.id)) < FOR_LEADER:
            return TwoViews(asked, is_open, team, leader.zone)
        own = checks[0]
        gaps, largest = scale_gaps(own, asked, items), largest_gaps(own, asked, items)
        return TwoViews(asked, is_open, team, leader.zone, gaps, largest)


async def twin_facts(memory: Memory, person: Person, round_id: str, *, is_open: bool) -> TwinFacts | None:
    """A round as one salesperson sees it; None where there is none, or they were not asked."""
    asked = await memory.twins.get(round_id)
    if asked is None or person.user_id not in asked.invited:
        return None
    mine = next((one for one in await memory.twins.answers(round_id) if one.author_id == person.user_id), None)
    return TwinFacts(asked, is_open, person.zone, mine)


async def twin_need(memory: Memory, _library: Library, facts: Facts) -> Facts:
    """For `facts.LOADERS`: the round that the delivery's subject names, in the eyes of whoever was asked."""
    asked = await memory.twins.get(facts.delivery.subject)
    if asked is None or facts.person is None:
        return facts
    found = await twin_facts(memory, facts.person, asked.id, is_open=asked.is_open(facts.now))
    return replace(facts, twin=found)
