"""`/<command> help`, and the answer to an unknown sub-command: what can be typed, from the registry itself."""

from bot.blocks.help import usage
from bot.parsing.text import as_typed
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect, first_word, rest
from handlers.parse import Body


async def help_(
    answer: Answer, body: Body, services: Services, library: Library, commands: tuple[Command, ...]
) -> None:
    """List what this command can do; where something else was typed, what comes nearest to it first."""
    command = next(command for command in commands if command.name == body["command"])
    typed = as_typed(body.get("text", ""))
    nearest = command.nearest(typed)
    if nearest is not None:  # something unknown was typed
        nearest = elsewhere(typed, commands) or nearest
    if nearest == "" and await services.settings.are_settings(answer.who, typed):
        nearest = f"/secondchair settings {typed}"
    lines = [(f"{command.key}", command.name, command.usage)] if command.run else []
    lines += [(f"{command.key}.{sub.key}", f"{command.name} {sub.name}", sub.usage) for sub in command.subcommands]
    await answer.privately(usage(library, lines, unknown=first_word(typed), nearest=nearest))


def elsewhere(typed: str, commands: tuple[Command, ...]) -> str:
    """What a text that begins with no sub-command means to another command, to be typed in its place: it begins with
    that command's name ("ridealong @tom Acme"), or with a person, as only a ride-along does.

    "" where neither does.
    """
    text = typed.strip().removeprefix("/")
    text = f"ridealong {text}" if text.startswith("@") else text
    other = next((other for other in commands if other.key == first_word(text)), None)
    return f"{other.name} {rest(text)}".rstrip() if other else ""


COMMAND = Command("help", help_, effect=Effect.READS)
