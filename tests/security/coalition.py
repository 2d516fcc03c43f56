"""An admin, a leader and a friend in the team who tell each other every number that they are shown.

They and everybody else answer check-ins, own questions and prompts, press in a channel, join, stop, are deleted, get
other ids and come back; time passes, housekeeping runs, and copies are restored. What all three saw of one week, one
quarter, one prompt, one question or one group must never differ by so few people that it reveals anybody's answer.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from bot.blocks.admin.participation import participation
from bot.domain.checkins.checkins import CheckInAnswer, CheckInDetails, previous_week
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Position, Who
from bot.domain.prompts.answers import PromptReply
from bot.domain.prompts.custom_content import ContentKind, ContentScope, CustomWords
from bot.domain.prompts.what_works import LATER
from bot.domain.time.fiscal import QuarterPattern, previous_quarter
from bot.domain.time.schedule import week_of
from bot.domain.visibility import are_alike
from bot.errors import Problem, Problems
from bot.nudges import DIGEST, PROMPT_CHANNEL, PROMPT_LATER, PROMPT_PERSON, QUARTER_REPORT
from bot.services.context import new_id
from bot.services.facts import load_facts
from bot.storage.tables import webhook_events
from tests.security import published_numbers
from tests.security.deduction import Seen, moved_by_few
from tests.security.people_story import PeopleStory
from tests.security.scratch_database import in_memory, restored

ADMIN, FRIEND = "U0", "U1"
LEADERS = tuple(f"U{number}" for number in range(1, 8))
CHOICES = ("red", "blue", "green")
STEPS = (8, 14)  # fewest and most in a story


@dataclass
class Coalition(PeopleStory):
    """What they have seen: the numbers about each subject, in the order they came."""

    question: str = ""
    seen: Seen = field(default_factory=dict)

    everybody = (ADMIN, *LEADERS)

    def keep(self, subject: str, which: str, size: int, counts: Mapping[str, int] | None = None) -> None:
        """Remember a number that one of them was shown; 0 people means that none was shown."""
        if size:
            self.seen.setdefault((subject, which), []).append(
                (size, {key: count for key, count in (counts or {}).items() if count})
            )

    async def begin(self) -> None:
        """Everybody starts; there is an own question, a prompt in the channel, one for each person, and a webhook."""
        for user_id in LEADERS:
            await self.services.onboarding.position(self.who(user_id), Position.LEADER)
        await self.services.onboarding.position(self.who(ADMIN), Position.HEAD)
        words = CustomWords(ContentKind.QUESTION, "Which colour was your week?", choices=CHOICES)
        self.question = (
            await self.services.custom_content.save(self.who(ADMIN), ContentScope.ORGANISATION, words)
        ).entry.id
        await self.services.webhooks.set_up(self.who(ADMIN), "https://hooks.example/numbers")
        prompt = next(iter(self.context.library.prompts))
        async with self.context.database.transaction("T1") as transaction:
            await transaction.outbox.add(self._delivery(PROMPT_CHANNEL, "C1", content_id=prompt, id_="channel"))
            for user_id in LEADERS:
                mine = self._delivery(PROMPT_PERSON, user_id, content_id=prompt, id_=user_id)
                await transaction.outbox.add(replace(mine, on=mine.on - timedelta(days=3)))  # today's exists already

    async def play(self, moves: Mapping[str, int]) -> list[str]:
        """Take random steps until a number moves by too few people; `moves` says how likely each step is."""
        names, weights = list(moves), list(moves.values())
        for name in self.chance.choices(names, weights, k=self.chance.randint(*STEPS)):
            self.story.append(name)
            move: Callable[[], Awaitable[None]] = getattr(self, name)
            with suppress(Problem, Problems):
                await move()
            if few := moved_by_few(self.seen):
                return few
        return []

    async def all_answer(self) -> None:
        """Some answer one week's check-in, and one in three the question in it too."""
        week = week_of(self.clock().date()) - timedelta(weeks=self.chance.choice((0, 1, 1)))
        with_question = self.chance.random() < 1 / 3
        for user_id in self._some():
            with suppress(Problem, Problems):
                await self.services.checkins.answer(self.who(user_id), week, self.chance.choice(list(CheckInAnswer)))
                if with_question:
                    own = {self.question: self.chance.choice(CHOICES)}
                    await self.services.checkins.add_details(self.who(user_id), week, CheckInDetails(custom=own))
        await self.look()

    async def all_press(self) -> None:
        for user_id in self._some():
            with suppress(Problem):
                facts = await self.services.prompts.answer(self.who(user_id), "channel", PromptReply.DONE)
                self.keep("prompt", "channel", facts.did_it)

    async def all_reply(self) -> None:
        later = self.chance.random() < 1 / 3
        for user_id in self._some():
            reply = self.chance.choice((PromptReply.DONE, PromptReply.NOT_FOR_ME))
            if later:
                async with self.context.database.transaction("T1") as transaction:
                    again = self._delivery(PROMPT_LATER, self.who(user_id).user_id, subject=user_id)
                    await transaction.outbox.add(again)
            with suppress(Problem):
                await self.services.prompts.answer(self.who(user_id), user_id, reply)
        await self.look()

    async def one_takes_back(self) -> None:
        user_id, delivery = self.chance.choice(LEADERS), self.chance.choice(("channel", ""))
        await self.services.prompts.take_back(self.who(user_id), delivery or user_id)
        await self.look()

    async def one_is_deleted(self) -> None:
        await self.services.privacy.forget(self.who(self.chance.choice((*LEADERS, ADMIN))))

    async def one_comes_back(self) -> None:
        position = self.chance.choice((Position.LEADER, Position.LEADER, Position.SALESPERSON))
        await self.services.onboarding.position(self.who(self.chance.choice(LEADERS)), position)

    async def one_stops(self) -> None:
        await self.services.onboarding.stop(self.who(self.chance.choice(LEADERS)))

    async def exchange_id(self) -> None:
        await self._exchange(self.chance.choice((*LEADERS, ADMIN)))

    async def one_has_two_ids(self) -> None:
        """Somebody acts under another id, and only then does Slack say that both are one person."""
        user_id = self.chance.choice(LEADERS)
        former, new = self.who(user_id), Who("T1", f"W{len(self.story)}{user_id}too")
        self.directory.profiles[new] = self.directory.profiles[former]
        self.ids[user_id] = new.user_id
        await self.services.onboarding.position(new, Position.LEADER)
        await self.chance.choice((self.all_answer, self.all_press, self.look))()
        await self.services.identities.learn("T1", {former.user_id: new.user_id})

    async def change_calendar(self) -> None:
        """Another fiscal year, by months or by weeks."""
        month, pattern = self.chance.randint(1, 12), self.chance.choice(list(QuarterPattern))
        await self.services.pressure.set_calendar(self.who(ADMIN), month, pattern)
        await self.look()

    async def restore(self) -> None:
        """A copy is made, something happens, and the copy is restored; an id that was exchanged stays exchanged."""
        copy = in_memory(self.context).copy()
        for move in self.chance.sample((self.all_answer, self.all_press, self.all_reply, self.one_is_deleted), 2):
            with suppress(Problem, Problems):
                await move()
        await restored(self.context, copy)
        await self.look()

    async def wait_until_a_week_ends(self) -> None:
        """Wait until its last second, or the first second of the next week."""
        monday = week_of(self.clock().date()) + timedelta(weeks=1)
        self.clock.now = datetime.combine(monday, time(), UTC) - timedelta(seconds=self.chance.choice((0, 1)))
        await self.look()

    async def look(self) -> None:
        """Look at two of the things that they can see."""
        sights = (
            self._channel, self._report, self._admins_page, self._api, self._csv, self._webhook, self._custom_question,
            self._picture,
        )  # fmt: skip
        for sight in self.chance.sample(sights, 2):
            with suppress(Problem):
                await sight()

    async def _channel(self) -> None:
        self.keep("prompt", "channel", await self._did_it())
        facts = await self._due(DIGEST, "C1", on=week_of(self.clock().date()))
        if facts.payload is not None and facts.payload.counts:
            counts = {str(answer): count for answer, count in facts.payload.counts.items()}
            week = previous_week(week_of(self.clock().date()))
            self.keep("week", week.isoformat(), sum(counts.values()), counts)

    async def _report(self) -> None:
        async with self.context.database.reading("T1") as transaction:
            quarter = previous_quarter(self.clock().date(), (await transaction.workspaces.get()).fiscal)
        facts = await self._due(QUARTER_REPORT, self.who(ADMIN).user_id, subject=quarter.name)
        if facts.payload is not None:
            counts = {str(answer): count for answer, count in facts.payload.answers.items()}
            self.keep("quarter", quarter.name, facts.payload.leaders, counts)

    async def _admins_page(self) -> None:
        facts = await self.services.admin.facts(self.who(ADMIN))
        for group, count in facts.started.items():
            self.keep("started", group, count)
        for week, people in (await self.services.admin.participation(self.who(ADMIN))).by_week:
            self._told("week", week.isoformat(), people or 0, {})

    async def _picture(self) -> None:
        """The half year as bars, and in words for people who do not see them."""
        facts = await self.services.admin.participation(self.who(ADMIN))
        for number in published_numbers.by_picture(participation(self.context.library, facts), facts):
            self._told(*number)

    async def _api(self) -> None:
        for number in published_numbers.by_api(await self.services.integrations.numbers(self.who(ADMIN))):
            self._told(*number)

    async def _csv(self) -> None:
        for number in published_numbers.by_csv(await self.services.integrations.numbers(self.who(ADMIN))):
            self._told(*number)

    async def _webhook(self) -> None:
        """Every event that was ever queued."""
        async with self.context.database.connection() as connection:
            bodies = (await connection.execute(select(webhook_events.c.body))).scalars().all()
        for number in published_numbers.by_webhook(bodies):
            self._told(*number)

    def _told(self, kind: str, which: str, people: int, counts: Mapping[str, int]) -> None:
        """What an admin's tools are told: about five or more, and not exactly where nearly all gave one answer."""
        self.keep("tally" if kind == "prompt" else kind, which, people, counts)
        self.keep(f"admin's {kind}", which, people)
        answers = {answer: count for answer, count in counts.items() if answer != LATER}
        later = {LATER: counts[LATER], "": people - counts[LATER]} if LATER in counts else {}
        if any(sum(alike.values()) and are_alike(alike) for alike in (answers, later)):
            self.keep("everybody's answer", f"{kind} {which}", 1, counts)

    async def _custom_question(self) -> None:
        facts = await self.services.custom_content.entry(self.who(ADMIN), self.question)
        self.keep("question", self.question, facts.people, facts.counts)

    async def _did_it(self) -> int:
        with suppress(Problem):
            return (await self.services.prompts.facts(self.who(FRIEND), "channel")).did_it
        return 0

    async def _due(self, nudge: str, recipient: str, subject: str = "", on: date | None = None) -> Any:
        """The facts that a message sent now would have."""
        delivery = replace(self._delivery(nudge, recipient, subject=subject), on=on or self.clock().date())
        async with self.context.database.transaction("T1") as transaction:
            return (await load_facts(transaction, self.context.libraries, [delivery], self.clock()))[delivery.id]

    def _delivery(self, nudge: str, recipient: str, subject: str = "", content_id: str = "", id_: str = "") -> Delivery:
        now = self.clock()
        made = Delivery(id_ or new_id(), "T1", recipient, nudge, subject, on=now.date(), due_at=now)
        return replace(made, status=DeliveryStatus.SENT, content_id=content_id, sent_at=now)

    def _some(self) -> list[str]:
        return self.chance.sample(LEADERS, self.chance.randint(1, len(LEADERS)))
