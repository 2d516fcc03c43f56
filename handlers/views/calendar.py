"""The submitted calendar."""

from slack_bolt.async_app import AsyncAck

from bot.blocks.ridealongs import calendar as looks
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, typed, who


async def calendar(ack: AsyncAck, body: Body, view: Body, services: Services, library: Library) -> None:
    """Keep it, or forget it, and say so in place of the form."""
    given = typed(view)
    remove = looks.REMOVE in (given.get("remove") or [])
    facts = await services.calendar.save(who(body), given["address"] or "", given["words"] or "", remove=remove)
    await ack(response_action="update", view=looks.saved(library, facts))
