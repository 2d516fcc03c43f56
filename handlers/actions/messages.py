"""Buttons that stand for a command: the nearest three under something that somebody wrote, and a form to open again."""

from bot.services.services import Services
from content.libraries import Libraries
from handlers.answer import Answer
from handlers.command import Command
from handlers.run_command import command_of, run_command, run_subcommand


async def pressed(answer: Answer, services: Services, libraries: Libraries, commands: tuple[Command, ...]) -> None:
    """Do what the sub-command on the button does."""
    command = command_of(commands).named(answer.value)
    if command is not None:
        await run_subcommand(command, answer.value, answer, services, libraries, commands)


async def again(answer: Answer, services: Services, libraries: Libraries, commands: tuple[Command, ...]) -> None:
    """Open the form of a typed command that did not open in time."""
    await run_command(answer.value, answer, services, libraries, commands)
