"""Feedback on a self-check: a leader asks for it, their salespeople answer, and only sums come back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.aggregates import AggregateKind
from bot.domain.people.people import Membership, Person, Who
from bot.domain.people.permissions import Permission, refusal
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.people.taking_part import takes_part
from bot.domain.selfchecks.comparison import items_apart, scale_views
from bot.domain.selfchecks.feedback import (
    CHECK_IS_FRESH,
    COHORTS_HOLD,
    OPEN_FOR,
    FeedbackAnswer,
    FeedbackFacts,
    FeedbackResult,
    FeedbackRound,
    cohorts_to_count,
    counted_in,
)
from bot.domain.selfchecks.selfchecks import SelfCheck, is_complete
from bot.domain.visibility import FOR_LEADER
from bot.errors import Problem
from bot.nudges import FEEDBACK_REQUEST, FEEDBACK_RESULT
from bot.nudges.nudge import Facts
from bot.services.context import Context, new_id
from bot.services.people.people import People
from bot.services.selfchecks.selfchecks import counted
from bot.storage.transaction import Transaction
from content.models import Library


class Feedback:
    """Only its author can ever see a single answer."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def views(self, who: Who) -> FeedbackResult | None:
        """What this leader may know of their feedback, beside their last self-check; None for somebody who is no
        leader.
        """
        person = await self._people.meet(who)
        if refusal(person, Permission.ASK_FOR_FEEDBACK):
            return None
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await self._views(transaction, person)

    async def invite(self, who: Who) -> FeedbackResult:
        """Ask everyone who agreed to be on the team. Raises Problem while a round is open, and below three people."""
        person = await self._people.permitted(who, Permission.ASK_FOR_FEEDBACK)
        now = self._context.clock()
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before, team = await transaction.feedback.last(who.user_id), await self._team(transaction, person)
            if before is not None and before.is_open(now):
                raise Problem("selfcheck.views.already_open")
            if await self._waits(transaction, who):
                raise Problem("selfcheck.views.too_soon")
            if len(team) < FOR_LEADER:
                raise Problem("selfcheck.views.too_few", least=FOR_LEADER)
            check = await self._fresh(transaction, person, now)
            asked_people = [salesperson for salesperson in team if salesperson.user_id in check.team]
            if len(asked_people) < FOR_LEADER:
                raise Problem("selfcheck.views.check_first", least=FOR_LEADER)
            if before is not None:
                await transaction.aggregates.forget(AggregateKind.VIEWS, before.id)
            invited = tuple(sorted(salesperson.user_id for salesperson in asked_people))
            asked = FeedbackRound(
                new_id(),
                who.user_id,
                now,
                now + OPEN_FOR,
                invited,
                week=check.week,
                selfcheck_id=check.id,
                team=len(check.team),
            )
            await transaction.feedback.save(asked)
            await transaction.safeguards.put(SafeguardKind.ROUND, who.user_id, at=asked.closes_at)
            for salesperson in asked_people:
                await transaction.outbox.add(self._context.at_once(salesperson, FEEDBACK_REQUEST, asked.id))
            return await self._views(transaction, person)

    async def form(self, who: Who, round_id: str) -> FeedbackFacts:
        """The round, with what this salesperson answered. Raises Problem if it is not theirs, or is over."""
        person = await self._people.permitted(who, Permission.GIVE_FEEDBACK)
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await self._facts(transaction, person, round_id)

    async def answer(self, who: Who, round_id: str, answers: Mapping[str, str | None]) -> FeedbackFacts:
        """Save a salesperson's answers; sending them again replaces the earlier ones. Raises as `form`, and at the
        items. They are added to the sums once a whole cohort can be added; the leader is then told, once. What has been
        counted stays as it was; only the author sees the changed answers.
        """
        counted_answers = counted(self._context.library, self._context.library.seen, answers)
        person = await self._people.permitted(who, Permission.GIVE_FEEDBACK)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            facts = await self._facts(transaction, person, round_id)
            mine = facts.mine or FeedbackAnswer(round_id, who.user_id, self._context.clock(), counted_answers)
            await transaction.feedback.save_answer(replace(mine, answers=counted_answers))
            before = facts.round
            after = await self._count(transaction, before)
            if after.count and not before.count:
                for leader in await transaction.people.some([before.leader_id]):
                    await transaction.outbox.add(self._context.at_once(leader, FEEDBACK_RESULT, round_id))
            return await self._facts(transaction, person, round_id)

    async def _count(self, transaction: Transaction, asked: FeedbackRound) -> FeedbackRound:
        """Count the answers that may be counted now; returns the round afterwards."""
        now, answers = self._context.clock(), await transaction.feedback.answers(asked.id)
        authors = {answer.author_id for answer in answers}
        former = await transaction.safeguards.cohorts(asked.leader_id, authors, now - COHORTS_HOLD)
        after = asked
        for cohort in cohorts_to_count(answers, former):
            after, taken = counted_in(after, answers, cohort)
            for answer in taken:
                await transaction.feedback.save_answer(answer)
            await transaction.aggregates.count(AggregateKind.VIEWS, asked.id, cohort)
            await transaction.safeguards.keep_cohort(asked.leader_id, cohort, now)
            await transaction.feedback.save(after)
        return after

    async def _waits(self, transaction: Transaction, who: Who) -> bool:
        """Whether the period of an earlier round is still running, even if the round is gone."""
        until = await transaction.safeguards.at(SafeguardKind.ROUND, who.user_id)
        return until is not None and self._context.clock() < until

    async def _facts(self, transaction: Transaction, person: Person, round_id: str) -> FeedbackFacts:
        facts = await feedback_facts(transaction, person, round_id, is_open=True)
        if facts is None:
            raise Problem("errors.stale")
        if not facts.round.is_open(self._context.clock()):
            raise Problem("selfcheck.twin.over")
        return facts

    async def _team(self, transaction: Transaction, leader: Person) -> list[Person]:
        members = await transaction.teams.of_leader(leader.user_id)
        said_yes = [member.salesperson_id for member in members if member.membership is Membership.ACCEPTED]
        return [person for person in await transaction.people.some(said_yes) if takes_part(person)]

    async def _views(self, transaction: Transaction, leader: Person) -> FeedbackResult:
        now, items = self._context.clock(), list(self._context.library.items.values())
        asked, team = await transaction.feedback.last(leader.user_id), len(await self._team(transaction, leader))
        is_open = asked is not None and asked.is_open(now)
        waits = await self._waits(transaction, leader.who)
        nothing_told = FeedbackResult(asked, is_open, team, leader.zone, waits=waits)
        if asked is None or asked.selfcheck_id is None:
            return nothing_told
        own = await transaction.selfchecks.get(asked.selfcheck_id)
        if own is None or not is_complete(own.answers, items):
            return nothing_told
        if len(await transaction.aggregates.people(AggregateKind.VIEWS, asked.id)) < FOR_LEADER:
            return nothing_told
        scales = scale_views(own.answers, asked.tallies, asked.silent, items)
        apart = items_apart(own.answers, asked.tallies, asked.silent, items)
        return FeedbackResult(asked, is_open, team, leader.zone, scales, apart=apart, is_told=True, waits=waits)

    async def _fresh(self, transaction: Transaction, leader: Person, now: datetime) -> SelfCheck:
        """The leader's last self-check on today's items. Raises Problem if there is none, or it was too long ago to
        remember.
        """
        items = self._context.library.items.values()
        for check in await transaction.selfchecks.of(leader.user_id):
            if is_complete(check.answers, items) and now - check.at < CHECK_IS_FRESH:
                return check
        raise Problem("selfcheck.views.check_first", least=FOR_LEADER)


async def feedback_facts(
    transaction: Transaction, person: Person, round_id: str, *, is_open: bool
) -> FeedbackFacts | None:
    """A round as one salesperson sees it; None if there is none, or they were not asked."""
    asked = await transaction.feedback.get(round_id)
    if asked is None or person.user_id not in asked.invited:
        return None
    mine = next(
        (answer for answer in await transaction.feedback.answers(round_id) if answer.author_id == person.user_id), None
    )
    return FeedbackFacts(asked, is_open, person.zone, mine)


async def load_feedback(transaction: Transaction, _library: Library, facts: Facts[Any]) -> FeedbackFacts | None:
    """The round that the delivery's subject names, as the person who was asked sees it."""
    asked = await transaction.feedback.get(facts.delivery.subject)
    if asked is None or facts.person is None:
        return None
    return await feedback_facts(transaction, facts.person, asked.id, is_open=asked.is_open(facts.now))
