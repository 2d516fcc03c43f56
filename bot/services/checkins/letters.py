"""The contents of the quarterly letter and the quarter's report."""

from dataclasses import replace
from typing import Any

from bot.computing import compute_at_once
from bot.domain.aggregates import AggregateKind
from bot.domain.checkins.insights import counts, findings
from bot.domain.checkins.letters import LetterFacts, ReportFacts, is_worth_a_letter, report_of
from bot.domain.people.people import Person, Who
from bot.domain.people.permissions import Permission
from bot.domain.selfchecks.path import selfcheck_path
from bot.domain.time.fiscal import Quarter, previous_quarter
from bot.domain.time.hours import MIDNIGHT
from bot.domain.time.localtime import DAY, instant
from bot.errors import Problem
from bot.nudges.nudge import Facts
from bot.services.checkins.aggregates import quarter_aggregate
from bot.services.checkins.insights import SPAN, load_record
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.planning.letters import plan_letters, quarter_named
from bot.storage.transaction import Transaction
from content.models import Library


class Letters:
    """A leader's own letters, to read again at any time."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who, subject: str = "", *, with_names: bool = False) -> LetterFacts:
        """The letter about a quarter, or about the last one that has ended; with names, where mentions show none.

        Raises Problem for a guest, for a quarter that no longer exists, and if there are too few check-ins.
        """
        person = await self._people.permitted(who, Permission.READ_LETTERS)
        async with self._context.database.reading(who.workspace_id) as transaction:
            fiscal = (await transaction.workspaces.get()).fiscal
            last = previous_quarter(self._context.today(person), fiscal)
            quarter = quarter_named(subject, fiscal) if subject else last
            if quarter is None:
                raise Problem("letters.problems.no_quarter")
            facts = await load_letter(transaction, self._context.library, person, quarter)
            if with_names:
                mentioned = {user_id for insight in facts.insights for user_id in insight.people}
                people = await transaction.people.some(mentioned)
                facts = replace(facts, names={person.user_id: person.name for person in people})
        if not is_worth_a_letter(facts):
            raise Problem("letters.problems.too_few", count=facts.weeks)
        return facts


async def load_letter(transaction: Transaction, library: Library, person: Person, quarter: Quarter) -> LetterFacts:
    """Everything that a letter says, only from its reader's own answers; inside the caller's transaction."""
    weeks = quarter.weeks
    record = await load_record(transaction, person, weeks[-1] - SPAN, plans_since=weeks[0])
    own = record.between(weeks[0], weeks[-1])
    year = record.between(weeks[-1] - SPAN, weeks[-1])
    checks = await transaction.selfchecks.answers(person.user_id, quarter.last)
    moved = selfcheck_path(checks, library.items.values(), quarter)
    first, last = (instant(day, MIDNIGHT, person.zone) for day in (quarter.first, quarter.last + DAY))
    rides = await transaction.ridealongs.led_between(person.user_id, first, last)
    insights = (*counts(own), *await compute_at_once(findings, year))
    return LetterFacts(
        quarter,
        len(own.checkins),
        insights,
        moved[0] if moved else None,
        moved[1] if moved else None,
        rides=rides,
    )


async def plan_next_letter(transaction: Transaction, facts: Facts[Any]) -> None:
    """Plan the letter or report after this one, whatever happens to this one: nothing else may trigger that in the next
    three months.
    """
    if facts.person is not None:
        planned = await transaction.schedules.of(facts.person.user_id)
        await plan_letters(transaction, facts.person, facts.now, planned)


async def keep_report(transaction: Transaction, facts: Facts[Any]) -> None:
    """Count the quarter that a report is about, unless that is done, and plan the next report."""
    await plan_next_letter(transaction, facts)
    quarter = await _quarter(transaction, facts)
    if quarter is not None and facts.person is not None and facts.person.is_admin:
        await quarter_aggregate(transaction, quarter, facts.now)


async def load_due_letter(transaction: Transaction, library: Library, facts: Facts[Any]) -> LetterFacts | None:
    """The letter that a delivery's subject names; None if the fiscal calendar changed meanwhile."""
    quarter = await _quarter(transaction, facts)
    if quarter is None or facts.person is None:
        return None
    return await load_letter(transaction, library, facts.person, quarter)


async def load_report(transaction: Transaction, _library: Library, facts: Facts[Any]) -> ReportFacts | None:
    """The report on the quarter that a subject names; None below five leaders, and for people who are not admins."""
    quarter = await _quarter(transaction, facts)
    if quarter is None or facts.person is None or not facts.person.is_admin:
        return None
    return report_of(quarter, await transaction.aggregates.get(AggregateKind.QUARTER, quarter.name))


async def _quarter(transaction: Transaction, facts: Facts[Any]) -> Quarter | None:
    return quarter_named(facts.delivery.subject, (await transaction.workspaces.get()).fiscal)
