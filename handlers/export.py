"""A file with everything held about the person who asks."""

from bot.domain.people.allowances import Allowance
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.fair_scheduler import outside


async def send_export(answer: Answer, services: Services, library: Library) -> None:
    """Say that it is coming, since years take time to collect; send it by direct message, for people and programs."""
    await services.allowances.use(answer.who, Allowance.EXPORT)
    await answer.privately(library.say("privacy.export.coming"))
    async with outside():  # it waits for other people's exports, and computes outside the loop
        made = await services.privacy.export(answer.who)
    files = [
        {"filename": "second-chair.txt", "content": made.readable},
        {"filename": "second-chair.json", "content": made.data},
    ]
    await answer.send_files(files, library.say("privacy.export.message"))
