"""A workspace moves into an organisation: while it does, Slack takes nothing from us."""

from bot.services.services import Services
from handlers.answer import Answer


async def grid_migration_started(answer: Answer, services: Services) -> None:
    """Send nothing until it is over."""
    await services.id_exchange.started(answer.who.workspace_id)


async def grid_migration_finished(answer: Answer, services: Services) -> None:
    """Resume, with everything planned again under the ids that people have now."""
    await services.id_exchange.finished(answer.who.workspace_id)
