"""The admin's section of the Home tab: the state of the workspace in a line, and the button to its page."""

from bot.blocks import block_kit
from bot.blocks.admin.admin import open_button
from bot.blocks.block_kit import Block
from bot.domain.home import HomeFacts
from content.models import Library


def admin(library: Library, facts: HomeFacts) -> list[Block]:
    """The section; empty for somebody who is not an admin."""
    if facts.admin is None:
        return []
    has_any = facts.admin.running or facts.admin.paused
    lines = [library.say(f"admin.glance.{'running' if has_any else 'none'}", count=facts.admin.running)]
    lines += [library.say("admin.glance.paused", count=facts.admin.paused)] if facts.admin.paused else []
    lines += [library.say("admin.glance.undelivered", count=facts.admin.undelivered)] if facts.admin.undelivered else []
    lines += [library.say("admin.glance.webhook_stopped")] if facts.admin.webhook_stopped else []
    return [
        block_kit.header(library.say("admin.title")),
        block_kit.section(" ".join(lines)),
        block_kit.actions(open_button(library)),
    ]
