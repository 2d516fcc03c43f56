"""The submitted team."""

from bot.blocks.people import teams as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body, typed


async def team(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Save who is on it, and show what each said. Without a choice, which is not the same as nobody, the team stays as
    it is; so do those whom the picker has no room for.
    """
    chosen, before = typed(view)["people"], await services.teams.facts(answer.who)
    if chosen is None:
        await answer.replace_view(cards.team_saved(library, before))
        return
    team = dict.fromkeys([*chosen, *before.current[cards.MOST :]])
    await answer.replace_view(cards.team_saved(library, await services.teams.name(answer.who, list(team))))
