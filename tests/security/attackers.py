"""A leader who wants to know what one salesperson answered, and does everything the app allows to find out.

They name and remove people, invite, wait, have themselves or each other deleted and come back, leave Slack, change what
they do and who leads, are given other ids by Slack, see yesterday's copy restored, and keep every figure that they were
ever shown, in Slack or in their export. Each salesperson has a self-check item of their own, so that sums say whose
they are.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime, timedelta

from bot.domain.people.people import Membership, Position
from bot.domain.selfchecks.feedback import COHORTS_HOLD
from bot.errors import Problem, Problems
from bot.storage.maintenance.housekeeping import tidy
from tests.security.deduction import singled_out
from tests.security.people_story import PeopleStory
from tests.security.scratch_database import in_memory, restored

SALESPEOPLE = tuple(f"U{number}" for number in range(1, 8))
LEADER, OTHER = "U0", SALESPEOPLE[-1]  # their leader, and the salesperson who may lead instead
OTHERS_ANSWERS = "somebody, by what was said of the other leader"
Figures = list[tuple[datetime, frozenset[str]]]
STEPS = (5, 10)  # fewest and most in a story


@dataclass
class Attack(PeopleStory):
    """A leader and seven salespeople, one of whom may lead the others as well. `figures` are those that the
    leader was shown, as when and who is in them, `others_figures` those of that other leader; the two share everything.
    """

    figures: Figures = field(default_factory=list)
    others_figures: Figures = field(default_factory=list)
    _: KW_ONLY
    leads: str = LEADER  # which of the two leads now
    exchanged: dict[str, str] = field(default_factory=dict)  # the newest id by each former one
    copy: sqlite3.Connection | None = None

    everybody = (LEADER, *SALESPEOPLE)

    @property
    def items(self) -> list[str]:
        return list(self.context.library.items)

    def id_of(self, user_id: str) -> str:
        """Their current id in Slack."""
        return self.ids.get(user_id, user_id)

    @property
    def leader(self) -> str:
        return self.id_of(self.leads)

    async def begin(self) -> None:
        """The leader starts."""
        await self.come_back()

    async def play(self, names: Sequence[str] = ()) -> list[frozenset[str]]:
        """Take random steps, more often those that achieve more; only those in `names`, where there are any. Ends with
        the first that singles somebody out, and returns whom.
        """
        await self.begin()
        moves = (
            [self.a_round] * 7 + [self.three_and_one_exchanged] * 2 + [self.forget_leader, self.wait, self.a_little] * 2
        )
        moves += [self.wait] * 3 + [
            self.name_some, self.one_answers, self.one_leaves, self.one_joins, self.one_stops, self.forget_one,
            self.exchange_id, self.change_position, self.make_copy, self.restore, self.look, self.export,
            self.keep_house, self.wait_until_the_round_ends, self.wait_a_quarter, self.wait_until_a_quarter_ends,
            self.one_leaves_slack, self.all_are_back, self.wait_for_leavers, self.move_into_organisation,
        ] + [self.change_leader] * 2  # fmt: skip
        if names:
            moves = [getattr(self, name) for name in names]
        for _ in range(self.chance.randint(*STEPS)):
            move = self.chance.choice(moves)
            self.story.append(move.__name__)
            with suppress(Problem, Problems):
                await move()
            if people := singled_out(self.figures) or singled_out(self.others_figures):
                return people
        return []

    async def come_back(self) -> None:
        await self.services.onboarding.position(self.who(self.leads), Position.LEADER)

    async def change_leader(self) -> None:
        """The other of the two leads now, perhaps the same people; the former leader may go on selling in that team."""
        if self.chance.random() < 1 / 2:
            await self.services.onboarding.position(self.who(self.leads), Position.SALESPERSON)
        self.leads = OTHER if self.leads == LEADER else LEADER
        await self.come_back()

    async def invite(self) -> None:
        """Do a self-check about the current team, and ask them for their view. Raises Problem."""
        leader = self.who(self.leads)
        form = await self.services.selfchecks.start(leader)
        await self.services.selfchecks.save(leader, form, dict.fromkeys(self.items, "most"))
        await self.services.feedback.invite(leader)

    async def name_all(self) -> None:
        await self.team(SALESPEOPLE)

    async def name_some(self) -> None:
        await self.team(self._some())

    async def a_round(self) -> None:
        """Another team is asked; some of them answer, and the leader looks in between and at the end."""
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
        """Wait for as long as cohorts hold, or a second less."""
        self.clock.now += COHORTS_HOLD - timedelta(seconds=self.chance.choice((0, 1)))

    async def wait_until_the_round_ends(self) -> None:
        """Wait until its last second, or until it is over."""
        async with self.context.database.reading("T1") as transaction:
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
        """The leader leads leaders for a while, sells, or leads again."""
        await self.services.onboarding.position(self.who(self.leads), self.chance.choice(list(Position)))

    async def exchange_id(self) -> None:
        """Slack gives somebody another id, as when a workspace moves into an organisation."""
        if ids := await self._exchange(self.chance.choice(self.everybody)):
            former_id, new_id = ids
            self.exchanged = {former: new_id if id_ == former_id else id_ for former, id_ in self.exchanged.items()}
            self.exchanged[former_id] = new_id

    async def make_copy(self) -> None:
        self.copy = in_memory(self.context).copy()

    async def restore(self) -> None:
        """Everything is again as it was when the last copy was made. An id that was exchanged stays exchanged."""
        if self.copy is not None:
            await restored(self.context, self.copy)
            await self.services.identities.learn("T1", self.exchanged)

    async def keep_house(self) -> None:
        await tidy(self.context.database, self.clock())

    async def forget_one(self) -> None:
        await self.services.privacy.forget(self.who(self.chance.choice(SALESPEOPLE)))

    async def forget_leader(self) -> None:
        await self.services.privacy.forget(self.who(self.leads))
        await self.come_back()

    async def wait(self) -> None:
        self.clock.move(days=self.chance.choice((1, 13, 14, 15, 15)))

    async def a_little(self) -> None:
        self.clock.move(minutes=10)

    async def look(self) -> None:
        """Look at what a leader is shown."""
        views = await self.services.feedback.views(self.who(self.leads))
        if views is not None and views.round is not None and views.is_told:
            self.keep({item_id: tally.yes for item_id, tally in views.round.tallies.items()})

    async def export(self) -> None:
        """Read the sums in the leader's own export."""
        export = await self.services.privacy.export(self.who(self.leads))
        for asked in json.loads(export.data)["held"].get("twin_rounds", []):
            self.keep({item_id: yes for item_id, (yes, _) in asked["sums"].items()})

    def keep(self, yes: Mapping[str, int]) -> None:
        """Remember who is in the sums of each statement."""
        figures, mine = (self.figures if self.leads == LEADER else self.others_figures), self._own_items()
        people = frozenset(user_id for user_id, item_id in mine.items() if yes.get(item_id))
        if any(yes[item_id] for item_id in yes.keys() - mine.values()):
            people = frozenset({OTHERS_ANSWERS})
        if people and people not in {seen for _, seen in figures}:
            figures.append((self.clock(), people))

    def _own_items(self) -> dict[str, str]:
        """Each salesperson's own statement, by person; the two leaders are told apart by different ones."""
        return dict(zip(SALESPEOPLE, self.items[len(SALESPEOPLE) * (self.leads == OTHER) :], strict=False))

    async def team(self, user_ids: Sequence[str]) -> None:
        """These are named as the team and accept, as far as they are asked at all."""
        names = {self.id_of(user_id): user_id for user_id in user_ids}
        facts = await self.services.teams.name(self.who(self.leads), list(names))
        for member in facts.members:
            if member.membership is not Membership.ACCEPTED and member.salesperson_id in names:
                with suppress(Problem):
                    await self.services.teams.accept(self.who(names[member.salesperson_id]), self.leader)

    async def answer(self, user_id: str) -> None:
        async with self.context.database.transaction("T1") as transaction:
            asked = await transaction.feedback.last(self.leader)
        if asked is not None:
            given: dict[str, str | None] = dict.fromkeys(self.items, "not_up")
            given[self._own_items()[user_id]] = "yes"
            with suppress(Problem):
                await self.services.feedback.answer(self.who(user_id), asked.id, given)

    def _some(self) -> list[str]:
        others = [user_id for user_id in SALESPEOPLE if user_id != self.leads]
        return self.chance.sample(others, self.chance.randint(3, len(others)))
