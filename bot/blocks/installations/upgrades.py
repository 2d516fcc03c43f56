"""A notice that scopes are missing: what does not work, and what to do."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.domain.installations.upgrades import Upgrade
from content.models import Library


def notice(library: Library, upgrade: Upgrade | None) -> list[Block]:
    """The notice, for somebody who can act; empty if nothing is lacking."""
    if upgrade is None:
        return []
    lines = [f"• {block_kit.escape(lost(library, scope))}" for scope in upgrade.scopes]
    head = f"*{library.say('scopes.title')}* {library.say('scopes.until')}"
    do = f"<{upgrade.link}|{library.say('scopes.again')}>" if upgrade.link else library.say("scopes.settings")
    return [
        block_kit.section("\n".join((head, *dict.fromkeys(lines)))),
        block_kit.section(do),
        block_kit.context(library.say("scopes.sees")),
    ]


def lost(library: Library, scope: str) -> str:
    """What does not work without a scope."""
    key = f"scopes.lost.{scope.replace(':', '_')}"
    return library.say(key) if key in library.words else library.say("scopes.lost.other")
