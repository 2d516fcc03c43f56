"""`/secondchair map`: the development map of one's team, or one's own page."""

from handlers.actions.growth import development
from handlers.command import Command

COMMAND = Command("map", development)
