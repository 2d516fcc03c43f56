"""`/secondchair map`: the development map of one's team, or one's own page."""

from handlers.actions.development import development
from handlers.command import Command, Effect

COMMAND = Command("map", development, effect=Effect.READS)
