"""The admin's section of the Home tab: every channel nudge and how its last deliveries went. Never anybody's
answers.
"""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.blocks.channels.channels import entry, setup_button
from bot.blocks.checkins.pressure_weeks import fiscal_button
from bot.domain.home import HomeFacts
from content.models import Library

MOST = 15


def channel_nudges(library: Library, facts: HomeFacts) -> list[Block]:
    """Each channel nudge with a button to stop it, and one to set another up; nothing for somebody who is no admin."""
    if facts.channels is None:
        return []
    blocks = [block_kit.header(library.say("home.admin.title")), block_kit.context(library.say("home.admin.sees"))]
    for channel in facts.channels[:MOST]:
        blocks += entry(library, channel)
    if not facts.channels:
        blocks.append(block_kit.section(library.say("home.admin.none")))
    if len(facts.channels) > MOST:
        blocks.append(block_kit.context(library.say("home.admin.more", count=len(facts.channels) - MOST)))
    return [*blocks, block_kit.actions(setup_button(library), fiscal_button(library))]
