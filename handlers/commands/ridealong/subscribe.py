"""`/ridealong subscribe`: one's own ride-alongs in any calendar, through a private address."""

from bot.domain.doors.doors import DoorKind
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, rest
from handlers.parse import Body


async def subscribe(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Create the address, or end it."""
    if rest(command["text"]).lower() == "off":
        closed = await services.doors.close(answer.who, DoorKind.CALENDAR)
        await answer.privately(library.say("doors.calendar.closed" if closed else "doors.calendar.none"))
        return
    address, _ = await services.doors.open(answer.who, DoorKind.CALENDAR)
    await answer.privately(library.say("doors.calendar.opened", address=address))


COMMAND = Command("subscribe", subscribe, usage="[off]")
