"""The answered self-check."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.selfchecks import feedback
from bot.blocks.selfchecks import selfchecks as looks
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, metadata, typed, who
from handlers.reply import reply


async def selfcheck(ack: AsyncAck, body: Body, view: Body, services: Services, library: Library) -> None:
    """Keep the answers and show the result in place of the form."""
    facts = await services.selfchecks.save(who(body), metadata(view)["id"], typed(view))
    await ack(response_action="update", view=looks.result(library, facts, await services.feedback.views(who(body))))


async def twin(
    ack: AsyncAck, body: Body, view: Body, client: AsyncWebClient, services: Services, library: Library
) -> None:
    """Keep a salesperson's view, and thank for it where they were asked."""
    place = metadata(view)
    facts = await services.feedback.answer(who(body), place["id"], typed(view))
    await ack()
    await reply(client, place, who(body), feedback.answered(library, facts))
