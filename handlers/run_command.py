"""Runs a command that was written or is on a button, instead of being typed after the slash."""

from bot.services.services import Services
from content.libraries import Libraries
from handlers.answer import Answer
from handlers.command import MOST_TYPED, Command, Handler, run_handler, too_long


def command_of(commands: tuple[Command, ...], name: str = "/secondchair") -> Command:
    """The command of this name; `/secondchair` is the one whose sub-commands are understood without the slash.

    Raises StopIteration where there is none.
    """
    return next(command for command in commands if command.name == name)


async def run_subcommand(
    command: Command, text: str, answer: Answer, services: Services, libraries: Libraries, commands: tuple[Command, ...]
) -> None:
    """What `/secondchair` and this text would do. `command` is the sub-command that the text begins with."""
    assert command.run is not None
    await _run(command.run, {"command": "/secondchair", "text": text}, answer, services, libraries, commands=commands)


async def run_command(
    typed: str, answer: Answer, services: Services, libraries: Libraries, commands: tuple[Command, ...]
) -> None:
    """What a whole command would do, such as "/ridealong @tom fri 3". Raises StopIteration where there is none."""
    name, _, text = typed.partition(" ")
    handler = command_of(commands, name).handler({"text": text})
    await _run(handler, {"command": name, "text": text}, answer, services, libraries, commands=commands)


async def _run(
    handler: Handler,
    typed: dict[str, str],
    answer: Answer,
    services: Services,
    libraries: Libraries,
    *,
    commands: tuple[Command, ...],
) -> None:
    if len(typed["text"]) > MOST_TYPED:
        handler = too_long
    who = answer.who
    typed |= {"user_id": who.user_id, "team_id": who.workspace_id, "channel_id": ""}
    await run_handler(handler, typed, answer, services, libraries, commands=commands)
