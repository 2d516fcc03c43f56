"""Slash commands: one file each; a command's sub-commands are in a folder with its name."""

from handlers.command import Command
from handlers.commands.ridealong import RIDEALONG
from handlers.commands.secondchair import SECONDCHAIR
from handlers.commands.selfcheck import SELFCHECK

COMMANDS: tuple[Command, ...] = (SELFCHECK, RIDEALONG, SECONDCHAIR)
