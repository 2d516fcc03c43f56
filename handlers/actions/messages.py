"""The nearest three buttons under something that somebody wrote to us."""

from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command
from handlers.written import command_of, run_written


async def pressed(answer: Answer, services: Services, library: Library, commands: tuple[Command, ...]) -> None:
    """Do what the sub-command on the button does."""
    command = command_of(commands).named(answer.value)
    if command is not None:
        await run_written(command, answer.value, answer, services, library, commands)
