"""The prompt that somebody gets at once because they asked for it; inside the caller's transaction."""

from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.people import Person
from bot.nudges import PROMPT_PERSON
from bot.services.context import Context
from bot.storage.transaction import Transaction

THERE = (DeliveryStatus.PENDING, DeliveryStatus.SENDING, DeliveryStatus.SENT)


async def give_first_prompt(context: Context, transaction: Transaction, person: Person) -> None:
    """Put today's prompt into the outbox now, even at night or on a day off: they asked for it.

    It takes the day's slot, so no other follows that day, and counts towards that day's budget. Somebody in a pause,
    without a daily prompt, or who already had today's gets none.
    """
    is_paused = any(pause.covers(context.today(person)) for pause in person.pauses)
    if person.prompt_at is not None and not is_paused:
        await transaction.outbox.add(context.at_once(person, PROMPT_PERSON))


async def has_prompt(context: Context, transaction: Transaction, person: Person) -> bool:
    """Whether this person has today's prompt, or it is on its way to them."""
    today = context.today(person)
    made = await transaction.outbox.of(person.user_id, [PROMPT_PERSON], since=today, status=None)
    return any(delivery.status in THERE for delivery in made)
