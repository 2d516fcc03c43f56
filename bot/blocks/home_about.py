"""What this is, for whoever has not started; privacy, and where the idea comes from."""

from bot.blocks import kit
from bot.blocks.ids import Action
from bot.blocks.kit import Block
from bot.domain.home import HomeFacts
from bot.domain.people import Standing
from content.models import Library


def welcome(library: Library, facts: HomeFacts) -> list[Block]:
    """What this is, and the button to start."""
    stopped = facts.person.standing is Standing.STOPPED
    return [
        kit.header(library.say("home.welcome.title")),
        *([kit.section(library.say("home.welcome.stopped"))] if stopped else []),
        kit.section(library.say("home.welcome.what")),
        kit.actions(kit.button(library.say("home.welcome.start"), Action.START, style="primary")),
        kit.context(library.say("home.welcome.start_hint")),
    ]


def privacy(library: Library) -> list[Block]:
    """Who sees what, in three sentences."""
    return [kit.header(library.say("home.privacy.title")), kit.section(library.say("home.privacy.text"))]


def about(library: Library) -> list[Block]:
    """Where the idea comes from, with the line that its reprint asks for."""
    text = library.say("home.about.text", article=library.say("attribution.article"))
    return [
        kit.header(library.say("home.about.title")),
        kit.section(text),
        kit.context(library.say("attribution.line")),
    ]
