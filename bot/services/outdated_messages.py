"""Which of our older messages are outdated: by a newer one about the same thing, or by an answer elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.codec import NewsSubject, decode
from bot.domain.deliveries import Delivery
from bot.domain.people.people import Person, Who
from bot.domain.ridealongs.facts import News
from bot.nudges import (
    CHECKIN,
    CHECKIN_REMINDER,
    COMMITMENT_FOLLOW_UP,
    PAUSE_OFFER,
    PROMPT_LATER,
    PROMPT_PERSON,
    REFLECTION_LEADER,
    REFLECTION_REMINDER,
    REFLECTION_SALESPERSON,
    RIDEALONG_BRIEF,
    RIDEALONG_CLOSED,
    RIDEALONG_INVITATION,
    RIDEALONG_NEWS,
    TEAM_INVITATION,
)
from bot.nudges.nudge import Facts
from bot.services.context import Context
from bot.storage.transaction import Transaction

LOOK_BACK = timedelta(days=60)
WEEK_AGO = timedelta(days=8)
REFLECTIONS = (REFLECTION_LEADER, REFLECTION_SALESPERSON)
PLANS = (RIDEALONG_INVITATION, RIDEALONG_NEWS)


class Replacement(StrEnum):
    """What an outdated message is replaced with: a line that says why, or nothing."""

    PUT_OFF = "put_off"
    UNANSWERED = "unanswered"
    ASKED_AGAIN = "asked_again"
    NEWER = "newer"
    OVER = "over"
    CLOSED = "closed"
    NOTHING = "nothing"


_OVER = dict.fromkeys((*PLANS, RIDEALONG_BRIEF), Replacement.OVER)
# What a newly sent message turns older ones to the same person about the same thing into.
RULES: Mapping[str, Mapping[str, Replacement]] = {
    PROMPT_LATER: dict.fromkeys((PROMPT_PERSON, PROMPT_LATER), Replacement.PUT_OFF),
    CHECKIN: {CHECKIN: Replacement.UNANSWERED, CHECKIN_REMINDER: Replacement.NOTHING},
    CHECKIN_REMINDER: {CHECKIN: Replacement.ASKED_AGAIN},
    RIDEALONG_NEWS: dict.fromkeys((*PLANS, RIDEALONG_BRIEF, *REFLECTIONS, REFLECTION_REMINDER), Replacement.NEWER),
    REFLECTION_LEADER: _OVER,
    REFLECTION_SALESPERSON: _OVER,
    REFLECTION_REMINDER: dict.fromkeys(REFLECTIONS, Replacement.ASKED_AGAIN),
    RIDEALONG_CLOSED: dict.fromkeys(REFLECTIONS, Replacement.CLOSED) | {REFLECTION_REMINDER: Replacement.NOTHING},
}


async def outdated_by(
    transaction: Transaction, sent: Delivery, facts: Facts[Any]
) -> list[tuple[Delivery, Replacement]]:
    """The messages that a newly sent one makes outdated, each with its replacement."""
    rule = RULES.get(sent.nudge)
    if rule is None or facts.person is None:
        return []
    if sent.nudge == RIDEALONG_NEWS and decode(NewsSubject, sent.subject).news is News.CONFIRMED:
        rule = dict.fromkeys(PLANS, Replacement.NEWER)  # the brief is about the same call as before, and says more
    since = sent.on - (WEEK_AGO if sent.nudge in {CHECKIN, CHECKIN_REMINDER} else LOOK_BACK)
    before = [
        earlier
        for earlier in await transaction.outbox.of(sent.recipient, list(rule), since=since)
        if earlier.id != sent.id and earlier.ts and earlier.due_at <= sent.due_at and about(earlier) == about(sent)
    ]
    answered = [
        earlier.id for earlier in before if earlier.nudge == CHECKIN and await _is_answered(transaction, facts, earlier)
    ]
    return [(earlier, rule[earlier.nudge]) for earlier in before if earlier.id not in answered]


def about(delivery: Delivery) -> str:
    """What a message is about, the same in all of them: a prompt's first delivery, a ride-along, a leader, a step."""
    if delivery.nudge == PROMPT_PERSON:
        return delivery.id
    return delivery.subject.split(" ")[0]


async def _is_answered(transaction: Transaction, facts: Facts[Any], asked: Delivery) -> bool:
    assert facts.person is not None
    week = facts.person.week_at(asked.on)
    return await transaction.checkins.get(facts.person.user_id, week) is not None


class SentMessages:
    """Finds the messages that somebody still has about something that they answered, wherever they answered it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def of_checkin(self, who: Who, person: Person, week: date) -> tuple[list[Delivery], list[Delivery]]:
        """The message that asked about the week of Monday `week`, and the reminders after it."""
        async with self._context.database.reading(who.workspace_id) as transaction:
            since = self._context.today(person) - LOOK_BACK
            sent = await transaction.outbox.of(who.user_id, (CHECKIN, CHECKIN_REMINDER), since=since)
        asked = [delivery for delivery in sent if delivery.nudge == CHECKIN and person.week_at(delivery.on) == week]
        first = min((delivery.on for delivery in asked), default=None)
        reminders = [
            delivery
            for delivery in sent
            if delivery.nudge == CHECKIN_REMINDER and first is not None and first <= delivery.on <= first + WEEK_AGO
        ]
        return asked[:1], reminders

    async def of_reflection(self, who: Who, ride_id: str) -> tuple[list[Delivery], list[Delivery]]:
        """The message that asked how a call went, and its reminder."""
        asked = await self._about(who, REFLECTIONS, ride_id)
        return asked[:1], await self._about(who, (REFLECTION_REMINDER,), ride_id)

    async def of_plan(self, who: Who, ride_id: str) -> list[Delivery]:
        """The newest message about the plan of a ride-along."""
        return (await self._about(who, PLANS, ride_id))[:1]

    async def of_brief(self, who: Who, ride_id: str) -> list[Delivery]:
        """The brief before a ride-along; a call that was moved can have several."""
        return await self._about(who, (RIDEALONG_BRIEF,), ride_id)

    async def of_invitation(self, who: Who, leader_id: str) -> list[Delivery]:
        """The messages that told a salesperson that this leader named them."""
        return await self._about(who, (TEAM_INVITATION,), leader_id)

    async def of_step(self, who: Who, commitment_id: str) -> list[Delivery]:
        """The messages that asked how a step went."""
        return await self._about(who, (COMMITMENT_FOLLOW_UP,), commitment_id)

    async def of_pause_offers(self, who: Who) -> list[Delivery]:
        """The offers of a pause."""
        async with self._context.database.reading(who.workspace_id) as transaction:
            since = self._context.clock().date() - LOOK_BACK
            return await transaction.outbox.of(who.user_id, (PAUSE_OFFER,), since=since)

    async def _about(self, who: Who, nudges: Sequence[str], subject: str) -> list[Delivery]:
        async with self._context.database.reading(who.workspace_id) as transaction:
            since = self._context.clock().date() - LOOK_BACK
            sent = await transaction.outbox.of(who.user_id, nudges, since=since)
        return [delivery for delivery in sent if about(delivery) == subject]
