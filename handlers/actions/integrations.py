"""Add to calendar: one ride-along as a file."""

from bot.domain.people.allowances import Allowance
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def file(answer: Answer, services: Services, library: Library) -> None:
    """Send the file of this ride-along by direct message, and say so."""
    await services.allowances.use(answer.who, Allowance.FILE)
    content = await services.integrations.file(answer.who, answer.value)
    name = "ride-along.ics"
    files = [{"filename": name, "content": content}]
    await answer.send_files(files, library.say("integrations.calendar.file"))
    await answer.privately(library.say("integrations.calendar.sent"))
