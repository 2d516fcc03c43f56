"""What grows over weeks, on the Home tab: one line about this week, and the ways to the rest."""

from bot.blocks import kit, pressure
from bot.blocks.ids import Action
from bot.blocks.kit import Block
from bot.domain.home import HomeFacts
from content.models import Library


def growth(library: Library, facts: HomeFacts) -> list[Block]:
    """For leaders what kind of week it is, their insights and their map; for their salespeople their own page."""
    if not facts.person.is_leader and not facts.leaders:
        return []
    title, page = library.say("home.growth.title"), library.say("home.growth.page")
    own_page = kit.button(page, Action.DEVELOPMENT_OPEN)
    if not facts.person.is_leader:
        return [kit.header(title), kit.section(library.say("home.growth.own")), kit.actions(own_page)]
    said = [kit.section(pressure.line(library, facts.pressure))] if facts.pressure else []
    buttons = (
        kit.button(library.say("home.growth.insights"), Action.INSIGHTS_OPEN),
        kit.button(library.say("home.growth.map"), Action.DEVELOPMENT_OPEN),
        kit.button(library.say("home.growth.letter"), Action.LETTER_OPEN),
        kit.button(library.say("home.growth.pressure"), Action.PRESSURE_OPEN),
        kit.button(library.say("home.growth.programme"), Action.PROGRAMME_OPEN),
    )
    return [kit.header(title), *said, kit.actions(*buttons)]
