"""The coaching moment that a leader wrote down."""

from slack_bolt.async_app import AsyncAck

from bot.blocks.ridealongs import moments as looks
from bot.domain.ridealongs.moments import MomentForm
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, metadata, typed, who


async def coaching_moment(ack: AsyncAck, body: Body, view: Body, services: Services, library: Library) -> None:
    """Keep it, and show it back."""
    place, given = metadata(view), typed(view)
    form = MomentForm(place["id"], place["channel"], place["ts"], given["salesperson"], given["text"] or "")
    moment = await services.moments.save(who(body), form)
    await ack(response_action="update", view=looks.kept(library, moment))
