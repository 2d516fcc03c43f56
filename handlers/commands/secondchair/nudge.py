"""`/secondchair nudge …`: a nudge for a channel, set up, listed or stopped."""

from bot.blocks.channels import channels as cards
from bot.domain.channels.channels import Verb
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, rest
from handlers.parse import Body


async def nudge(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Do what was typed, and answer the person who typed it."""
    request = await services.channels.read(answer.who, rest(command["text"]), command["channel_id"])
    match request.verb:
        case Verb.SET:
            message = cards.set_up(library, *await services.channels.set_up(answer.who, request))
        case Verb.LIST:
            message = cards.listed(library, await services.channels.listed(answer.who, request.channel_id))
        case Verb.OFF:
            stopped = await services.channels.stop(answer.who, request.channel_id, request.kind)
            message = cards.stopped(library, stopped)
    await answer.privately(message)


COMMAND = Command("nudge", nudge, usage="#channel 09:00 [days] [holidays country]")
