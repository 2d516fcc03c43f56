"""`/<command> help`, and the answer to what is no sub-command: what can be typed, from the registry itself."""

import html

from bot.blocks.help import usage
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect, first_word
from handlers.parse import Body


async def help_(answer: Answer, body: Body, library: Library, commands: tuple[Command, ...]) -> None:
    """List what this command can do; where something else was typed, the nearest of it first."""
    command = next(command for command in commands if command.name == body["command"])
    typed = first_word(body.get("text", ""))
    lines = [(f"{command.key}", command.name, command.usage)] if command.run else []
    lines += [(f"{command.key}.{sub.key}", f"{command.name} {sub.name}", sub.usage) for sub in command.subcommands]
    message = usage(library, lines, unknown=typed, nearest=command.nearest(html.unescape(body.get("text", ""))))
    await answer.privately(message)


COMMAND = Command("help", help_, effect=Effect.READS)
