"""What can be typed."""

from collections.abc import Sequence

from bot.blocks import block_kit
from bot.blocks.block_kit import Message
from content.models import Library


def usage(
    library: Library, commands: Sequence[tuple[str, str, str]], unknown: str = "", nearest: str | None = None
) -> Message:
    """One line a command, from (word key, name, what may follow); first what was probably meant by `unknown`."""
    lines = [
        f"`{block_kit.escape(' '.join(filter(None, (name, follows))))}`\n{library.say(f'help.{key}')}"
        for key, name, follows in commands
    ]
    title = library.say("help.title")
    if nearest is not None:
        meant = library.say("help.unknown", given=block_kit.escape(unknown), nearest=block_kit.escape(nearest))
        return Message(meant, (block_kit.section(meant), *(block_kit.section(line) for line in lines)))
    blocks = [
        block_kit.header(title),
        *(block_kit.section(line) for line in lines),
        block_kit.context(library.say("help.footer")),
    ]
    return Message(title, tuple(blocks))
