"""A leader and a team of ten, played with the real use cases and the real delivery engine, week after week.

No row is written by hand: each prompt is planned, sent and answered, each ride-along planned, confirmed and reflected
on by both. It is played in a SQLite file, which is then copied where needed.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.delivery.build import build_engine
from bot.delivery.claims import MessageParts
from bot.delivery.engine import Engine
from bot.domain.channels.channels import ChannelRequest
from bot.domain.checkins.checkins import CheckInAnswer, CheckInDetails
from bot.domain.checkins.commitments import Outcome
from bot.domain.deliveries import Delivery
from bot.domain.people.people import Position, Who
from bot.domain.prompts.answers import PromptReply
from bot.domain.prompts.deals import DealOutcome
from bot.domain.ridealongs.facts import Draft
from bot.domain.ridealongs.moments import MomentForm
from bot.domain.ridealongs.questions import questions_for
from bot.domain.ridealongs.ridealongs import TakeOver
from bot.domain.ridealongs.terms import Contract
from bot.domain.time.schedule import DAY, WEEK
from bot.errors import Problem
from bot.nudges import COMMITMENT_FOLLOW_UP, FEEDBACK_REQUEST, PROMPT_PERSON, RIDEALONG_INVITATION
from bot.services.after_delivery import AfterDelivery
from bot.services.context import Context, new_id
from bot.services.ridealongs.reflections import Written
from bot.services.services import Services
from bot.storage.base.cipher import Cipher
from bot.storage.database import Database
from content.libraries import Libraries
from tests.databases import migrated_at
from tests.delivery.fakes import AT_ONCE, FakeSlack
from tests.fakes import FakeDirectory, FakeMessenger, MovableClock

WORKSPACE, CHANNEL = "T1", "C1"
MARIA, NORA = Who(WORKSPACE, "UMARIA"), Who(WORKSPACE, "UNORA")  # the leader; an admin
TEAM = tuple(Who(WORKSPACE, f"UREP{number}") for number in range(10))
BEGINS = datetime(2021, 11, 1, 6, tzinfo=UTC)  # a Monday
ANSWERS = (CheckInAnswer.LED, CheckInAnswer.BOTH, CheckInAnswer.MANAGED, CheckInAnswer.LED, CheckInAnswer.RESCUED)
TAKEOVERS = (TakeOver.NONE, TakeOver.NOBODY_ASKED, TakeOver.SALESPERSON_ASKED, TakeOver.NONE)
LATE, NOON = timedelta(hours=11), timedelta(hours=6)  # after the Monday's 06:00 UTC


@dataclass
class Story:
    """A team whose weeks can be played one after another. With `one_pair`, all ride-alongs are with one person."""

    context: Context
    services: Services
    engine: Engine
    clock: MovableClock
    slack: FakeSlack
    one_pair: bool = False
    weeks: int = 0
    _seen: int = 0
    _number: int = 0
    _rides: dict[str, tuple[Who, datetime]] = field(default_factory=dict)
    _commitment: str = ""

    async def begin(self) -> None:
        """Maria starts and names her team, who accept; Nora sets up the channel."""
        await self.services.onboarding.position(NORA, Position.HEAD)
        await self.services.onboarding.position(MARIA, Position.LEADER)
        await self.services.teams.name(MARIA, [who.user_id for who in TEAM])
        await self.until(self.clock.now + timedelta(hours=4))
        for who in TEAM:
            await self.services.teams.accept(who, MARIA.user_id)
        await self.services.teams.prompt_on(TEAM[0], MARIA.user_id)
        await self.services.channels.set_up(NORA, ChannelRequest(channel_id=CHANNEL, at=time(9), days=frozenset({1})))

    async def play(self, weeks: int) -> None:
        """Play on until so many weeks are over, and until noon on the Monday after them."""
        while self.weeks < weeks:
            await self._week(BEGINS + WEEK * self.weeks)
            self.weeks += 1
        await self.until(BEGINS + WEEK * weeks + NOON)

    async def until(self, at: datetime) -> None:
        """Let time pass, and send whatever becomes due."""
        while (due := await self.engine.next_due()) is not None and due <= at:
            self.clock.now = max(self.clock.now, due)
            await self.engine.beat()
        self.clock.now = max(self.clock.now, at)

    @property
    def prompt(self) -> str:
        """The id of Maria's last prompt."""
        return next(
            delivery.id
            for delivery in reversed(self.slack.order)
            if (delivery.nudge, delivery.recipient) == (PROMPT_PERSON, MARIA.user_id)
        )

    async def _week(self, monday: datetime) -> None:
        await self.until(monday + timedelta(hours=4))
        for day in (2, 3):
            await self._plan(monday + DAY * day)
        for day in range(5):
            await self.until(monday + DAY * day + LATE)
            for delivery in self._arrived():
                await self._react(delivery)
            for ride_id, (salesperson, ends_at) in list(self._rides.items()):
                if ends_at < self.clock.now:
                    del self._rides[ride_id]
                    await self._look_back(ride_id, salesperson)
        await self._check_in(monday)
        if self.weeks % 13 == 1:
            await self._check_themselves()
        await self._remember(TEAM[self.weeks % len(TEAM)])

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _arrived(self) -> list[Delivery]:
        new, self._seen = self.slack.order[self._seen :], len(self.slack.order)
        return new

    async def _react(self, delivery: Delivery) -> None:
        who = Who(WORKSPACE, delivery.recipient)
        if delivery.nudge == PROMPT_PERSON:
            note = "I asked, and waited for the answer." if self._next() % 3 == 0 else None
            reply = PromptReply.REFLECTED if note else PromptReply.DONE
            await self.services.prompts.answer(who, delivery.id, reply, note)
        elif delivery.nudge == RIDEALONG_INVITATION:
            with suppress(Problem):  # it came after a holiday, when the call was over
                await self.services.ridealongs.confirm(who, delivery.subject, 0)
        elif delivery.nudge == COMMITMENT_FOLLOW_UP:
            await self.services.commitments.answer(who, delivery.subject, Outcome.KEPT)

    async def _plan(self, day: datetime) -> None:
        number = self._next()
        salesperson = TEAM[0 if self.one_pair else number % len(TEAM)]
        draft = Draft(salesperson.user_id, f"Customer {number % 17}", day.date(), time(14), 45,
                      contract=Contract(signal="Over to you", skill=f"Skill {number % 7}"))  # fmt: skip
        facts = await self.services.ridealongs.plan(MARIA, new_id(), draft)
        self._rides[facts.ride.id] = (salesperson, facts.ride.ends_at)

    async def _look_back(self, ride_id: str, salesperson: Who) -> None:
        takeover = TAKEOVERS[self._next() % len(TAKEOVERS)]
        for who in (salesperson, MARIA):
            texts = dict.fromkeys(questions_for(leads=who == MARIA), "The customer spoke first, and longest.")
            plan = ("", "") if who == MARIA else ("they ask for a price", "I ask what it is for")
            written = Written(takeover, texts, True, *plan)
            await self.services.reflections.write(who, ride_id, written)

    async def _check_in(self, monday: datetime) -> None:
        week = monday.date()
        await self.services.checkins.answer(MARIA, week, ANSWERS[self.weeks % len(ANSWERS)])
        if self._commitment:
            await self.services.checkins.settle_commitment(MARIA, week, self._commitment, Outcome.KEPT)
        developed = tuple(who.user_id for who in TEAM[self.weeks % 5 :: 5])
        details = CheckInDetails(developed, "a_deal_at_risk", self.weeks % 3, "a call goes quiet", "I count to five")
        facts = await self.services.checkins.add_details(MARIA, week, details)
        self._commitment = facts.commitment.id if facts.commitment else ""

    async def _check_themselves(self) -> None:
        """The leader's self-check, the team's view of the same week, and a salesperson's skills."""
        library = self.context.library
        form = await self.services.selfchecks.start(MARIA)
        await self.services.selfchecks.save(MARIA, form, dict.fromkeys(library.items, "most"))
        with suppress(Problem):  # while another round is open
            await self.services.feedback.invite(MARIA)
        await self.until(self.clock.now + timedelta(hours=1))
        for delivery in self._arrived():
            if delivery.nudge == FEEDBACK_REQUEST:
                who = Who(WORKSPACE, delivery.recipient)
                await self.services.feedback.answer(who, delivery.subject, dict.fromkeys(library.items, "yes"))
            else:
                await self._react(delivery)

    async def _remember(self, salesperson: Who) -> None:
        """A coaching moment, and a deal that was closed."""
        form = MomentForm(new_id(), CHANNEL, f"{self.weeks}.0", salesperson.user_id, "Let them finish.", shared=True)
        await self.services.moments.save(MARIA, form)
        await self.services.deals.ended(salesperson, DealOutcome.WON)


@asynccontextmanager
async def told(folder: Path, key: str, *, one_pair: bool = False) -> AsyncIterator[Story]:
    """A story at its beginning, in a SQLite file `story.sqlite3` in `folder`, with texts encrypted with `key`."""
    path = folder / "story.sqlite3"
    migrated_at(path)
    database, clock, directory, slack = (
        Database(f"sqlite:///{path}?check_same_thread=false", Cipher([key])),
        MovableClock(),
        FakeDirectory(),
        FakeSlack(),
    )
    clock.now = BEGINS
    for who in (MARIA, *TEAM):
        directory.add(who.user_id)
    directory.add(NORA.user_id, is_admin=True)
    directory.add_channel(CHANNEL, NORA, MARIA)
    context = Context(database, directory, Libraries(), clock)
    engine = build_engine(
        database, slack, MessageParts(context.libraries), clock=clock, wall=clock, limits=replace(AT_ONCE, linger=0.0),
        after_delivery=AfterDelivery(context, FakeMessenger()).after_delivery,
    )  # fmt: skip
    try:
        yield Story(context, Services(context), engine, clock, slack, one_pair)
    finally:
        await database.close()
