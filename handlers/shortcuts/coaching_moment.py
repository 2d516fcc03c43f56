"""Save a message as a coaching moment about a salesperson."""

from bot.blocks.ridealongs import moments as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body


async def coaching_moment(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Open the form about the person who wrote the message, or what was kept from it before."""
    message = body["message"]
    form = await services.moments.start(answer.who, body["channel"]["id"], message["ts"], message.get("user"))
    await answer.open(cards.form(library, form))
