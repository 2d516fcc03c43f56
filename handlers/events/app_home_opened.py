"""Somebody opened the Home tab."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.services import Services
from content.models import Library
from handlers import home
from handlers.parse import Body, who


async def app_home_opened(
    ack: AsyncAck, body: Body, event: Body, client: AsyncWebClient, services: Services, library: Library
) -> None:
    """Welcome whoever opens it first, and show it; the event comes for the messages tab as well."""
    await ack()
    if event["tab"] == "home":
        await services.onboarding.opened_home(who(body))
        await home.refresh(client, body, services, library)
