"""Somebody's Slack profile changed: their zone, their name, or they left."""

from slack_bolt.async_app import AsyncAck

from bot.domain.people import Who
from bot.services.suite import Services
from handlers.parse import Body, who


async def user_change(ack: AsyncAck, body: Body, event: Body, services: Services) -> None:
    """Take over what changed, for people that we know."""
    await ack()
    await services.people.changed(Who(who(body).workspace_id, event["user"]["id"]), event["user"])
