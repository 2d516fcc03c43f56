"""What this is, for somebody who has not started; privacy, and where the idea comes from."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, View
from bot.blocks.ids import Action
from bot.blocks.notices import read_only
from bot.domain.home import HomeFacts
from bot.domain.people.people import PersonStatus
from content.models import Library


def welcome(library: Library, facts: HomeFacts) -> list[Block]:
    """What this is, and the button to start."""
    stopped = facts.person.status is PersonStatus.STOPPED
    return [
        block_kit.header(library.say("home.welcome.title")),
        *([block_kit.section(library.say("home.welcome.stopped"))] if stopped else []),
        block_kit.section(library.say("home.welcome.what")),
        block_kit.actions(block_kit.button(library.say("home.welcome.start"), Action.START, style="primary")),
        block_kit.context(library.say("home.welcome.start_hint"), library.say("attribution.line")),
    ]


def about(library: Library) -> View:
    """Who sees what, in three sentences; and where the idea comes from, with the line that its reprint asks for."""
    blocks = [
        block_kit.header(library.say("home.privacy.title")),
        block_kit.section(library.say("home.privacy.text")),
        block_kit.header(library.say("home.about.title")),
        block_kit.section(library.say("home.about.text", article=library.say("attribution.article"))),
        block_kit.context(library.say("attribution.line")),
    ]
    return read_only(library, "common.app", blocks)
