"""The buttons about what check-ins say over time: insights, and the quarterly letter, to read again or as a file."""

from bot.blocks.checkins import insights as insight_cards
from bot.blocks.checkins import letters as cards
from bot.domain.people.allowances import Allowance
from bot.services.planning.letters import subject
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def insights(answer: Answer, services: Services, library: Library) -> None:
    """Show what one's check-ins say over time."""
    await answer.loading()
    await answer.show(insight_cards.insights(library, await services.insights.facts(answer.who)))


async def letter(answer: Answer, services: Services, library: Library) -> None:
    """Show the letter about the last quarter again."""
    await answer.loading()
    facts = await services.letters.facts(answer.who)
    await answer.show(cards.letter(library, facts, subject(facts.quarter)))


async def keep_letter(answer: Answer, services: Services, library: Library) -> None:
    """Send a letter as a Markdown file, by direct message, and say so."""
    await services.allowances.use(answer.who, Allowance.FILE)
    facts = await services.letters.facts(answer.who, answer.value, with_names=True)
    name = cards.file_name(facts)
    file = {"filename": name, "content": cards.markdown(library, facts)}
    await answer.send_files([file], library.say("letters.copy"))
    await answer.privately(library.say("letters.sent"))
