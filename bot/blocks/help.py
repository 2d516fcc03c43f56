"""The help: what can be typed."""

from collections.abc import Sequence

from bot.blocks import block_kit
from bot.blocks.block_kit import Message
from bot.blocks.written import unformatted
from content.models import Library


def usage(
    library: Library, commands: Sequence[tuple[str, str, str]], unknown: str = "", nearest: str | None = None
) -> Message:
    """One line per command, from (content key, name, what may follow). If `nearest` is not None, a first line says that
    there is no `unknown`, and suggests `nearest`, unless that is "" because nothing is close. Below a suggestion is its
    own line alone: a phone shows the end of a message, and the whole list would hide it.
    """
    commands = [line for line in commands if not nearest or nearest.startswith(line[1])]
    lines = [
        f"`{block_kit.escape(' '.join(filter(None, (name, follows))))}`\n{library.say(f'help.{key}')}"
        for key, name, follows in commands
    ]
    title = library.say("help.title")
    if nearest is not None:
        key = "help.unknown" if nearest else "help.unlike"
        meant = library.say(key, given=unformatted(unknown), nearest=block_kit.escape(nearest))
        return Message(meant, (block_kit.section(meant), *(block_kit.section(line) for line in lines)))
    blocks = [
        block_kit.header(title),
        *(block_kit.section(line) for line in lines),
        block_kit.context(library.say("help.footer")),
    ]
    return Message(title, tuple(blocks))


def unused(library: Library, command: str, words: str) -> Message:
    """That a command takes no words, and which were typed behind it."""
    given = {"command": block_kit.escape(command), "given": unformatted(words)}
    return block_kit.message(library.say("help.unused", **given))
