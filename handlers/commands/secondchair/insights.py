"""`/secondchair insights`: what one's own check-ins say over time."""

from handlers.actions.letters import insights
from handlers.command import Command

COMMAND = Command("insights", insights)
