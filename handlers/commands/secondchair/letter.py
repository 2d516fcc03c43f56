"""`/secondchair letter`: the letter about the last quarter, to read again."""

from handlers.actions.growth import letter
from handlers.command import Command

COMMAND = Command("letter", letter)
