"""The development record of a leader and a salesperson, and the page that either takes into a one-to-one."""

from collections.abc import Sequence

from bot.domain.checkins.commitments import open_commitments
from bot.domain.people.people import Person, Who
from bot.domain.people.permissions import Permission
from bot.domain.ridealongs.development import SeriesSummary
from bot.domain.ridealongs.moments import CoachingMoment
from bot.domain.ridealongs.record import (
    MOST_MOMENTS,
    MOST_OPEN_STEPS,
    PAGE,
    AskedQuestion,
    DevelopmentRecord,
    EntryKind,
    Notes,
    OneToOne,
    RecordEntry,
    RecordKey,
    in_one_to_one,
    in_record,
    keys_on,
    not_asked_for_longest,
    page_at,
)
from bot.domain.time.localtime import local_date
from bot.errors import Problem
from bot.parsing.text import MENTION
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.people.teams import leaders_of, team_of
from bot.services.ridealongs.steps import load_open, load_unsettled
from bot.storage.transaction import Transaction

QUESTIONS = "one_to_one."


class Records:
    """What a leader and a salesperson both see. Nobody else can ever see it."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def record(self, who: Who, other_id: str, page: int = 0) -> DevelopmentRecord:
        """One page of the record with `other_id`. Raises Problem if neither of the two leads the other."""
        person = await self._people.permitted(who, Permission.READ_HISTORY, own=True)
        async with self._context.database.reading(who.workspace_id) as transaction:
            leads = await _leads(transaction, who.user_id, other_id)
            page, pages, notes, entries = await self._page_of(transaction, person, other_id, page, leads=leads)
            record = DevelopmentRecord(
                who.user_id,
                other_id,
                leads,
                self._context.today(person),
                entries,
                page=page,
                pages=pages,
                notes=notes if leads else 0,
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
            about = (who.user_id, salesperson_id)
            moments, total = await transaction.moments.about(*about, PAGE, page * PAGE)
            if page and not moments:
                page, (moments, total) = 0, await transaction.moments.about(*about, PAGE)
        _, pages = page_at(total, page)
        return Notes(*about, person.zone, tuple(moments), page, pages=pages)

    async def one_to_one(self, who: Who, text: str) -> OneToOne:
        """The page about the person mentioned in `text`, or with that user id; if there is only one person, no name is
        needed. Raises Problem if it is unclear who is meant, or neither of the two leads the other.
        """
        person = await self._people.permitted(who, Permission.READ_HISTORY, own=True)
        async with self._context.database.reading(who.workspace_id) as transaction:
            other_id = await _meant(transaction, who.user_id, text)
            facts = await self._page(transaction, person, other_id)
            shown = await transaction.disclosures.unknown(in_one_to_one(facts))
        await self._context.note_shown(who.workspace_id, shown)
        return facts

    async def asked(self, who: Who, salesperson_id: str, question: str) -> OneToOne:
        """Record that the leader asked this today; returns the page with the next one. Raises Problem for anybody
        else.
        """
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
        now, today = self._context.clock(), self._context.today(person)
        series = (await transaction.series.summaries([leader_id], [salesperson_id], now, now)).get(
            pair, SeriesSummary()
        )
        moments, _ = await transaction.moments.about(leader_id, salesperson_id, MOST_MOMENTS, shared_only=True)
        made = await load_open(transaction, Person(person.workspace_id, leader_id), [pair], now)
        steps = open_commitments(made[pair])[-MOST_OPEN_STEPS:]
        own = (await transaction.commitments.open_of([person.user_id])).get(person.user_id, ())
        asked = await transaction.questions.asked(*pair)
        question = not_asked_for_longest(self._questions(), asked)
        both = {step.id for step in steps}
        return OneToOne(
            person.user_id,
            other_id,
            leads,
            today,
            tuple(steps),
            own_steps=tuple(step for step in open_commitments(own) if step.id not in both)[-MOST_OPEN_STEPS:],
            moments=tuple(_moments(moments, person.zone)),
            skills=series.skills,
            next_ride=series.next and local_date(series.next, person.zone),
            question=question,
            asked_on=asked.get(question),
        )

    async def _page_of(
        self, transaction: Transaction, person: Person, other_id: str, page: int, *, leads: bool
    ) -> tuple[int, int, int, tuple[RecordEntry, ...]]:
        """The page shown, how many pages there are, how many moments the leader did not share, and the entries."""
        leader_id, _ = pair = _pair(person.user_id, other_id, leads=leads)
        now = self._context.clock()
        counts = await transaction.records.counts(pair, now)
        recent = await load_unsettled(transaction, Person(person.workspace_id, leader_id), pair, now)
        page, pages = page_at(counts.rides + counts.steps + counts.moments + len(recent), page)
        keys = await transaction.records.newest(pair, now, (page + 1) * PAGE, person.zone)
        keys += [RecordKey(step.made_on, EntryKind.STEP, None, step.id) for step in recent]
        return page, pages, counts.notes, await _with_texts(transaction, keys_on(keys, page))

    def _questions(self) -> list[str]:
        return [key for key in self._context.library.questions if key.startswith(QUESTIONS)]


async def _with_texts(transaction: Transaction, keys: Sequence[RecordKey]) -> tuple[RecordEntry, ...]:
    """The entries of one page; only their texts are decrypted, not those of years."""
    ids = {kind: [key.id for key in keys if key.kind is kind] for kind in EntryKind}
    rides = await transaction.ridealongs.some(ids[EntryKind.RIDE])
    steps = await transaction.commitments.some(ids[EntryKind.STEP])
    moments = await transaction.moments.some(ids[EntryKind.MOMENT])
    return tuple(
        RecordEntry(key.on, key.kind, rides.get(key.id), moments.get(key.id), steps.get(key.id)) for key in keys
    )


def _pair(viewer_id: str, other_id: str, *, leads: bool) -> tuple[str, str]:
    """The leader's user id, then the salesperson's."""
    return (viewer_id, other_id) if leads else (other_id, viewer_id)


async def _leads(transaction: Transaction, viewer_id: str, other_id: str) -> bool:
    """Whether the viewer leads the other; False if it is the reverse. Raises Problem if neither leads the other."""
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


def _moments(moments: Sequence[CoachingMoment], zone: str) -> list[RecordEntry]:
    return [RecordEntry(local_date(moment.at, zone), EntryKind.MOMENT, moment=moment) for moment in moments]
