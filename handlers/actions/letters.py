"""The buttons of the quarterly letter: read it again, keep it as a file."""

from bot.blocks.checkins import letters as cards
from bot.services.planning.letters import subject
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def letter(answer: Answer, services: Services, library: Library) -> None:
    """Show the letter about the last quarter again."""
    facts = await services.letters.facts(answer.who)
    await answer.show(cards.letter(library, facts, subject(facts.quarter)))


async def keep_letter(answer: Answer, services: Services, library: Library) -> None:
    """Send a letter as a Markdown file, by direct message."""
    facts = await services.letters.facts(answer.who, answer.value)
    name = cards.file_name(facts)
    file = {"filename": name, "title": name, "content": cards.markdown(library, facts)}
    await answer.send_files([file], library.say("letters.copy"))
