"""`/secondchair letter`: the letter about the last quarter, to read again."""

from handlers.actions.letters import letter
from handlers.command import Command

COMMAND = Command("letter", letter)
