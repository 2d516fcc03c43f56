"""A team that answers, changes its mind, leaves and has its data deleted; and readers who remember what they saw."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Membership, Person, PersonStatus, Position, TeamMember, Who
from bot.domain.prompts.answers import PromptReply
from bot.domain.selfchecks.selfchecks import SelfCheckForm
from bot.domain.visibility import FOR_ADMIN, FOR_LEADER
from bot.errors import Problem
from bot.nudges import DIGEST, PROMPT_CHANNEL, QUARTER_REPORT
from bot.nudges.nudge import Facts
from bot.services.context import Context, new_id
from bot.services.facts import load_facts
from bot.services.services import Services
from content.libraries import Libraries
from content.library import load_library
from content.models import Library
from tests.fakes import FakeDirectory, MovableClock
from tests.security.scratch_database import cheap_database

WEEKS = (date(2026, 8, 24), date(2026, 9, 7), date(2026, 9, 14))  # two of them in September
QUARTERS = {1: "2026-07-01 2026-09-30", 3: "2026-09-01 2026-11-30"}  # by the first month of the fiscal year
NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
TEAM = tuple(f"U{number}" for number in range(1, 9))
LEADER, ADMIN = "U0", "U9"
Given = tuple[str, date, int]  # the person, the week, and their answer's number


@dataclass
class Readers:
    """`digests` and `reports` hold what each publication counted, `views` the sums and `presses` the numbers shown.

    `frozen` is our own account of what each week may ever count; `answers` are the current ones.
    """

    services: Services
    context: Context
    library: Library
    prompt: str
    directory: FakeDirectory
    answers: dict[tuple[str, date], tuple[CheckInAnswer, int]] = field(default_factory=dict)
    frozen: dict[date, dict[Given, CheckInAnswer]] = field(default_factory=dict)
    digests: list[frozenset[Given]] = field(default_factory=list)
    reports: dict[int, tuple[frozenset[Given], dict[CheckInAnswer, int]]] = field(default_factory=dict)
    views: list[dict[str, int]] = field(default_factory=list)
    presses: list[int] = field(default_factory=list)
    number: int = 0

    def add(self, user: str) -> None:
        """Add somebody whom Slack knows."""
        self.directory.add(user)

    async def answer(self, user: str, week: int, choice: int) -> None:
        """Answer a check-in, or change it."""
        answer, self.number = list(CheckInAnswer)[choice], self.number + 1
        await self.services.checkins.answer(Who("T1", user), WEEKS[week], answer)
        self.answers[user, WEEKS[week]] = answer, self.number

    async def forget(self, user: str) -> None:
        """Somebody has their data deleted; they may come back."""
        await self.services.privacy.forget(Who("T1", user))
        self.answers = {key: given for key, given in self.answers.items() if key[0] != user}

    async def ask_again(self) -> None:
        """The leader comes back, if they had their data deleted, names a team and asks it."""
        leader = Who("T1", LEADER)
        await self.services.onboarding.position(leader, Position.LEADER)
        await self.services.teams.name(leader, TEAM)
        for user in TEAM:
            with suppress(Problem):
                await self.services.teams.accept(Who("T1", user), LEADER)
        form = await self.services.selfchecks.start(leader)
        await self.services.selfchecks.save(leader, form, dict.fromkeys(self.library.items, "most"))
        with suppress(Problem):
            await self.services.feedback.invite(leader)

    async def digest(self, week: int) -> None:
        """Read a digest in one channel or another: keep what it counts, and check its numbers against those people."""
        facts = await self._facts(DIGEST, "C1", "", WEEKS[week] + timedelta(weeks=1))
        if facts.payload is not None and facts.payload.counts:
            held = self.freeze(WEEKS[week])
            assert dict(facts.payload.counts) == _counts(held)
            self.digests.append(frozenset(held))

    async def report(self, start_month: int) -> None:
        """Read a quarter's report under one fiscal calendar or another: whole weeks of five people or more, the same
        for every admin.
        """
        async with self.context.database.transaction("T1") as transaction:
            workspace = await transaction.workspaces.get()
            await transaction.workspaces.save(replace(workspace, fiscal_start_month=start_month))
        facts = await self._facts(QUARTER_REPORT, ADMIN, QUARTERS[start_month], NOW.date())
        if facts.payload is None:
            return
        answers = dict(facts.payload.answers)
        if start_month in self.reports:
            assert answers == self.reports[start_month][1]
            return
        weeks = [
            self.freeze(week)
            for week in WEEKS
            if QUARTERS[start_month] <= week.isoformat() and (week in self.frozen or self._now(week) >= FOR_ADMIN)
        ]
        large = [week for week in weeks if len(week) >= FOR_ADMIN]
        sums = [held for held in _unions(large) if held and _counts(held) == answers]
        assert sums, "it is no sum of whole weeks"
        self.reports[start_month] = frozenset(sums[-1]), answers

    async def say(self, user: str, value: int) -> None:
        """A member of the team answers about their leader: each has their own statement, so that sums reveal them."""
        asked = await self._round()
        if asked is None:  # the leader had their data deleted
            return
        items = list(self.library.items)
        given: dict[str, str | None] = dict.fromkeys(items, "not_up")
        given |= {items[TEAM.index(user)]: ("not_up", "no", "yes")[min(value, 2)]}
        with suppress(Problem):  # people who had their data deleted are no longer asked
            await self.services.feedback.answer(Who("T1", user), asked, given)

    async def look(self) -> None:
        """The leader looks at the other view."""
        views = await self.services.feedback.views(Who("T1", LEADER))
        if views is not None and views.is_told:
            assert views.round is not None
            assert views.round.count >= FOR_LEADER
            self.views.append({item: tally.yes * 2 + tally.no for item, tally in views.round.tallies.items()})

    async def move(self, user: str, on: bool) -> None:
        """Have somebody leave the team, or join it."""
        member = TeamMember(LEADER, user, Membership.ACCEPTED if on else Membership.DECLINED)
        async with self.context.database.transaction("T1") as transaction:
            await transaction.teams.save(member)

    async def press(self, user: str, done: bool) -> None:
        """Somebody marks the channel's prompt as done, or takes it back; the channel reads the number."""
        who, prompts = Who("T1", user), self.services.prompts
        act = prompts.answer(who, self.prompt, PromptReply.DONE) if done else prompts.take_back(who, self.prompt)
        self.presses.append((await act).did_it)

    async def _facts(self, nudge: str, recipient: str, subject: str, on: date) -> Facts[Any]:
        delivery = Delivery(new_id(), "T1", recipient, nudge, subject, on=on, due_at=NOW, status=DeliveryStatus.SENDING)
        async with self.context.database.transaction("T1") as transaction:
            return (await load_facts(transaction, Libraries(only=self.library), [delivery], NOW))[delivery.id]

    async def _round(self) -> str | None:
        async with self.context.database.transaction("T1") as transaction:
            asked = await transaction.feedback.last(LEADER)
        return asked.id if asked is not None else None

    def _now(self, week: date) -> int:
        return sum(each == week for _, each in self.answers)

    def freeze(self, week: date) -> dict[Given, CheckInAnswer]:
        """What that week may ever count, fixed the first time that somebody was shown it."""
        now = {(user, week, number): answer for (user, each), (answer, number) in self.answers.items() if each == week}
        return self.frozen.setdefault(week, now)


