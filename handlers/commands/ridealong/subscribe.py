"""`/ridealong subscribe`: one's own ride-alongs in any calendar, through a private address."""

from bot.domain.integrations.access_keys import AccessKeyKind
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, is_off
from handlers.parse import Body


async def subscribe(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Create the address, or end it."""
    if is_off(command):
        closed = await services.integrations.revoke(answer.who, AccessKeyKind.CALENDAR)
        await answer.privately(library.say("integrations.calendar.closed" if closed else "integrations.calendar.none"))
        return
    address, _ = await services.integrations.issue(answer.who, AccessKeyKind.CALENDAR)
    await answer.privately(library.say("integrations.calendar.opened", address=address))


COMMAND = Command("subscribe", subscribe, usage="[off]")
