"""The development record of a leader and a salesperson, and the page that either takes into a one-to-one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.domain.checkins.commitments import Commitment, open_commitments
from bot.domain.people.people import Person, Who
from bot.domain.people.permissions import Permission
from bot.domain.ridealongs.moments import CoachingMoment
from bot.domain.ridealongs.record import (
    MOST_MOMENTS,
    MOST_OPEN_STEPS,
    PAGE,
    AskedQuestion,
    DevelopmentRecord,
    Notes,
    OneToOne,
    RecordEntry,
    entries_of,
    in_one_to_one,
    in_record,
    not_asked_for_longest,
    page_at,
)
from bot.domain.ridealongs.ridealongs import RideAlong, RideAlongState
from bot.domain.time.localtime import local_date
from bot.errors import Problem
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.people.teams import leaders_of, team_of
from bot.services.ridealongs.facts import load_all_made, load_open
from bot.storage.transaction import Transaction

MENTION = re.compile(r"<@([UW]\w+)(?:\|[^>]*)?>")
QUESTIONS = "one_to_one."
LATEST = 20  # ride-alongs of a series that a page for a one-to-one is made from
EVERY = 500  # ride-alongs of a series: more than ten a month for four years

NO_CALLS = datetime.min.replace(tzinfo=UTC)  # no call has begun by then


class Records:
    """What two people, of whom one leads the other, see alike. Nobody else ever gets at it."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def record(self, who: Who, other_id: str, page: int = 0) -> DevelopmentRecord:
        """One page of the record with `other_id`. Raises Problem where neither of the two leads the other."""
        person = await self._people.permitted(who, Permission.READ_HISTORY, own=True)
        async with self._context.database.reading(who.workspace_id) as transaction:
            leads = await _leads(transaction, who.user_id, other_id)
            rides, steps, moments = await self._shared(transaction, person, other_id, leads=leads)
            today = self._context.today(person)
            entries = entries_of(rides, steps, moments, person.zone, self._context.clock())
            page, pages = page_at(len(entries), page)
            record = DevelopmentRecord(
                who.user_id,
                other_id,
                leads,
                today,
                await _with_texts(transaction, entries[page * PAGE : (page + 1) * PAGE]),
                page=page,
                pages=pages,
                notes=len([moment for moment in moments if not moment.shared]) if leads else 0,
            )
            shown = await transaction.disclosures.unknown(in_record(record))
        await self._context.note_shown(who.workspace_id, shown)
        return record

    async def notes(self, who: Who, salesperson_id: str, page: int = 0) -> Notes:
        """A leader's own moments about one of their salespeople. Raises Problem for anybody else."""
        person = await self._people.permitted(who, Permission.READ_HISTORY, own=True)
        async with self._context.database.reading(who.workspace_id) as transaction:
            if not await _leads(transaction, who.user_id, salesperson_id):
                raise Problem("permissions.their_leader_only")
            moments = await transaction.moments.about(who.user_id, salesperson_id)
        page, pages = page_at(len(moments), page)
        shown = tuple(moments[page * PAGE : (page + 1) * PAGE])
        return Notes(who.user_id, salesperson_id, person.zone, shown, page, pages=pages)

    async def one_to_one(self, who: Who, text: str) -> OneToOne:
        """The page about the person mentioned in `text`, or with that user id; the only one there is needs no name.

        Raises Problem where nobody is meant, and where neither of the two leads the other.
        """
        person = await self._people.permitted(who, Permission.READ_HISTORY, own=True)
        async with self._context.database.reading(who.workspace_id) as transaction:
            other_id = await _meant(transaction, who.user_id, text)
            facts = await self._page(transaction, person, other_id)
            shown = await transaction.disclosures.unknown(in_one_to_one(facts))
        await self._context.note_shown(who.workspace_id, shown)
        return facts

    async def asked(self, who: Who, salesperson_id: str, question: str) -> OneToOne:
        """The leader asked this question today; the page then has the next one. Raises Problem for anybody else."""
        person = await self._people.permitted(who, Permission.READ_HISTORY, own=True)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            if not await _leads(transaction, who.user_id, salesperson_id):
                raise Problem("permissions.their_leader_only")
            if question not in self._questions():
                raise Problem("errors.stale")
            asked = AskedQuestion(who.user_id, salesperson_id, question, self._context.today(person))
            await transaction.questions.save(asked)
            return await self._page(transaction, person, salesperson_id)

    async def _page(self, transaction: Transaction, person: Person, other_id: str) -> OneToOne:
        leads = await _leads(transaction, person.user_id, other_id)
        leader_id, salesperson_id = pair = _pair(person.user_id, other_id, leads=leads)
        rides = (await transaction.ridealongs.latest([pair], LATEST))[pair]
        moments = await transaction.moments.about(leader_id, salesperson_id, shared_only=True, most=MOST_MOMENTS)
        made = await load_open(transaction, Person(person.workspace_id, leader_id), pair, self._context.clock())
        steps = open_commitments(made)[-MOST_OPEN_STEPS:]
        own = (await transaction.commitments.open_of([person.user_id])).get(person.user_id, ())
        asked = await transaction.questions.asked(*_pair(person.user_id, other_id, leads=leads))
        question, today = not_asked_for_longest(self._questions(), asked), self._context.today(person)
        both = {step.id for step in steps}
        return OneToOne(
            person.user_id,
            other_id,
            leads,
            today,
            tuple(steps),
            own_steps=tuple(step for step in open_commitments(own) if step.id not in both)[-MOST_OPEN_STEPS:],
            moments=tuple(_moments(moments, person.zone)),
            skills=_skills(list(rides)),
            next_ride=_next_ride(list(rides), person, today),
            question=question,
            asked_on=asked.get(question),
        )

    async def _shared(
        self, transaction: Transaction, person: Person, other_id: str, *, leads: bool
    ) -> tuple[list[RideAlong], list[Commitment], list[CoachingMoment]]:
        """Calls of the two and steps as the leader may read them, without their texts, and the leader's moments, also
        those not shared.
        """
        leader_id, salesperson_id = pair = _pair(person.user_id, other_id, leads=leads)
        rides = (await transaction.ridealongs.latest([pair], EVERY, opened=0))[pair]
        leader = Person(person.workspace_id, leader_id)
        made = await load_all_made(transaction, rides, leader, self._context.clock())
        steps = list({step.id: step for step in made.values() if step}.values())
        return list(rides), steps, await transaction.moments.about(leader_id, salesperson_id)

    def _questions(self) -> list[str]:
        return [key for key in self._context.library.questions if key.startswith(QUESTIONS)]


