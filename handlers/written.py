"""Runs a sub-command of `/secondchair` that was written or pressed instead of typed behind the slash."""

import inspect

from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command


def command_of(commands: tuple[Command, ...]) -> Command:
    """`/secondchair`, whose sub-commands are understood without the slash."""
    return next(command for command in commands if command.name == "/secondchair")


async def run_written(
    command: Command, text: str, answer: Answer, services: Services, library: Library, commands: tuple[Command, ...]
) -> None:
    """What `/secondchair` and this text would do. `command` is the sub-command that the text begins with."""
    assert command.run is not None
    who = answer.who
    typed = {
        "command": "/secondchair",
        "text": text,
        "user_id": who.user_id,
        "team_id": who.workspace_id,
        "channel_id": "",
    }
    available = {"answer": answer, "services": services, "library": library, "commands": commands}
    available |= {"command": typed, "body": typed}
    await command.run(**{name: available[name] for name in inspect.signature(command.run).parameters})
