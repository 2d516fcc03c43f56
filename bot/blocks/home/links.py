"""The links from the Home tab to everything else, each one tap away."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.blocks.ids import Action
from bot.blocks.people.settings import settings_button
from bot.blocks.selfchecks import skills
from bot.domain.home import HomeFacts
from bot.domain.people.people import Position
from bot.domain.people.positions import position_of
from content.models import Library

GROWTH = {
    Action.SELFCHECK_LAST: "selfcheck",
    Action.INSIGHTS_OPEN: "insights",
    Action.DEVELOPMENT_OPEN: "map",
    Action.LETTER_OPEN: "letter",
    Action.PROGRAMME_OPEN: "programme",
    Action.PRESSURE_OPEN: "pressure",
}
OF_HEADS = (Action.INSIGHTS_OPEN,)
REST = ("about", "delete", "stop")  # behind the three dots, since nobody needs them often


def links(library: Library, facts: HomeFacts) -> list[Block]:
    """First what grows over weeks, then what somebody sets, exports, or ends."""
    rest = {choice: library.say(f"home.rest.{choice}") for choice in REST}
    own = block_kit.actions(
        block_kit.button(library.say("home.ways.away"), Action.PAUSE_OPEN),
        settings_button(library, "home.ways.settings"),
        block_kit.button(library.say("home.ways.export"), Action.EXPORT),
        block_kit.overflow(Action.HOME_REST, rest),
    )
    return [*_growth(library, facts), own]


def _growth(library: Library, facts: HomeFacts) -> list[Block]:
    """What grows, for leaders, leaders of leaders, or salespeople."""
    person = facts.person
    if position_of(person) is Position.SALESPERSON:
        own = {Action.SELFCHECK_LAST: "selfcheck", Action.DEVELOPMENT_OPEN: "page"}
        return [*skills.deals(library), _row(library, own)]
    if person.is_head and not person.is_leader:
        return [_row(library, {action: GROWTH[action] for action in OF_HEADS})]
    return [_row(library, GROWTH)]


def _row(library: Library, ways: dict[Action, str]) -> Block:
    return block_kit.actions(
        *(block_kit.button(library.say(f"home.ways.{way}"), action) for action, way in ways.items())
    )
