"""`/secondchair stop`: nothing more is sent to this person."""

from bot.blocks.people import onboarding as cards
from bot.services.services import Services
from content.models import Library
from handlers.actions.onboarding import show_elsewhere
from handlers.answer import Answer
from handlers.command import Command, rest
from handlers.commands.secondchair.pause import pause
from handlers.parse import Body


async def stop(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Stop taking part, with the button that undoes it; with days behind it ("stop until monday"), pause on them."""
    days = rest(command["text"])
    if days and await services.pauses.are_days(answer.who, days):
        await pause(answer, command, services, library)
        return
    message = cards.status(library, await services.onboarding.stop(answer.who))
    await answer.privately(message)
    await show_elsewhere(answer, services, message)


COMMAND = Command("stop", stop, also_tried=("unsubscribe", "quit"), reads_words=True)
