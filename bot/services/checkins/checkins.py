"""Answering the weekly check-in: one tap, its details, and the outcome of the last commitment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.checkins.checkins import CheckIn, CheckInAnswer, CheckInDetails, CheckInFacts, check_details
from bot.domain.checkins.commitments import Commitment, Outcome, checkin_source, settle
from bot.domain.people.people import Person, Who
from bot.domain.people.permissions import Permission
from bot.domain.time.schedule import DAY, week_of
from bot.errors import Problem, Problems
from bot.services.checkins.commitments import own
from bot.services.checkins.custom_questions import check_custom, keep_custom
from bot.services.checkins.facts import load_checkin, spare_reminder
from bot.services.context import Context, new_id
from bot.services.people.facts import known
from bot.services.people.people import People
from bot.services.planning.recurring import replan
from bot.storage.transaction import Transaction


class CheckIns:
    """A person's check-ins, one per week; a week is named by its Monday, and is that of the slot that asked."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who, week: date | None = None) -> CheckInFacts:
        """The check-in for `week`, or for the person's current one. Raises Problem if they may not check in."""
        person = await self._allowed(who, week)
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await self._facts(transaction, person, week or person.week_at(self._context.today(person)))

    async def answered(self, who: Who, week: date) -> CheckInFacts:
        """A check-in that can take details. Raises Problem if it has no answer yet."""
        facts = await self.facts(who, week)
        if facts.checkin is None:
            raise Problem("checkins.problems.answer_first")
        return facts

    async def answer(self, who: Who, week: date, answer: CheckInAnswer) -> CheckInFacts:
        """Save the tap; a later one replaces it, and the details stay. Raises Problem for a week still to come."""
        await self._allowed(who, week)
        now = self._context.clock()
        async with self._context.database.transaction(who.workspace_id) as transaction:
            person = await known(transaction, who)
            before = await transaction.checkins.get(who.user_id, week)
            blank = CheckIn(who.user_id, week, answer, now, about_leaders=person.is_head)
            await transaction.checkins.save(replace(before or blank, answer=answer))
            await replan(transaction, person, now)
            await spare_reminder(transaction, person, week)
            return await self._facts(transaction, person, week)

    async def add_details(self, who: Who, week: date, details: CheckInDetails) -> CheckInFacts:
        """Save the form; it replaces the earlier one, and an emptied plan is deleted. Raises Problems at the fields,
        and Problem if the week has no answer yet.
        """
        details = replace(details, cue=details.cue.strip(), step=details.step.strip())
        if problems := [*check_details(details), *self._unknown(details)]:
            raise Problems(*problems)
        person = await self._allowed(who, week)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            checkin = await transaction.checkins.get(who.user_id, week)
            if checkin is None:
                raise Problem("checkins.problems.answer_first")
            facts = await self._facts(transaction, person, week)
            if problems := check_custom(facts, details.custom):
                raise Problems(*problems)
            developed = tuple(dict.fromkeys(details.developed))
            kept = replace(checkin, developed=developed, pulled=details.pulled, takeovers=details.takeovers)
            await transaction.checkins.save(kept)
            await self._plan(transaction, person, week, details)
            await keep_custom(transaction, who.user_id, facts, details.custom, self._context.clock())
            return await self._facts(transaction, person, week)

    async def settle_commitment(self, who: Who, week: date, commitment_id: str, outcome: Outcome) -> CheckInFacts:
        """Save the outcome of the commitment that the check-in for `week` asks about; it can be changed later.

        Raises Problem if it is not this person's, or is gone.
        """
        person = await self._allowed(who, week)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            commitment = await own(transaction, person, commitment_id)
            await transaction.commitments.save(settle(commitment, outcome, week))
            return await self._facts(transaction, person, week)

    async def _plan(self, transaction: Transaction, person: Person, week: date, details: CheckInDetails) -> None:
        """Create, change or, if it was emptied, delete the if-then step for next week."""
        before = await transaction.commitments.from_source(checkin_source(week), person.user_id)
        if details.step:
            made_on = self._context.today(person)
            blank = Commitment(new_id(), person.user_id, checkin_source(week), "", "", made_on=made_on)
            await transaction.commitments.save(replace(before or blank, cue=details.cue, step=details.step))
        elif before is not None:
            await transaction.commitments.remove(before.id)

    def _unknown(self, details: CheckInDetails) -> Sequence[Problem]:
        choices = {choice.key for choice in self._context.library.questions["checkin.pulled"].choices}
        return [] if details.pulled is None or details.pulled in choices else [Problem("errors.stale_form", "pulled")]

    async def _facts(self, transaction: Transaction, person: Person, week: date) -> CheckInFacts:
        return await load_checkin(transaction, person, week, self._context.today(person))

    async def _allowed(self, who: Who, week: date | None) -> Person:
        """The person, if they may check in for that week. Raises Problem otherwise."""
        person = await self._people.permitted(who, Permission.CHECK_IN)
        # A day of tolerance: somebody who flew west may be back in the week before the one that asked.
        if week is not None and (week != week_of(week) or week > self._context.today(person) + DAY):
            raise Problem("checkins.problems.not_yet")
        return person
