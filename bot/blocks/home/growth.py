"""What grows over weeks, on the Home tab: one line about this week, and the ways to the rest."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.blocks.checkins import pressure_weeks
from bot.blocks.ids import Action
from bot.domain.home import HomeFacts
from content.models import Library


def growth(library: Library, facts: HomeFacts) -> list[Block]:
    """For leaders what kind of week it is, their insights and their map; for their salespeople their own page."""
    if not facts.person.is_leader and not facts.leaders:
        return []
    title, page = library.say("home.growth.title"), library.say("home.growth.page")
    own_page = block_kit.button(page, Action.DEVELOPMENT_OPEN)
    if not facts.person.is_leader:
        return [block_kit.header(title), block_kit.section(library.say("home.growth.own")), block_kit.actions(own_page)]
    blocks = [block_kit.section(pressure_weeks.line(library, facts.pressure))] if facts.pressure else []
    buttons = (
        block_kit.button(library.say("home.growth.insights"), Action.INSIGHTS_OPEN),
        block_kit.button(library.say("home.growth.map"), Action.DEVELOPMENT_OPEN),
        block_kit.button(library.say("home.growth.letter"), Action.LETTER_OPEN),
        block_kit.button(library.say("home.growth.pressure"), Action.PRESSURE_OPEN),
        block_kit.button(library.say("home.growth.programme"), Action.PROGRAMME_OPEN),
    )
    return [block_kit.header(title), *blocks, block_kit.actions(*buttons)]
