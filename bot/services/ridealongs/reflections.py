"""How the two reflect on a ride-along afterwards: one tap, then whatever they want to write."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.checkins.commitments import Commitment, ridealong_source
from bot.domain.people.people import Person, Who
from bot.domain.ridealongs.disclosures import in_form, in_views
from bot.domain.ridealongs.facts import RideFacts
from bot.domain.ridealongs.questions import check_reflection, questions_for
from bot.domain.ridealongs.ridealongs import Reflection, RideAlong, RideAlongState, TakeOver, finish
from bot.domain.time.schedule import WEEK
from bot.errors import Problem, Problems
from bot.nudges import COMMITMENT_FOLLOW_UP
from bot.services.checkins.commitments import plan_follow_up
from bot.services.context import Context, new_id
from bot.services.people.people import People
from bot.services.ridealongs.facts import load_ride, own_ride
from bot.services.ridealongs.slots import forget_reminder, settle_reveal
from bot.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Written:
    """The contents of the form: texts as typed, by question key; `cue` and `step` are the salesperson's commitment."""

    takeover: TakeOver
    texts: Mapping[str, str]
    shared: bool
    cue: str = ""
    step: str = ""


class Reflections:
    """Each is hidden from the other until both may be read (`domain.ridealongs.ridealongs.may_read`)."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who, ride_id: str) -> RideFacts:
        """A call that has begun, as this person, one of the two, may see it in its form. Raises Problem if it is not
        theirs. What it shows of the other's view is recorded for the other.
        """
        person = await self._people.meet(who)
        async with self._context.database.reading(who.workspace_id) as transaction:
            ride = await self._ride(transaction, person, ride_id)
            facts = await load_ride(transaction, ride, person, self._context.clock())
            shown = await transaction.disclosures.unknown(in_form(facts))
        await self._context.note_shown(who.workspace_id, shown)
        return facts

    async def note(self, who: Who, ride_id: str, takeover: TakeOver) -> RideFacts:
        """One tap: who asked for the take-over, if there was one. What was written before stays as it is."""
        person = await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            ride = await self._ride(transaction, person, ride_id)
            before = (await load_ride(transaction, ride, person, self._context.clock())).mine
            blank = Reflection(ride.id, who.user_id, self._context.clock(), {})
            return await self._save(transaction, person, ride, replace(before or blank, takeover=takeover))

    async def nothing_to_add(self, who: Who, ride_id: str) -> RideFacts:
        """Hand in without writing: what the other shared opens for them. What was written before stays as it is."""
        person = await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            ride = await self._ride(transaction, person, ride_id)
            now, keys = self._context.clock(), questions_for(leads=ride.leader_id == who.user_id)
            before = (await load_ride(transaction, ride, person, now)).mine or Reflection(ride.id, who.user_id, now, {})
            if before.is_handed_in:
                return await load_ride(transaction, ride, person, now)
            return await self._save(transaction, person, ride, replace(before, answers=dict.fromkeys(keys, "")))

    async def write(self, who: Who, ride_id: str, written: Written, *, shows_both: bool = False) -> RideFacts:
        """Save the form; it replaces the earlier one. `shows_both`: afterwards, both views are shown, if they are open.
        Raises Problems at the fields.
        """
        problems = check_reflection(written.texts, written.cue, written.step)
        if problems:
            raise Problems(*problems)
        person = await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            ride = await self._ride(transaction, person, ride_id)
            answers = {key: written.texts.get(key, "") for key in questions_for(leads=ride.leader_id == who.user_id)}
            moment = written.texts.get("moment", "")
            reflection = Reflection(
                ride.id,
                who.user_id,
                self._context.clock(),
                answers,
                written.takeover,
                moment=moment,
                shared=written.shared,
            )
            if ride.salesperson_id == who.user_id:
                await self._commit(transaction, person, ride, written)
            facts = await self._save(transaction, person, ride, reflection)
            if shows_both and facts.theirs:
                await transaction.disclosures.note(in_views(facts), facts.now)
            return facts

    async def _save(
        self, transaction: Transaction, person: Person, ride: RideAlong, reflection: Reflection
    ) -> RideFacts:
        await transaction.ridealongs.save(finish(ride))
        await transaction.ridealongs.save_reflection(reflection)
        await forget_reminder(transaction, ride, person.user_id)
        await settle_reveal(transaction, self._context, ride, await transaction.ridealongs.reflections(ride.id))
        return await load_ride(transaction, finish(ride), person, self._context.clock())

    async def _commit(self, transaction: Transaction, person: Person, ride: RideAlong, written: Written) -> None:
        """Save the salesperson's own next step, asked about a week later; an emptied one is deleted with its follow-up.
        A changed one keeps its id and is open again. If changed after that week, it is asked about a week from now.
        """
        source, now = ridealong_source(ride.id), self._context.clock()
        before = await transaction.commitments.from_source(source, person.user_id)
        if not written.step:
            if before is not None:
                await transaction.commitments.remove(before.id)
                await transaction.schedules.remove(person.user_id, COMMITMENT_FOLLOW_UP, subject=before.id)
            return
        if before is not None and (before.cue, before.step) == (written.cue, written.step):
            return
        new = Commitment(new_id(), person.user_id, source, "", "", made_on=self._context.today(person))
        commitment = replace(new, id=before.id, made_on=before.made_on) if before else new
        commitment = replace(commitment, cue=written.cue, step=written.step)
        await transaction.commitments.save(commitment)
        await plan_follow_up(transaction, commitment, person, ride.ends_at if now < ride.ends_at + WEEK else now)

    async def _ride(self, transaction: Transaction, person: Person, ride_id: str) -> RideAlong:
        ride = await own_ride(transaction, person, ride_id)
        if ride.state is RideAlongState.CANCELLED:
            raise Problem("ridealong.cancelled")
        if self._context.clock() < ride.starts_at:
            raise Problem("reflections.problems.not_yet")
        return ride
