"""`/secondchair letter` and `insights`: the last quarter to read again, and what one's own check-ins say over time."""

from handlers.actions.letters import insights, letter
from handlers.command import Command, Effect

COMMAND = Command("letter", letter, effect=Effect.READS)
INSIGHTS = Command("insights", insights, effect=Effect.READS)
