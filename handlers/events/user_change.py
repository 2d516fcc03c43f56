"""Somebody's Slack profile changed: their zone, their name, their status, or they left."""

from bot.domain.people.people import Who
from bot.services.services import Services
from handlers.answer import Answer
from handlers.parse import Body


async def user_change(answer: Answer, event: Body, services: Services) -> None:
    """Save what changed, for people we know; a status that says they are away leads to the offer of a pause."""
    person = Who(answer.who.workspace_id, event["user"]["id"])
    await services.people.changed(person, event["user"])
    await services.pauses.status_changed(person, event["user"])
