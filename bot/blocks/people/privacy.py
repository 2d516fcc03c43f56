"""Taking one's data along, and deleting it."""

from bot.blocks import block_kit
from bot.blocks.block_kit import View
from bot.blocks.ids import Modal
from content.models import Library


def confirm(library: Library, metadata: str = "") -> View:
    """The question before everything is deleted."""
    say = library.say
    blocks = [
        block_kit.section(say("privacy.delete.what")),
        block_kit.section(say("privacy.delete.others")),
        block_kit.section(say("privacy.delete.posted")),
        block_kit.section(say("privacy.delete.stays")),
        block_kit.context(say("privacy.delete.export_first")),
    ]
    return block_kit.modal(
        Modal.DELETE_ME,
        say("privacy.delete.title"),
        blocks,
        submit=say("privacy.delete.submit"),
        close=say("privacy.delete.keep"),
        metadata=metadata,
    )


def kept(library: Library, months: int) -> str:
    """How long texts are kept, and how that is changed; 0 months is for ever."""
    if not months:
        return library.say("privacy.retention.ever")
    span = library.say(f"privacy.retention.months.{'one' if months == 1 else 'many'}", count=months)
    return library.say("privacy.retention.kept", months=span)


def gone(library: Library) -> View:
    """In its place, once it is done."""
    say = library.say
    return block_kit.modal(
        "notice",
        say("privacy.delete.title"),
        [block_kit.section(say("privacy.delete.gone"))],
        close=say("common.close"),
    )
