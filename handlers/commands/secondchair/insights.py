"""`/secondchair insights`: what one's own check-ins say over time."""

from handlers.actions.insights import insights
from handlers.command import Command

COMMAND = Command("insights", insights)
