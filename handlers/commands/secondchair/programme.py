"""`/secondchair programme`: the programme that is running, or all there are to choose from."""

from handlers.actions.programmes import programmes
from handlers.command import Command, Effect

COMMAND = Command("programme", programmes, effect=Effect.READS)
