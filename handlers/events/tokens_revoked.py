"""Slack took tokens back; before, after or without `app_uninstalled`."""

from bot.services.services import Services
from handlers.answer import Answer
from handlers.parse import Body, sent_at


async def tokens_revoked(answer: Answer, body: Body, event: Body, services: Services) -> None:
    """Losing the bot's own token ends an installation; we keep no user tokens."""
    if (event.get("tokens") or {}).get("bot"):
        await services.lifecycle.ended(answer.who.workspace_id, sent_at(body))
