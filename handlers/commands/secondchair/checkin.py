"""`/secondchair checkin`: this week's check-in, to answer or change here and now."""

from bot.blocks.checkins import checkins as cards
from bot.parsing.text import as_typed
from bot.services.services import Services
from content.libraries import Libraries
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect, rest
from handlers.commands.secondchair.settings import settings
from handlers.parse import Body


async def checkin(answer: Answer, command: Body, services: Services, libraries: Libraries, library: Library) -> None:
    """Show this week's check-in, open or answered; behind it, "off" or "thu 14:00" sets when it comes."""
    typed = rest(command["text"])
    if typed and await services.settings.are_settings(answer.who, f"checkin {typed}"):
        await settings(answer, {"text": f"settings checkin {typed}"}, services, libraries, library)
        return
    facts = await services.checkins.facts(answer.who)
    await answer.reply(cards.card(library, facts))
    if typed:
        await answer.privately(cards.unused(library, as_typed(typed)))


COMMAND = Command("checkin", checkin, effect=Effect.READS_BARE, reads_words=True)
