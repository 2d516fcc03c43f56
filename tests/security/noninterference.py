"""Two worlds that differ in what one or two people did on their own, and everything that others can see of either.

An admin, a leader and a friend in the leader's team look at everything that they are shown, in each world. As long as
fewer than three people did anything that is counted, they must see the same: no number, message or date reveals that
somebody did something, let alone what.
"""

import random
from collections.abc import Awaitable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from sqlalchemy import select

from bot.domain.checkins.checkins import CheckInAnswer, CheckInDetails
from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.people import ChannelNudge, Position, Who
from bot.domain.prompts.answers import PromptReply
from bot.domain.prompts.deals import DealOutcome
from bot.domain.selfchecks.skills import SKILL_THEMES
from bot.domain.time.fiscal import FiscalCalendar, previous_quarter
from bot.domain.time.schedule import week_of
from bot.errors import Problem, Problems
from bot.nudges import (
    AFTER_ANSWERS,
    BY_KEY,
    CHANNEL_PAUSED,
    CHANNEL_SET_UP,
    DIGEST,
    FEEDBACK_REQUEST,
    NOT_COUNTED,
    PAUSE_OFFER,
    PROGRAMME_SUMMARY,
    PROMPT_CHANNEL,
    QUARTER_REPORT,
    QUARTERLY_LETTER,
    TEAM_INVITATION,
)
from bot.services.facts import load_facts
from bot.storage.tables import deliveries
from tests.security.coalition import ADMIN, CHOICES, Coalition
from tests.security.everything_shown import PRIVATE, pictures, told_to

LEADER, FRIEND = "U1", "U6"
THREE = (ADMIN, LEADER, FRIEND)
LEADERS, SALESPEOPLE = ("U4", "U5"), ("U2", "U3")  # who do something, two of each
KINDS = {
    "check_in": LEADERS, "details": LEADERS, "self_check": LEADERS, "press": SALESPEOPLE, "reflect": SALESPEOPLE,
    "take_back": SALESPEOPLE, "view": SALESPEOPLE, "reply": (*LEADERS, "U2"), "later": LEADERS, "pause": SALESPEOPLE,
    "programme": LEADERS, "lead": LEADERS, "change_position": LEADERS, "be_away": LEADERS, "deal": SALESPEOPLE,
    "skill_check": SALESPEOPLE, "miss_messages": LEADERS, "be_deleted": LEADERS,
}  # fmt: skip
ALL_ACTS = [(kind, user_id) for kind, user_ids in KINDS.items() for user_id in user_ids]
ACTS = [act for act in ALL_ACTS if act[0] != "be_deleted"]  # nothing they did is left after it


