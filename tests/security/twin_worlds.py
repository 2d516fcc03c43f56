"""Two worlds that differ in what one or two people did by themselves, and all that others can see of either.

An admin, a leader and a friend in the leader's team look at everything that they are shown, in each world. As long as
fewer than three people did anything that is counted, they must see the same: no number, message or date tells that
somebody did something, let alone what.
"""

import json
import random
import re
from collections.abc import Awaitable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.domain.checkins.checkins import CheckInAnswer, CheckInDetails
from bot.domain.people.people import Position, Who
from bot.domain.prompts.answers import PromptReply
from bot.domain.prompts.own import ContentScope
from bot.domain.time.schedule import week_of
from bot.errors import Problem, Problems
from bot.nudges import BY_KEY, DIGEST
from bot.storage.tables import deliveries
from tests.fakes import FakeDirectory
from tests.security.coalition import ADMIN, CHOICES, Coalition

LEADER, FRIEND = "U1", "U6"
LEADERS, SALESPEOPLE = ("U4", "U5"), ("U2", "U3")  # who does something, two of each
PRIVATE = re.compile(r"[0-9a-f]{32}")  # ids, which are made by chance
KINDS = {
    "check_in": LEADERS, "details": LEADERS, "self_check": LEADERS, "press": SALESPEOPLE, "reflect": SALESPEOPLE,
    "take_back": SALESPEOPLE, "view": SALESPEOPLE, "reply": (*LEADERS, "U2"), "later": LEADERS, "pause": SALESPEOPLE,
    "programme": LEADERS,
}  # fmt: skip
ACTS = [(kind, user_id) for kind, user_ids in KINDS.items() for user_id in user_ids]


class World(Coalition):
    """One of the two."""

    async def begin(self) -> None:
        """The leader has a team, and has asked it for its view."""
        await super().begin()
        team = [*SALESPEOPLE, FRIEND]
        for user_id in team:
            await self.services.onboarding.position(self.who(user_id), Position.SALESPERSON)
        await self.services.teams.name(self.who(LEADER), team)
        for user_id in team:
            await self.services.teams.accept(self.who(user_id), LEADER)
        form = await self.services.selfchecks.start(self.who(LEADER))
        await self.services.selfchecks.save(self.who(LEADER), form, self._items("most"))
        await self.services.feedback.invite(self.who(LEADER))

    async def act(self, kind: str, user_id: str, where: str = "T1") -> None:
        """Somebody does something that is theirs alone, perhaps in another workspace of the same organisation."""
        who = replace(self.who(user_id), workspace_id=where)
        if where != "T1":
            assert isinstance(self.context.directory, FakeDirectory)
            self.context.directory.profiles[who] = self.context.directory.profiles[self.who(user_id)]
            await self.services.onboarding.position(who, Position.LEADER)
        with suppress(Problem, Problems):
            await getattr(self, f"_{kind}")(who)

    async def sights(self) -> dict[str, str]:
        """All that the three can see, by its name."""
        seen: dict[str, str] = {}
        for name, sight in self._all_sights():
            try:
                seen[name] = PRIVATE.sub("…", repr(await sight))
            except (Problem, Problems) as problem:
                seen[name] = repr(problem)
        return seen

    def _all_sights(self) -> Iterable[tuple[str, Awaitable[Any]]]:
        services, admin = self.services, self.who(ADMIN)
        for user_id in (ADMIN, LEADER, FRIEND):
            who = self.who(user_id)
            yield f"Home of {user_id}", services.home.facts(who)
            yield f"export of {user_id}", self._export(who)
            yield f"channel's prompt of {user_id}", services.prompts.facts(who, "channel")
            yield f"development map of {user_id}", services.development.facts(who)
            yield f"insights of {user_id}", services.insights.facts(who)
            yield f"channels of {user_id}", services.channels.listed(who)
        yield "other view", services.feedback.views(self.who(LEADER))
        yield "team", services.teams.facts(self.who(LEADER))
        yield "admin's page", services.admin.facts(admin)
        yield "participation", services.admin.participation(admin)
        yield "unreached", services.admin.unreached(admin)
        yield "what works", services.what_works.facts(admin)
        yield "own questions", services.own.page(admin, ContentScope.ORGANISATION)
        yield "own question", services.own.entry(admin, self.question)
        yield "numbers", services.doors.numbers(admin)
        yield "webhook", services.webhooks.facts(admin)
        yield "digest", self._digest()
        yield "messages", self._messages()

    async def _export(self, who: Who) -> dict[str, list[str]]:
        held = json.loads((await self.services.privacy.export(who)).data)["held"]
        return {table: sorted(PRIVATE.sub("…", repr(row)) for row in rows) for table, rows in held.items()}

    async def _digest(self) -> Any:
        facts = await self._due(DIGEST, "C1", on=week_of(self.clock().date()))
        return BY_KEY[DIGEST].compose(facts, self.context.library)

    async def _messages(self) -> list[str]:
        """What the three and the channel were sent, and when."""
        theirs = (deliveries.c.workspace_id == "T1") & deliveries.c.recipient.in_((ADMIN, LEADER, FRIEND, "C1"))
        columns = (
            deliveries.c.recipient,
            deliveries.c.nudge,
            deliveries.c.status,
            deliveries.c.on,
            deliveries.c.reason,
        )
        async with self.context.database.engine.connect() as connection:
            return sorted(repr(tuple(row)) for row in await connection.execute(select(*columns).where(theirs)))

    def _items(self, choice: str) -> dict[str, str | None]:
        return dict.fromkeys(self.context.library.items, choice)

    @property
    def _week(self) -> Any:
        return week_of(self.clock().date()) - timedelta(weeks=1)

    async def _check_in(self, who: Who) -> None:
        await self.services.checkins.answer(who, self._week, CheckInAnswer.LED)

    async def _details(self, who: Who) -> None:
        own = {self.question: CHOICES[0]}
        details = CheckInDetails((FRIEND,), takeovers=2, cue="If it rains", step="I will walk", own=own)
        await self.services.checkins.add_details(who, self._week, details)

    async def _self_check(self, who: Who) -> None:
        form = await self.services.selfchecks.start(who)
        await self.services.selfchecks.save(who, form, self._items("most"))

    async def _press(self, who: Who) -> None:
        await self.services.prompts.answer(who, "channel", PromptReply.DONE)

    async def _reflect(self, who: Who) -> None:
        await self.services.prompts.answer(who, "channel", PromptReply.REFLECTED, "A note.")

    async def _take_back(self, who: Who) -> None:
        await self.services.prompts.take_back(who, "channel")

    async def _view(self, who: Who) -> None:
        async with self.context.database.reading("T1") as transaction:
            asked = await transaction.feedback.last(LEADER)
        assert asked is not None
        await self.services.feedback.answer(who, asked.id, self._items("yes"))

    async def _reply(self, who: Who) -> None:
        await self.services.prompts.answer(who, who.user_id, PromptReply.NOT_FOR_ME)

    async def _later(self, who: Who) -> None:
        await self.services.prompts.later(who, who.user_id, "tomorrow")

    async def _pause(self, who: Who) -> None:
        await self.services.pauses.pause(who, "3 days")

    async def _programme(self, who: Who) -> None:
        await self.services.programmes.start(who, next(iter(self.context.library.programmes)))


def some_acts(chance: random.Random) -> Sequence[tuple[str, str]]:
    """A few of them, in any order."""
    return chance.choices(ACTS, k=chance.randint(4, 12))
