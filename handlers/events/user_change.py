"""Somebody's Slack profile changed: their zone, their name, their status, or they left."""

from slack_bolt.async_app import AsyncAck

from bot.domain.people.people import Who
from bot.services.services import Services
from handlers.parse import Body, who


async def user_change(ack: AsyncAck, body: Body, event: Body, services: Services) -> None:
    """Take over what changed, for people that we know; a status that says they are away is offered as a pause."""
    await ack()
    person = Who(who(body).workspace_id, event["user"]["id"])
    await services.people.changed(person, event["user"])
    await services.pauses.status_changed(person, event["user"])
