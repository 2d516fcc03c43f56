"""`/secondchair settings`: one's own settings, in a form, or changed by what is typed after it."""

from bot.blocks.people import pauses
from bot.blocks.people import settings as cards
from bot.services.services import Services
from content.libraries import Libraries
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect, rest
from handlers.parse import Body


async def settings(answer: Answer, command: Body, services: Services, libraries: Libraries, library: Library) -> None:
    """Open the form; or change what was typed, and say what it is now, in the language and on the clock just chosen."""
    text = rest(command["text"])
    if not text:
        await answer.open(cards.settings_modal(library, await services.settings.facts(answer.who)))
        return
    line = await services.settings.read(answer.who, text)
    if line.pause is not None:
        paused = await services.pauses.pause(answer.who, line.pause, is_leave=line.is_leave)
        await answer.privately(pauses.paused(library, paused))
        return
    facts = await services.settings.change(answer.who, line.form)
    await answer.privately(cards.changed(libraries.of(facts.person.locale_tag), facts))


COMMAND = Command(
    "settings",
    settings,
    usage="[prompt 8:30]",
    also_tried=("setting", "preferences", "config", "set"),
    effect=Effect.READS_BARE,
)
