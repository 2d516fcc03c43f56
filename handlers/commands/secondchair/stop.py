"""`/secondchair stop`: nothing more is sent to this person."""

from bot.blocks.people import onboarding as cards
from bot.services.services import Services
from content.models import Library
from handlers.actions.onboarding import show_elsewhere
from handlers.answer import Answer
from handlers.command import Command


async def stop(answer: Answer, services: Services, library: Library) -> None:
    """Stop taking part, with the button that undoes it."""
    message = cards.status(library, await services.onboarding.stop(answer.who))
    await answer.privately(message)
    await show_elsewhere(answer, services, message)


COMMAND = Command("stop", stop, also_tried=("unsubscribe", "quit"))
