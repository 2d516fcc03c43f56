"""Choosing a programme, seeing its progress, and stopping it."""

from dataclasses import replace

from bot.domain.people.allowances import Allowance
from bot.domain.people.people import Person, Who
from bot.domain.people.permissions import Permission
from bot.domain.plans import Plan
from bot.domain.prompts.programmes import ProgrammeFacts, ProgrammeRun, first_monday, last_day
from bot.domain.time.schedule import DAY
from bot.errors import Problem
from bot.nudges import PROGRAMME_SUMMARY
from bot.services.context import Context, new_id
from bot.services.people import allowances
from bot.services.people.people import People
from bot.services.planning.letters import next_quiet_slot
from bot.services.prompts.programme_facts import load_programme
from bot.storage.transaction import Transaction
from content.models import Programme


class Programmes:
    """A leader's own programme; nobody else ever hears about it."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who) -> ProgrammeFacts:
        """The running programme, or the last one, and all there are. Raises Problem for somebody who is no leader."""
        person = await self._people.permitted(who, Permission.TAKE_PROGRAMME)
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await self._facts(transaction, person)

    async def start(self, who: Who, key: str) -> ProgrammeFacts:
        """Start a programme, on this Monday or the next; started twice, it runs once. Raises Problem if it is unknown,
        another one is running, or the daily prompt that delivers it is turned off.
        """
        person = await self._people.permitted(who, Permission.TAKE_PROGRAMME)
        programme = self._context.library.programmes.get(key)
        if programme is None:
            raise Problem("errors.stale")
        if person.prompt_at is None:
            raise Problem("programmes.problems.no_prompt")
        async with self._context.database.transaction(who.workspace_id) as transaction:
            facts = await self._facts(transaction, person)
            if facts.is_running and facts.run and facts.run.programme != key:
                raise Problem("programmes.problems.another", title=facts.programme.title if facts.programme else "")
            if not facts.is_running:
                await allowances.use(self._context, transaction, person, Allowance.PROGRAMME)
                run = ProgrammeRun(new_id(), who.user_id, key, first_monday(self._context.today(person)))
                await transaction.programmes.save(run)
                await self._plan_summary(transaction, person, run, programme)
            return await self._facts(transaction, person)

    async def stop(self, who: Who, run_id: str) -> ProgrammeFacts:
        """End it now; the daily prompts go on as before. Raises Problem if it is not this person's or is over."""
        person = await self._people.permitted(who, Permission.TAKE_PROGRAMME)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            facts = await self._facts(transaction, person)
            if facts.run is None or facts.run.id != run_id or not facts.is_running:
                raise Problem("errors.stale")
            await transaction.schedules.remove(who.user_id, PROGRAMME_SUMMARY)
            if facts.number == 0:
                await transaction.programmes.remove(run_id)
            else:
                await transaction.programmes.save(replace(facts.run, ended_on=self._context.today(person)))
            return replace(await self._facts(transaction, person), stopped=facts.programme)

    async def _plan_summary(
        self, transaction: Transaction, person: Person, run: ProgrammeRun, programme: Programme
    ) -> None:
        """Plan the summary for the first quiet day after its last week, at the time of the daily prompt."""
        slot = next_quiet_slot(person, last_day(run, programme) + DAY)
        if slot is not None:
            plan = Plan(person.workspace_id, person.user_id, PROGRAMME_SUMMARY, slot, subject=run.id, zone=person.zone)
            await transaction.schedules.save(plan)

    async def _facts(self, transaction: Transaction, person: Person) -> ProgrammeFacts:
        return await load_programme(transaction, self._context.library, person, self._context.today(person))
