"""What can be typed."""

from collections.abc import Sequence

from bot.blocks import kit
from bot.blocks.kit import Message
from content.models import Library


def usage(
    library: Library, commands: Sequence[tuple[str, str, str]], unknown: str = "", nearest: str | None = None
) -> Message:
    """One line a command, from (word key, name, what may follow); first what was probably meant by `unknown`."""
    lines = [
        f"`{kit.escape(' '.join(filter(None, (name, follows))))}`\n{library.say(f'help.{key}')}"
        for key, name, follows in commands
    ]
    title = library.say("help.title")
    if nearest is not None:
        meant = library.say("help.unknown", given=kit.escape(unknown), nearest=nearest)
        return Message(meant, (kit.section(meant), *(kit.section(line) for line in lines)))
    blocks = [kit.header(title), *(kit.section(line) for line in lines), kit.context(library.say("help.footer"))]
    return Message(title, tuple(blocks))
