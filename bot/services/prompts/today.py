"""Today's prompt of a person, or when the next one comes; inside the caller's transaction."""

from datetime import datetime

from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.people import Person
from bot.domain.prompts.answers import PromptFacts, TodaysPrompt
from bot.domain.prompts.streaks import Streak
from bot.domain.time.localtime import local_date
from bot.nudges import PROMPT_PERSON
from bot.services.people.first_prompt import THERE
from bot.services.prompts import prompts
from bot.storage.transaction import Transaction
from content.models import Library


async def load_today(
    transaction: Transaction, library: Library, person: Person, now: datetime, streak: Streak | None = None
) -> TodaysPrompt:
    """What there is for this person at `now`; `streak` is their daily one, if the caller has it already."""
    user_id, today = person.user_id, local_date(now, person.zone)
    asked = await transaction.answers.delivered_since(user_id, PROMPT_PERSON, today)
    made = [prompt.delivery for prompt in asked]
    answers = {prompt.delivery.id: prompt.practice for prompt in asked}
    delivery = next((delivery for delivery in made if delivery.status is DeliveryStatus.SENT), None)
    choices = await prompts.delivered_choices(transaction, library, [delivery] if delivery else [])
    if delivery and (choice := choices.get(delivery.id)):
        daily = streak or await prompts.streak(transaction, person, today)
        return TodaysPrompt(person, PromptFacts(delivery.id, choice, False, answers[delivery.id], 0, streak=daily))
    plan = await transaction.schedules.get(user_id, PROMPT_PERSON)
    # A prompt that waits for the end of Do Not Disturb comes later today.
    waits = next((delivery.due_at for delivery in made if delivery.due_at > now), None)
    is_coming = waits is None and any(delivery.status in THERE for delivery in made)
    return TodaysPrompt(person, None, is_coming, waits or (plan.next.due_at if plan else None))