def _counts(held: dict[Given, CheckInAnswer]) -> dict[CheckInAnswer, int]:
    return {answer: Counter(held.values())[answer] for answer in CheckInAnswer}


def _unions(weeks: list[dict[Given, CheckInAnswer]]) -> list[dict[Given, CheckInAnswer]]:
    """Every union of some of these weeks."""
    found: list[dict[Given, CheckInAnswer]] = [{}]
    for week in weeks:
        found += [{**one, **week} for one in found]
    return found


@asynccontextmanager
async def reading() -> AsyncIterator[Readers]:
    """A team of eight in a fresh database, asked for their view of their leader, with a prompt in their channel."""
    library = load_library()
    async with cheap_database() as database:
        directory, clock = FakeDirectory(), MovableClock()
        clock.now = NOW
        for user in (LEADER, *TEAM, ADMIN):
            directory.add(user, is_admin=user == ADMIN)
        context = Context(database, directory, Libraries(only=library), clock)
        services = Services(context)
        prompt = Delivery(
            "P1",
            "T1",
            "C1",
            PROMPT_CHANNEL,
            "",
            on=NOW.date(),
            due_at=NOW,
            status=DeliveryStatus.SENT,
            content_id=next(iter(library.prompts)),
        )
        async with database.transaction("T1") as transaction:
            for user in (LEADER, *TEAM, ADMIN):
                person = Person("T1", user, user, status=PersonStatus.ACTIVE)
                await transaction.people.save(replace(person, is_leader=user == LEADER, is_admin=user == ADMIN))
            for user in TEAM:
                await transaction.teams.save(TeamMember(LEADER, user, Membership.ACCEPTED))
            await transaction.outbox.add(prompt)
        form = SelfCheckForm("S1", NOW.date(), TEAM)
        await services.selfchecks.save(Who("T1", LEADER), form, dict.fromkeys(library.items, "most"))
        await services.feedback.invite(Who("T1", LEADER))
        yield Readers(services, context, library, prompt.id, directory)
