"""Answering prompts: done, a note, later, not for me; in a direct message or in a channel."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot import log
from bot.domain.budget import Cadence, cadence
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Person, PersonStatus, Who
from bot.domain.people.permissions import Permission
from bot.domain.people.settings import USUAL_PROMPT
from bot.domain.people.taking_part import why_nothing_comes
from bot.domain.plans import Plan
from bot.domain.prompts.answers import (
    LONGEST_NOTE,
    DeliveredPrompt,
    Practice,
    PromptFacts,
    PromptReply,
    TodaysPrompt,
)
from bot.domain.prompts.selection import Reason
from bot.domain.time.localtime import DAY, instant, local, local_date
from bot.domain.time.schedule import EVERY_DAY, Rhythm, Slot, Timetable, next_slot_on_or_after
from bot.errors import Problem
from bot.nudges import PROMPT_LATER, PROMPT_PERSON
from bot.nudges.nudge import Facts
from bot.parsing.text import MENTION, as_typed
from bot.services.checkins.aggregates import did_it
from bot.services.context import Context
from bot.services.people.facts import known
from bot.services.people.people import People
from bot.services.planning.recurring import ignored_prompts, replan
from bot.services.planning.working_days import calendar_of
from bot.services.prompts import prompts, what_works
from bot.services.prompts.prompt_days import audience_of
from bot.services.prompts.today import load_today
from bot.storage.transaction import Transaction

LOOK_BACK = timedelta(days=60)  # during which messages that brought a prompt back are kept in sync
MORNING, AFTERNOON = time(8, 30), time(15, 30)
PATIENCE = 1.0  # real seconds that Slack may take to say whom a reply mentions

logger = log.get(__name__)


class PromptAnswers:
    """The prompts that went out, and people's answers to them."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who, delivery_id: str) -> PromptFacts:
        """A delivered prompt as this person sees it. Raises Problem if there is none, and for a guest."""
        person = await self._people.permitted(who, Permission.PRACTISE)
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await self._facts(transaction, person, await self._delivery(transaction, who, delivery_id))

    async def today(self, who: Who) -> TodaysPrompt:
        """Today's prompt of this person, or when the next one comes. Raises Problem if none comes because they stopped
        or never started.
        """
        person = await self._people.permitted(who, Permission.PRACTISE)
        async with self._context.database.reading(who.workspace_id) as transaction:
            today = await load_today(transaction, self._context.library, person, self._context.clock())
        if today.prompt is None and person.status is not PersonStatus.ACTIVE:
            raise Problem(why_nothing_comes(person))
        return today

    async def made_to_fit(self, who: Who) -> tuple[Delivery, PromptFacts] | None:
        """Replace today's open prompt if it is for a different position than this person now has. None if there is no
        prompt, or nothing to change. The caller redraws the message that brought it.
        """
        person = await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            delivery = await prompts.todays_delivery(transaction, person, self._context.today(person))
            if delivery is None or await transaction.answers.get(who.user_id, delivery.id) is not None:
                return None
            chosen = await prompts.delivered_choices(transaction, self._context.library, [delivery])
            before = chosen.get(delivery.id)
            if before is None or before.reason is Reason.FROM_MANAGER:
                return None
            if before.prompt.audience == audience_of(person):
                return None
            slot: Facts[object] = Facts(delivery, self._context.clock(), person)
            [choice] = await prompts.choose(transaction, self._context.libraries, [slot])
            delivery = replace(delivery, content_id=choice.prompt.id, why=choice.reason)
            await transaction.outbox.save_content(delivery)
            return delivery, await self._facts(transaction, person, delivery)

    async def answer(
        self, who: Who, delivery_id: str, reply: PromptReply, text: str | None = None, *, adds: bool = False
    ) -> PromptFacts:
        """Save an answer; a second one replaces the first, and a note once written stays unless `text` changes it, or
        `adds` to it. A prompt that was to come back later does not (`prompt_later`), unless the answer is taken back
        before. Raises Problem if the note gets longer than the form for it can show.
        """
        person = await self._people.permitted(who, Permission.PRACTISE)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            prompt = await self._delivered(transaction, who, delivery_id)
            delivery, before = prompt.delivery, prompt.practice
            note = before.text if before else ""
            if text is not None:
                note = "\n".join(filter(None, (note, text))) if adds else text
            if len(note) > LONGEST_NOTE:
                raise Problem("prompts.note_full", limit=LONGEST_NOTE, length=len(note))
            kept = PromptReply.REFLECTED if reply is PromptReply.DONE and note else reply
            now, prompt_id = self._context.clock(), delivery.content_id
            ignored = await ignored_prompts(transaction, person, self._context.today(person))
            practice = Practice(who.user_id, delivery_id, prompt_id, delivery.on, kept, at=now, text=note)
            await transaction.answers.save(practice)
            if cadence(ignored) is not Cadence.DAILY:  # prompts came less often; nothing else depends on an answer
                await replan(transaction, await known(transaction, who), now)
            if not prompts.is_in_channel(delivery):
                await what_works.count_answers(transaction, prompt_id, now)
            return await self._answered(transaction, person, replace(prompt, practice=practice))

    async def reply(self, who: Who, ts: str, text: str) -> PromptFacts | None:
        """Save a reply in the thread of one's own prompt, the message `ts`, as its reflection; None for another thread.
        `text` is as Slack passes it on. A later reply is added to what was written before. Raises Problem if the prompt
        can no longer be answered.
        """
        async with self._context.database.reading(who.workspace_id) as transaction:
            delivery = await transaction.outbox.at(who.user_id, ts)
            if delivery is None or delivery.nudge not in {PROMPT_PERSON, PROMPT_LATER}:
                return None
        typed = as_typed(text, await self._names(who.workspace_id, text))
        return await self.answer(who, delivery.subject or delivery.id, PromptReply.REFLECTED, typed, adds=True)

    async def _names(self, workspace_id: str, text: str) -> dict[str, str]:
        """The names of the people whom a text mentions, as far as Slack tells them in time."""
        names: dict[str, str] = {}
        try:
            async with asyncio.timeout(PATIENCE):
                for user_id in {mention[1] for mention in MENTION.finditer(text)}:
                    profile = await self._context.directory.profile(Who(workspace_id, user_id))
                    names |= {user_id: profile.name} if profile is not None else {}
        except Exception as error:  # noqa: BLE001 - what they wrote is kept all the same
            logger.info("names_not_looked_up", why=type(error).__name__)
        return names

    async def take_back(self, who: Who, delivery_id: str) -> PromptFacts:
        """Delete an answer. Raises Problem if there is no such prompt."""
        person = await self._people.permitted(who, Permission.PRACTISE)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            delivery = await self._delivery(transaction, who, delivery_id)
            await transaction.answers.remove(who.user_id, delivery_id)
            return await self._facts(transaction, person, delivery)

    async def later(self, who: Who, delivery_id: str, when: str) -> tuple[Person, datetime]:
        """Bring a prompt back in an "hour", this "afternoon" or "tomorrow"; returns the person and when (aware UTC).
        Raises Problem for somebody who stopped, or paused without an end: nothing would come.
        """
        person = await self._people.permitted(who, Permission.PRACTISE)
        if person.status is PersonStatus.STOPPED:
            raise Problem(why_nothing_comes(person))
        due_at = later_at(person, when, self._context.clock())
        if due_at is None:
            raise Problem("settings.paused_open")
        async with self._context.database.transaction(who.workspace_id) as transaction:
            delivery = await self._delivery(transaction, who, delivery_id)
            there = local(due_at, person.zone)
            slot = Slot(there.date(), due_at, None if when == "hour" else there.time())
            await transaction.schedules.save(
                Plan(who.workspace_id, who.user_id, PROMPT_LATER, slot, subject=delivery.id, zone=person.zone)
            )
        return person, due_at

    async def daily_again(self, who: Who) -> tuple[Person, datetime | None]:
        """Undo a thinned-out cadence, also if the prompts were turned off since; returns the person and when the next
        prompt comes (aware UTC), None in a pause without an end. Raises Problem for somebody who stopped.
        """
        await self._people.permitted(who, Permission.PRACTISE)
        now = self._context.clock()
        async with self._context.database.transaction(who.workspace_id) as transaction:
            person = await known(transaction, who)
            if person.status is PersonStatus.STOPPED:
                raise Problem(why_nothing_comes(person))
            prompt_at = person.prompt_at or person.hours.nearest(USUAL_PROMPT)
            person = replace(person, daily_again_at=now, prompt_at=prompt_at)
            await transaction.people.save(person)
            await replan(transaction, person, now)
            plan = await transaction.schedules.get(who.user_id, PROMPT_PERSON)
        return person, plan.next.due_at if plan else None

    async def _delivery(self, transaction: Transaction, who: Who, delivery_id: str) -> Delivery:
        return (await self._delivered(transaction, who, delivery_id)).delivery

    async def _delivered(self, transaction: Transaction, who: Who, delivery_id: str) -> DeliveredPrompt:
        """The delivery with their answer: their own prompt, or one in a channel. Raises Problem for any other."""
        since = self._context.clock().date() - LOOK_BACK
        prompt = await transaction.answers.delivered(who.user_id, delivery_id, since)
        if prompt is None or not (prompts.is_in_channel(prompt.delivery) or prompt.delivery.recipient == who.user_id):
            raise Problem("errors.stale")
        return prompt

    async def _facts(self, transaction: Transaction, person: Person, delivery: Delivery) -> PromptFacts:
        since = self._context.clock().date() - LOOK_BACK
        prompt = await transaction.answers.delivered(person.user_id, delivery.id, since)
        return await self._answered(transaction, person, prompt or DeliveredPrompt(delivery))

    async def _answered(self, transaction: Transaction, person: Person, prompt: DeliveredPrompt) -> PromptFacts:
        delivery = prompt.delivery
        choices = await prompts.delivered_choices(transaction, self._context.library, [delivery])
        if (choice := choices.get(delivery.id)) is None:
            raise Problem("errors.stale")
        in_channel = prompts.is_in_channel(delivery)
        channel = await transaction.channels.get(delivery.recipient, delivery.nudge) if in_channel else None
        return PromptFacts(
            delivery.id,
            choice,
            in_channel,
            prompt.practice,
            await did_it(transaction, delivery.id, self._context.clock()) if in_channel else 0,
            streak=await prompts.streak(transaction, person, self._context.today(person)),
            channel_locale=channel.locale if channel else "",
            sent=() if in_channel else newest_sent((*prompt.again, delivery)),
        )


def newest_sent(messages: Sequence[Delivery]) -> tuple[Delivery, ...]:
    """The first of these messages (newest first) that was sent; the others are already shortened."""
    return tuple(message for message in messages if message.status is DeliveryStatus.SENT)[:1]


def later_at(person: Person, when: str, now: datetime) -> datetime | None:
    """When "hour", "afternoon" or "tomorrow" is for a person (aware UTC); if the afternoon has passed, in an hour. In a
    pause, it is the first working morning after it; None if the pause has no end.
    """
    today, due_at = local_date(now, person.zone), now + timedelta(hours=1)
    if when == "afternoon" and local(now, person.zone).time() < AFTERNOON:
        due_at = instant(today, AFTERNOON, person.zone)
    on = local_date(due_at, person.zone)
    if when != "tomorrow" and not any(pause.covers(on) for pause in person.pauses):
        return due_at
    rhythm = Rhythm(person.prompt_at or MORNING, EVERY_DAY, person.zone)
    slot = next_slot_on_or_after(Timetable(rhythm, calendar_of(person)), today + DAY)
    return slot.due_at if slot is not None else None
