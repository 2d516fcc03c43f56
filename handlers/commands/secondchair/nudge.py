"""`/secondchair nudge …`: a nudge for a channel, set up, listed or stopped."""

from collections.abc import Awaitable, Callable

from bot.blocks.block_kit import Message
from bot.blocks.channels import channels as cards
from bot.domain.channels.channels import ChannelRequest, Verb
from bot.domain.people.people import Who
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, rest
from handlers.parse import Body


async def nudge(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Do what was typed, and answer the person who typed it."""
    request = await services.channels.read(answer.who, rest(command["text"]), command["channel_id"])
    message = await DO[request.verb](services, library, answer.who, request)
    await answer.privately(message)


async def _set_up(services: Services, library: Library, asker: Who, request: ChannelRequest) -> Message:
    return cards.set_up(library, *await services.channels.set_up(asker, request))


async def _list(services: Services, library: Library, asker: Who, request: ChannelRequest) -> Message:
    return cards.listed(library, await services.channels.listed(asker, request.channel_id))


async def _off(services: Services, library: Library, asker: Who, request: ChannelRequest) -> Message:
    return cards.stopped(library, await services.channels.stop(asker, request.channel_id, request.kind))


DO: dict[Verb, Callable[[Services, Library, Who, ChannelRequest], Awaitable[Message]]] = {
    Verb.SET: _set_up,
    Verb.LIST: _list,
    Verb.OFF: _off,
}
COMMAND = Command("nudge", nudge, usage="#channel 09:00 [days] [holidays country]")
