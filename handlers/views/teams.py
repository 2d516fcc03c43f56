"""The submitted team."""

from slack_bolt.async_app import AsyncAck

from bot.blocks.people import teams as looks
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, typed, who


async def team(ack: AsyncAck, body: Body, view: Body, services: Services, library: Library) -> None:
    """Save who is on it, and show what each said."""
    facts = await services.teams.name(who(body), typed(view)["people"] or ())
    await ack(response_action="update", view=looks.team_saved(library, facts))
