"""A leader who wants to know what one salesperson answered, and does whatever the app lets them do to find out.

They name and remove, invite, wait, have themselves or each other deleted and come back, change what they do, are given
other ids by Slack, see yesterday's copy restored, and keep every figure that they were ever shown, in Slack or in their
export. Each salesperson has an item of the self-check for themselves, so that sums say whose they are.
"""

import json
import random
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime, timedelta

from bot.domain.people.people import Membership, Position, Who
from bot.domain.selfchecks.feedback import COHORTS_HOLD
from bot.errors import Problem, Problems
from bot.services.context import Context
from bot.services.services import Services
from bot.storage.maintenance.housekeeping import tidy
from tests.fakes import FakeDirectory, MovableClock
from tests.security.ground import in_memory, restored

SALESPEOPLE = tuple(f"U{number}" for number in range(1, 8))
LEADER = "U0"
STEPS = (5, 10)  # fewest and most in a story


@dataclass
class Attack:
    """One leader and seven salespeople in a workspace of their own; `figures` are those that the leader was shown, as
    who is in them and when.
    """

    context: Context
    services: Services
    workspace_id: str
    chance: random.Random
    figures: list[tuple[datetime, frozenset[str]]] = field(default_factory=list)
    _: KW_ONLY
    story: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)  # that Slack gave people, by the name that we call them by here
    exchanged: dict[str, str] = field(default_factory=dict)  # the newest id by each former one
    copy: sqlite3.Connection | None = None

    @property
    def clock(self) -> MovableClock:
        assert isinstance(self.context.clock, MovableClock)
        return self.context.clock

    @property
    def items(self) -> list[str]:
        return list(self.context.library.items)

    def who(self, user_id: str) -> Who:
        return Who(self.workspace_id, self.id_of(user_id))

    def id_of(self, user_id: str) -> str:
        """Their id in Slack as it is now."""
        return self.ids.get(user_id, user_id)

    @property
    def leader(self) -> str:
        return self.id_of(LEADER)

    async def begin(self) -> None:
        """The leader starts."""
        await self.come_back()

    async def play(self, names: Sequence[str] = ()) -> None:
        """Steps by chance, the likelier the more they bring; of those with these names alone, where there are any."""
        await self.begin()
        moves = (
            [self.a_round] * 5 + [self.three_and_one_exchanged] * 2 + [self.forget_leader, self.wait, self.a_little] * 2
        )
        moves += [self.wait] * 3 + [
            self.name_some, self.one_answers, self.one_leaves, self.one_joins, self.one_stops, self.forget_one,
            self.exchange_id, self.change_position, self.make_copy, self.restore, self.look, self.export,
            self.keep_house, self.wait_until_the_round_ends, self.wait_a_quarter,
        ]  # fmt: skip
        if names:
            moves = [getattr(self, name) for name in names]
        for _ in range(self.chance.randint(*STEPS)):
            move = self.chance.choice(moves)
            self.story.append(move.__name__)
            with suppress(Problem, Problems):
                await move()

    async def come_back(self) -> None:
        leader = self.who(LEADER)
        await self.services.onboarding.position(leader, Position.LEADER)

    async def invite(self) -> None:
        """A self-check about those who are on the team now, and the question to them. Raises Problem."""
        leader = self.who(LEADER)
        form = await self.services.selfchecks.start(leader)
        await self.services.selfchecks.save(leader, form, dict.fromkeys(self.items, "most"))
        await self.services.feedback.invite(leader)

    async def name_all(self) -> None:
        await self.team(SALESPEOPLE)

    async def name_some(self) -> None:
        await self.team(self._some())

    async def a_round(self) -> None:
        """Another team, asked anew; some of them answer, and the leader looks in between and at the end."""
        await self.team(self._some())
        with suppress(Problem):
            await self.invite()
        answering = self._some()
        between = self.chance.randrange(len(answering))
        for number, user_id in enumerate(answering):
            await self.answer(user_id)
            if number == between:
                await self.look()
        await self.look()

    async def three_and_one_exchanged(self) -> None:
        """A team of exactly three, one of whom leaves while they answer, and comes back or is replaced."""
        three, other = self._some()[:3], self.chance.choice(SALESPEOPLE)
        await self.team(three)
        with suppress(Problem):
            await self.invite()
        leaves, first = self.chance.choice(three), self.chance.randint(0, 3)
        for user_id in three[:first]:
            await self.answer(user_id)
        await self.services.teams.decline(self.who(leaves), self.leader)
        await self.look()
        with suppress(Problem):
            await self.services.teams.accept(self.who(self.chance.choice((leaves, other))), self.leader)
        for user_id in (*three, other):
            await self.answer(user_id)
        await self.look()

    async def wait_a_quarter(self) -> None:
        """As long as those hold who were counted together, or a second less."""
        self.clock.now += COHORTS_HOLD - timedelta(seconds=self.chance.choice((0, 1)))

    async def wait_until_the_round_ends(self) -> None:
        """Until its last second, or until it is over."""
        async with self.context.database.reading(self.workspace_id) as transaction:
            asked = await transaction.feedback.last(self.leader)
        if asked is not None and asked.closes_at > self.clock():
            self.clock.now = asked.closes_at - timedelta(seconds=self.chance.choice((0, 1)))

    async def one_answers(self) -> None:
        await self.answer(self.chance.choice(SALESPEOPLE))
        await self.look()

    async def one_leaves(self) -> None:
        await self.services.teams.decline(self.who(self.chance.choice(SALESPEOPLE)), self.leader)

    async def one_joins(self) -> None:
        user_id = self.chance.choice(SALESPEOPLE)
        await self.services.teams.accept(self.who(user_id), self.leader)

    async def one_stops(self) -> None:
        await self.services.onboarding.stop(self.who(self.chance.choice(SALESPEOPLE)))

    async def change_position(self) -> None:
        """The leader leads leaders for a while, or sells, or leads again."""
        await self.services.onboarding.position(self.who(LEADER), self.chance.choice(list(Position)))

    async def exchange_id(self) -> None:
        """Slack gives somebody another id, as when a workspace moves into an organisation."""
        user_id = self.chance.choice((LEADER, *SALESPEOPLE))
        former_id, new_id = self.id_of(user_id), f"W{len(self.ids)}{user_id}"
        assert isinstance(self.context.directory, FakeDirectory)
        profile = self.context.directory.profiles[Who(self.workspace_id, former_id)]
        self.context.directory.profiles[Who(self.workspace_id, new_id)] = profile
        await self.services.identities.learn(self.workspace_id, {former_id: new_id})
        self.ids[user_id] = new_id
        self.exchanged = {former: new_id if id_ == former_id else id_ for former, id_ in self.exchanged.items()}
        self.exchanged[former_id] = new_id

    async def make_copy(self) -> None:
        self.copy = in_memory(self.context).copy()

    async def restore(self) -> None:
        """What stood there when the last copy was made stands there again. An id that was exchanged stays exchanged."""
        if self.copy is not None:
            await restored(self.context, self.copy)
            await self.services.identities.learn(self.workspace_id, self.exchanged)

    async def keep_house(self) -> None:
        await tidy(self.context.database, self.clock())

    async def forget_one(self) -> None:
        await self.services.privacy.forget(self.who(self.chance.choice(SALESPEOPLE)))

    async def forget_leader(self) -> None:
        await self.services.privacy.forget(self.who(LEADER))
        await self.come_back()

    async def wait(self) -> None:
        self.clock.move(days=self.chance.choice((1, 13, 14, 15, 15)))

    async def a_little(self) -> None:
        self.clock.move(minutes=10)

    async def look(self) -> None:
        """What a leader is shown."""
        views = await self.services.feedback.views(self.who(LEADER))
        if views is not None and views.round is not None and views.is_told:
            self.keep({item_id: tally.yes for item_id, tally in views.round.tallies.items()})

    async def export(self) -> None:
        """The sums in the leader's own export."""
        export = await self.services.privacy.export(self.who(LEADER))
        for asked in json.loads(export.data)["held"].get("twin_rounds", []):
            self.keep({item_id: yes for item_id, (yes, _) in asked["sums"].items()})

    def keep(self, yes: Mapping[str, int]) -> None:
        """Remember who stands in the sums of each statement."""
        people = frozenset(
            user_id for user_id, item_id in zip(SALESPEOPLE, self.items, strict=False) if yes.get(item_id)
        )
        if people and people not in {seen for _, seen in self.figures}:
            self.figures.append((self.clock(), people))

    async def team(self, user_ids: Sequence[str]) -> None:
        """These are on the team and say yes to it, as far as they are asked at all."""
        names = {self.id_of(user_id): user_id for user_id in user_ids}
        facts = await self.services.teams.name(self.who(LEADER), list(names))
        for member in facts.members:
            if member.membership is not Membership.ACCEPTED and member.salesperson_id in names:
                with suppress(Problem):
                    await self.services.teams.accept(self.who(names[member.salesperson_id]), self.leader)

    async def answer(self, user_id: str) -> None:
        async with self.context.database.transaction(self.workspace_id) as transaction:
            asked = await transaction.feedback.last(self.leader)
        if asked is not None:
            given: dict[str, str | None] = dict.fromkeys(self.items, "not_up")
            given[self.items[SALESPEOPLE.index(user_id)]] = "yes"
            with suppress(Problem):
                await self.services.feedback.answer(self.who(user_id), asked.id, given)

    def _some(self) -> list[str]:
        return self.chance.sample(SALESPEOPLE, self.chance.randint(3, len(SALESPEOPLE)))
