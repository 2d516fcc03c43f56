"""Keeps our other messages about something in step with an answer to it that was given elsewhere."""

from bot.blocks.block_kit import Message
from bot.domain.checkins.checkins import CheckInFacts
from bot.domain.deliveries import Delivery
from bot.domain.prompts.answers import PromptFacts
from bot.services.services import Services
from handlers.answer import Answer


async def prompt(answer: Answer, facts: PromptFacts, card: Message) -> None:
    """A prompt that was answered in another place: its message shows the answer, too."""
    if not facts.in_channel:
        await answer.elsewhere(facts.sent, card)


async def checkin(answer: Answer, services: Services, facts: CheckInFacts, card: Message) -> None:
    """A check-in: the message that asked shows the answer, and its reminder goes."""
    person = await services.people.meet(answer.who)
    await _asked(answer, *await services.sent.of_checkin(answer.who, person, facts.week), card)


async def reflection(answer: Answer, services: Services, ride_id: str, card: Message) -> None:
    """What somebody said of a call: the message that asked shows it, and its reminder goes."""
    await _asked(answer, *await services.sent.of_reflection(answer.who, ride_id), card)


async def _asked(answer: Answer, asked: list[Delivery], reminders: list[Delivery], card: Message) -> None:
    if answer.is_in(reminders):
        return  # the answer is shown where it was given, and the line above it says so
    await answer.elsewhere(asked, card)
    await answer.elsewhere(reminders, None)