async def _with_texts(transaction: Transaction, entries: Sequence[RecordEntry]) -> tuple[RecordEntry, ...]:
    """The entries of one page, with the texts of their calls and steps: those of years are not opened for it."""
    rides = await transaction.ridealongs.some({entry.ride.id for entry in entries if entry.ride})
    steps = await transaction.commitments.some({entry.step.id for entry in entries if entry.step})
    return tuple(
        replace(entry, ride=entry.ride and rides[entry.ride.id], step=entry.step and steps[entry.step.id])
        for entry in entries
    )


def _pair(viewer_id: str, other_id: str, *, leads: bool) -> tuple[str, str]:
    """The leader's user id, then the salesperson's."""
    return (viewer_id, other_id) if leads else (other_id, viewer_id)


async def _leads(transaction: Transaction, viewer_id: str, other_id: str) -> bool:
    """Whether the viewer leads the other, False where it is the reverse. Raises Problem where neither is so."""
    if other_id in await team_of(transaction, viewer_id):
        return True
    if other_id in await leaders_of(transaction, viewer_id):
        return False
    raise Problem("record.not_together")


async def _meant(transaction: Transaction, viewer_id: str, text: str) -> str:
    mention = MENTION.search(text)
    if mention is not None:
        return mention[1]
    others = [*await team_of(transaction, viewer_id), *await leaders_of(transaction, viewer_id)]
    if text.strip() in others:
        return text.strip()
    if len(others) != 1:
        raise Problem("record.with_whom" if others else "record.nobody")
    return others[0]


def _moments(moments: list[CoachingMoment], zone: str) -> list[RecordEntry]:
    return entries_of((), (), moments, zone, NO_CALLS)[:MOST_MOMENTS]


def _skills(rides: list[RideAlong]) -> tuple[str, ...]:
    agreed = [ride.contract.skill.strip() for ride in reversed(rides) if ride.state is not RideAlongState.CANCELLED]
    return tuple(dict.fromkeys(skill for skill in agreed if skill))[:3]


def _next_ride(rides: list[RideAlong], person: Person, today: date) -> date | None:
    kept = [ride for ride in rides if ride.state in {RideAlongState.PLANNED, RideAlongState.CONFIRMED}]
    coming = [local_date(ride.starts_at, person.zone) for ride in kept]
    return min((on for on in coming if on > today), default=None)
