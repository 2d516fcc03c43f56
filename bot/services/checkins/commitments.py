"""If-then steps: asked about a week later, with their owner's word on the outcome."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.checkins.commitments import Commitment, Outcome, check_halves, settle
from bot.domain.people.people import Person, Who
from bot.domain.people.permissions import Permission, refusal
from bot.domain.plans import Plan
from bot.domain.time.schedule import (
    EVERY_DAY,
    WEEK,
    Rhythm,
    Slot,
    Timetable,
    instant,
    local,
    next_slot_on_or_after,
)
from bot.errors import Problem, Problems
from bot.nudges import COMMITMENT_FOLLOW_UP
from bot.nudges.nudge import Facts
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.planning.working_days import calendar_of
from bot.storage.transaction import Transaction
from content.models import Library


class Commitments:
    """The steps that people set themselves; only the owner answers for one."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who, commitment_id: str) -> Commitment:
        """The commitment, for its owner. Raises Problem if there is none, or for anybody else."""
        person = await self._people.meet(who)
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await own(transaction, person, commitment_id)

    async def answer(self, who: Who, commitment_id: str, outcome: Outcome) -> Commitment:
        """Save the outcome of a commitment; a later answer replaces an earlier one. Raises Problem as `facts` does."""
        person = await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            commitment = await own(transaction, person, commitment_id)
            settled = settle(commitment, outcome, person.week_at(self._context.today(person)))
            await transaction.commitments.save(settled)
        return settled

    async def share(self, who: Who, commitment_id: str, *, shared: bool) -> Commitment:
        """Show the outcome in the record that the leader sees too, or hide it. Raises Problem as `facts` does."""
        person = await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            commitment = await own(transaction, person, commitment_id)
            kept = replace(commitment, outcome_shared=shared and commitment.outcome is not None)
            await transaction.commitments.save(kept)
        return kept

    async def rewrite(self, who: Who, commitment_id: str, cue: str, step: str) -> Commitment:
        """Rewrite the step: it is open again, and asked about once more a week from now.

        Raises Problems at the halves that are missing or too long, and Problem as `facts` does.
        """
        cue, step = cue.strip(), step.strip()
        empty = [Problem("errors.needed", field) for field, text in (("if", cue), ("then", step)) if not text]
        if problems := empty or check_halves(cue, step):
            raise Problems(*problems)
        person, now = await self._people.meet(who), self._context.clock()
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before = await own(transaction, person, commitment_id)
            if (before.cue, before.step, before.outcome) == (cue, step, None):
                return before  # the same form, sent again
            written = replace(before, cue=cue, step=step, outcome=None, settled_in=None, outcome_shared=False)
            await transaction.commitments.save(written)
            await plan_follow_up(transaction, written, person, now)
        return written


async def own(transaction: Transaction, person: Person, commitment_id: str) -> Commitment:
    """The commitment, if it is this person's. Raises Problem if it is not, or is gone."""
    commitment = await transaction.commitments.get(commitment_id)
    if commitment is None:
        raise Problem("errors.stale")
    if refused := refusal(person, Permission.READ_ANSWERS, own=commitment.owner_id == person.user_id):
        raise refused
    return commitment


async def plan_follow_up(
    transaction: Transaction, commitment: Commitment, owner: Person, ride_ends_at: datetime
) -> None:
    """Ask the owner how it went, a week after `ride_ends_at` (aware UTC) at the same minute of their own clock.

    If that is a day off, it waits for their next working day. Planning it again moves it: a commitment has one
    follow-up.
    """
    ended = local(ride_ends_at, owner.zone)
    on, at = ended.date() + WEEK, ended.time().replace(second=0, microsecond=0)
    timetable = Timetable(Rhythm(at, EVERY_DAY, owner.zone), calendar_of(owner))
    slot = next_slot_on_or_after(timetable, on) or Slot(on, instant(on, at, owner.zone))
    plan = Plan(
        workspace_id=transaction.workspace_id,
        recipient=owner.user_id,
        nudge=COMMITMENT_FOLLOW_UP,
        next=slot,
        subject=commitment.id,
        zone=owner.zone,
    )
    await transaction.schedules.save(plan)


async def load_commitment(transaction: Transaction, _library: Library, facts: Facts[Any]) -> Commitment | None:
    """The commitment that a follow-up is about, or None if its owner emptied it."""
    commitment = await transaction.commitments.get(facts.delivery.subject)
    is_theirs = commitment is not None and commitment.owner_id == facts.delivery.recipient
    return commitment if is_theirs else None
