"""Lists the slash commands that the composer completes, from the registry."""

from collections.abc import Iterator
from functools import cache

from content.library import load_library
from handlers.command import Command
from handlers.commands import COMMANDS


@cache
def typed_commands() -> list[dict[str, str]]:
    """Everything that can be typed: its name, what may follow it, and its line of help."""
    words = load_library().words
    return [_entry(words.get(key, ""), name, usage) for key, name, usage in _all()]


def _entry(about: str, name: str, usage: str) -> dict[str, str]:
    return {"name": name, "usage": usage, "about": about.replace("*", "").replace("`", "")}


def _all() -> Iterator[tuple[str, str, str]]:
    for command in COMMANDS:
        if command.run is not None:
            yield f"help.{command.key}", command.name, command.usage
        yield from (_sub(command, subcommand) for subcommand in command.subcommands)


def _sub(command: Command, sub: Command) -> tuple[str, str, str]:
    return f"help.{command.key}.{sub.key}", f"{command.name} {sub.name}", sub.usage
