"""`/secondchair map`: the development map of one's team, or one's own page."""

from handlers.actions.development import development
from handlers.command import Command

COMMAND = Command("map", development)
