"""`/secondchair pause [until]`: nothing comes until that day, or until they resume."""

from bot.blocks.people import pauses as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, first_word, rest
from handlers.parse import Body

LEAVE = ("vacation", "vacations", "holiday", "holidays", "ooo", "off", "away", "leave", "break", "urlaub", "ferien")


async def pause(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Pause, and say what comes after it."""
    days, is_leave = rest(command["text"]), first_word(command["text"]) in LEAVE
    message = cards.paused(library, await services.pauses.pause(answer.who, days, is_leave=is_leave))
    await answer.privately(message)
    await answer.elsewhere(await services.sent.of_pause_offers(answer.who), message)


COMMAND = Command(
    "pause",
    pause,
    usage="[until]",
    also_tried=(*LEAVE, "snooze", "mute"),
)
