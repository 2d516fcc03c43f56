"""The prompt that somebody gets at once because they asked for it; inside a transaction that somebody else opened."""

from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.people import Person
from bot.nudges import PROMPT_PERSON
from bot.services.context import Context
from bot.storage.transaction import Transaction

THERE = (DeliveryStatus.PENDING, DeliveryStatus.SENDING, DeliveryStatus.SENT)


async def give_first_prompt(context: Context, transaction: Transaction, person: Person) -> None:
    """Put today's prompt into the outbox now, at night and on a day off as well: they asked for it.

    It takes the slot of their day, so that none follows on it, and counts towards the budget of that day. There is none
    for somebody in a pause, without a daily prompt, or who had today's already.
    """
    is_paused = any(pause.covers(context.today(person)) for pause in person.pauses)
    if person.prompt_at is not None and not is_paused:
        await transaction.outbox.add(context.at_once(person, PROMPT_PERSON))


async def has_prompt(context: Context, transaction: Transaction, person: Person) -> bool:
    """Whether today's prompt is with this person, or on its way to them."""
    today = context.today(person)
    made = await transaction.outbox.of(person.user_id, [PROMPT_PERSON], since=today, status=None)
    return any(delivery.status in THERE for delivery in made)