class World(Coalition):
    """One of the two worlds."""

    async def begin(self) -> None:
        """The leader has a team, has asked it for its view, has answered check-ins for weeks, and is on a programme."""
        await super().begin()
        await self.services.admin.facts(self.who(ADMIN))  # people who have started are counted from here on
        async with self.context.database.transaction("T1") as transaction:
            for kind in (DIGEST, PROMPT_CHANNEL):
                await transaction.channels.save(
                    ChannelNudge("T1", "C1", kind, time(9), frozenset(), zone="UTC", set_by=ADMIN)
                )
        await self._team_of(LEADER, [*SALESPEOPLE, FRIEND])
        await self._programme(self.who(LEADER))
        for week in self._last_quarter.weeks[-5:]:
            await self.services.checkins.answer(self.who(LEADER), week, CheckInAnswer.LED)
            await self.services.checkins.add_details(self.who(LEADER), week, CheckInDetails((FRIEND,), takeovers=1))

    async def _team_of(self, leader: str, team: list[str]) -> None:
        """These accept being on a leader's team, and the leader asks for their view."""
        for user_id in team:
            await self.services.onboarding.position(self.who(user_id), Position.SALESPERSON)
        await self.services.teams.name(self.who(leader), team)
        for user_id in team:
            await self.services.teams.accept(self.who(user_id), self.who(leader).user_id)
        await self._self_check(self.who(leader))
        await self.services.feedback.invite(self.who(leader))

    async def act(self, kind: str, user_id: str, where: str = "T1") -> None:
        """Somebody does something on their own, perhaps in another workspace of the same organisation."""
        who = replace(self.who(user_id), workspace_id=where)
        if where != "T1":
            self.directory.profiles[who] = self.directory.profiles[self.who(user_id)]
            await self.services.onboarding.position(who, Position.LEADER)
        with suppress(Problem, Problems):
            await getattr(self, f"_{kind}")(who)

    async def sights(self) -> dict[str, str]:
        """Everything that the three can see, by its name."""
        seen: dict[str, str] = {}
        for name, sight in self._all_sights():
            try:
                seen[name] = PRIVATE.sub("…", repr(await sight))
            except (Problem, Problems) as problem:
                seen[name] = repr(problem)
        return seen

    def _all_sights(self) -> Iterable[tuple[str, Awaitable[Any]]]:
        services = self.services
        for user_id in THREE:
            other = FRIEND if user_id == LEADER else LEADER
            for name, told in told_to(services, self.who(user_id), other):
                yield f"{name} of {user_id}", told
            yield f"pictures of {user_id}", pictures(services, self.context.library, self.who(user_id))
        yield "own question", services.custom_content.entry(self.who(ADMIN), self.question)
        yield "form of the other view", self._form()
        yield "what would come now", self.all_due()
        yield "messages", self._messages()

    async def _form(self) -> Any:
        return await self.services.feedback.form(self.who(FRIEND), await self._round_of(LEADER))

    async def _round_of(self, leader: str) -> str:
        async with self.context.database.reading("T1") as transaction:
            asked = await transaction.feedback.last(leader)
        assert asked is not None
        return asked.id

    async def all_due(self) -> dict[str, str]:
        """Every kind of message, as each of the three and the channel would get it."""
        quarter, asked = self._last_quarter.name, await self._round_of(LEADER)
        run = (await self.services.programmes.facts(self.who(LEADER))).run
        subjects = {
            QUARTERLY_LETTER: quarter, QUARTER_REPORT: quarter, FEEDBACK_REQUEST: asked, TEAM_INVITATION: LEADER,
            PAUSE_OFFER: self.clock().date().isoformat(), PROGRAMME_SUMMARY: run.id if run else "",
        }  # fmt: skip
        wanted = [
            replace(self._delivery(key, recipient, subject=subjects.get(key, "")), on=week_of(self.clock().date()))
            for key, nudge in BY_KEY.items()
            if key not in (CHANNEL_PAUSED, CHANNEL_SET_UP)
            for recipient in (["C1"] if nudge.in_channels else THREE)
        ]
        async with self.context.database.transaction("T1") as transaction:
            facts = await load_facts(transaction, self.context.libraries, wanted, self.clock())
        made = ((delivery, BY_KEY[delivery.nudge], facts[delivery.id]) for delivery in wanted)
        return {
            f"{about.recipient} {nudge.key}": PRIVATE.sub("…", str(nudge.message(due, self.context.library)))
            for about, nudge, due in made
        }

    async def _messages(self) -> list[str]:
        """What was sent to the three and the channel, and when."""
        theirs = (deliveries.c.workspace_id == "T1") & deliveries.c.recipient.in_((*THREE, "C1"))
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
    def _last_quarter(self) -> Any:
        return previous_quarter(self.clock().date(), FiscalCalendar())

    @property
    def _week(self) -> Any:
        return week_of(self.clock().date()) - timedelta(weeks=1)

    async def _check_in(self, who: Who) -> None:
        for week in (self._week, self._last_quarter.weeks[-1]):
            await self.services.checkins.answer(who, week, CheckInAnswer.LED)

    async def _details(self, who: Who) -> None:
        own = {self.question: CHOICES[0]}
        details = CheckInDetails((FRIEND,), takeovers=2, cue="If it rains", step="I will walk", custom=own)
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
        await self.services.feedback.answer(who, await self._round_of(LEADER), self._items("yes"))

    async def _reply(self, who: Who) -> None:
        await self.services.prompts.answer(who, who.user_id, PromptReply.NOT_FOR_ME)

    async def _later(self, who: Who) -> None:
        await self.services.prompts.later(who, who.user_id, "tomorrow")

    async def _pause(self, who: Who) -> None:
        await self.services.pauses.pause(who, "3 days")

    async def _programme(self, who: Who) -> None:
        await self.services.programmes.start(who, next(iter(self.context.library.programmes)))

    async def _change_position(self, who: Who) -> None:
        await self.services.onboarding.position(who, Position.SALESPERSON)

    async def _lead(self, who: Who) -> None:
        """Part of the leader's team is on another team as well, and answers about its leader."""
        team = [*SALESPEOPLE, "U7"]
        await self._team_of(who.user_id, team)
        for user_id in team:
            await self.services.feedback.answer(
                self.who(user_id), await self._round_of(who.user_id), self._items("yes")
            )

    async def _be_away(self, who: Who) -> None:
        """They leave Slack, and are back before their data is erased."""
        for is_gone in (True, False):
            await self._is_gone(who.user_id, is_gone=is_gone)
        await self.services.onboarding.start(who)

    async def _deal(self, who: Who) -> None:
        await self.services.deals.ended(who, DealOutcome.LOST)

    async def _skill_check(self, who: Who) -> None:
        check_id, week = await self.services.skillchecks.start(who)
        await self.services.skillchecks.save(who, check_id, week, dict.fromkeys(SKILL_THEMES, "most"))

    async def _miss_messages(self, who: Who) -> None:
        """Messages that only they got, because they answered something or did not, were late or refused."""
        missed = [(key, DeliveryStatus.MISSED) for key in NOT_COUNTED]
        for key, status in (*missed, *((key, DeliveryStatus.REFUSED) for key in AFTER_ANSWERS)):
            ended = replace(self._delivery(key, who.user_id, subject=str(status)), status=status)
            async with self.context.database.transaction("T1") as transaction:
                await transaction.outbox.add(ended)

    async def _be_deleted(self, who: Who) -> None:
        await self.services.privacy.forget(who)


def some_acts(chance: random.Random) -> Sequence[tuple[str, str]]:
    """A few of them, in any order."""
    return chance.choices(ALL_ACTS, k=chance.randint(4, 12))
