"""Slack took tokens back; before, after or without `app_uninstalled`."""

from slack_bolt.async_app import AsyncAck

from bot.services.services import Services
from handlers.parse import Body, sent_at, who


async def tokens_revoked(ack: AsyncAck, body: Body, event: Body, services: Services) -> None:
    """The bot's own token ends an installation; we keep none of users."""
    await ack()
    if (event.get("tokens") or {}).get("bot"):
        await services.lifecycle.ended(who(body).workspace_id, sent_at(body))
