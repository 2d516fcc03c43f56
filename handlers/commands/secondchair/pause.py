"""`/secondchair pause [until]`: nothing comes until that day, or until they resume."""

from bot.blocks.people import pauses as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, rest
from handlers.parse import Body


async def pause(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Pause, and say what comes after it."""
    message = cards.paused(library, await services.pauses.pause(answer.who, rest(command["text"])))
    await answer.privately(message)


COMMAND = Command(
    "pause",
    pause,
    usage="[until]",
    also_tried=(
        "vacation",
        "vacations",
        "holiday",
        "holidays",
        "ooo",
        "off",
        "snooze",
        "away",
        "leave",
        "mute",
        "break",
    ),
)
