"""The submitted team."""

from bot.blocks.people import teams as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body, typed


async def team(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Save who is on it, and show what each said. Without a choice, which is not the same as nobody, it stays."""
    chosen = typed(view)["people"]
    if chosen is None:
        facts = await services.teams.facts(answer.who)
    else:
        facts = await services.teams.name(answer.who, chosen)
    await answer.replace_view(cards.team_saved(library, facts))
