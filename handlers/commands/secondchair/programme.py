"""`/secondchair programme`: the programme that runs, or all there are to choose from."""

from handlers.actions.programmes import programmes
from handlers.command import Command

COMMAND = Command("programme", programmes)
