"""Which prompt somebody gets, and how their practice stands; inside a transaction that somebody else opened."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.domain.deliveries import Delivery
from bot.domain.localtime import week_of
from bot.domain.people import Person
from bot.domain.prompts import Reply
from bot.domain.selection import Choice, Reason, choose_prompt
from bot.domain.selfcheck import focus_on, is_complete, scores, theme_weights
from bot.domain.streaks import Streak, daily_streak
from bot.nudges import PROMPT_CHANNEL, PROMPT_PERSON
from bot.nudges.nudge import Facts
from bot.services.calendars import calendar_of
from bot.services.pressure import pressure_of
from bot.services.programme_facts import programme_choice
from bot.storage.memory import Memory
from content.models import Audience, Library

YEAR = timedelta(days=366)
PRACTISED = {Reply.DONE, Reply.REFLECTED}


async def choose(memory: Memory, library: Library, facts: Facts) -> Choice:
    """The prompt for a slot: for a person by what they had, declined and scored; for a channel by what it had."""
    on, person = facts.delivery.on, facts.person
    chosen = await programme_choice(memory, library, person, on) if person is not None and person.is_leader else None
    if chosen is not None:
        return chosen
    sent = await memory.outbox.of(facts.delivery.recipient, [facts.delivery.nudge], since=on - YEAR)
    seen = {delivery.content_id: delivery.on for delivery in reversed(sent)}
    weights = theme_weights(None)
    declined: set[str] = set()
    if person is not None:
        weights = await weights_of(memory, library, person, on)
        answers = await memory.practices.of(person.user_id)
        declined = {answer.prompt_id for answer in answers if answer.reply is Reply.NOT_FOR_ME}
    audience: Audience = "leader" if person is not None and person.is_leader else "salesperson"
    prompts = [prompt for prompt in library.prompts.values() if prompt.audience == audience]
    week = week_of(on)
    hard = bool(await pressure_of(memory, facts.delivery.recipient, [week]))
    return choose_prompt(prompts, seen, declined, weights, on, salt=facts.delivery.recipient, pressure=hard)


async def weights_of(memory: Memory, library: Library, person: Person, on: date) -> Mapping[str, float]:
    """What the last self-check of a person that answers every item of today says to train on the local date `on`."""
    items = library.items.values()
    whole = (check for check in await memory.selfchecks.of(person.user_id) if is_complete(check, items))
    last = next(whole, None)
    return theme_weights(scores(last.answers, items), focus_on(last, items, on)) if last else theme_weights(None)


def delivered_choice(library: Library, delivery: Delivery) -> Choice | None:
    """The prompt that went out with a delivery, or None where it is no longer in the library."""
    prompt = library.prompt(delivery.content_id)
    reason = delivery.reason if delivery.reason in set(Reason) else Reason.FRESH
    return None if prompt is None else Choice(prompt, Reason(reason))


async def streak(memory: Memory, person: Person, today: date) -> Streak:
    """The daily streak of a person on their local date `today`."""
    answers = await memory.practices.of(person.user_id)
    practised = {answer.on for answer in answers if answer.reply in PRACTISED}
    return daily_streak(practised, calendar_of(person), today)


async def todays_delivery(memory: Memory, person: Person, today: date) -> Delivery | None:
    """The prompt that a person got today by direct message, or None."""
    return next(iter(await memory.outbox.of(person.user_id, [PROMPT_PERSON], since=today)), None)


def is_in_channel(delivery: Delivery) -> bool:
    """Whether a delivered prompt stands in a channel."""
    return delivery.nudge == PROMPT_CHANNEL
