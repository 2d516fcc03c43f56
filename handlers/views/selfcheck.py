"""The answered self-check."""

from slack_bolt.async_app import AsyncAck

from bot.blocks import selfcheck as looks
from bot.services.suite import Services
from content.models import Library
from handlers.parse import Body, metadata, typed, who


async def selfcheck(ack: AsyncAck, body: Body, view: Body, services: Services, library: Library) -> None:
    """Keep the answers and show the result in place of the form."""
    facts = await services.selfchecks.save(who(body), metadata(view)["id"], typed(view))
    await ack(response_action="update", view=looks.result(library, facts))
