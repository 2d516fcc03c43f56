"""The modal that sets up a channel nudge."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.channels.channels import ChannelRequest, Verb
from bot.domain.time.schedule import parse_time
from bot.services.services import Services
from content.models import Library
from handlers import home
from handlers.parse import Body, typed, who


async def set_up(
    ack: AsyncAck, body: Body, view: Body, client: AsyncWebClient, services: Services, library: Library
) -> None:
    """Set it up, then show it on the Home tab."""
    chosen = typed(view)
    request = ChannelRequest(
        Verb.SET,
        chosen["channel"] or "",
        chosen["kind"] or "",
        parse_time(chosen["at"] or ""),
        frozenset(int(day) for day in chosen["days"] or ()),
        (chosen["zone"] or "").strip() or None,
    )
    await services.channels.set_up(who(body), request)
    await ack()
    await home.refresh(client, body, services, library)
