"""`/secondchair`: everything that is no subject of its own, as sub-commands."""

from handlers.command import Command
from handlers.commands import help as help_
from handlers.commands.secondchair import nudge, pause, resume, settings, today

SECONDCHAIR = Command(
    "/secondchair",
    subcommands=(
        today.COMMAND,
        nudge.COMMAND,
        settings.COMMAND,
        pause.COMMAND,
        resume.COMMAND,
        help_.COMMAND,
    ),
)
