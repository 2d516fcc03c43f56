"""The buttons around the self-check."""

import json

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.selfchecks import feedback
from bot.blocks.selfchecks import selfchecks as looks
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, place, value, who
from handlers.reply import origin


async def start(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open the form, which remembers where it was opened from."""
    await ack()
    selfcheck_id, last = await services.selfchecks.start(who(body))
    view = looks.form(library, json.dumps(json.loads(place(body)) | {"id": selfcheck_id}), last)
    await client.views_open(trigger_id=body["trigger_id"], view=view)


async def result(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Show what the last self-check said: on top of the form, or by itself from elsewhere."""
    await ack()
    facts = await services.selfchecks.result(who(body), value(body))
    in_modal = (body.get("view") or {}).get("type") == "modal"
    show = client.views_push if in_modal else client.views_open
    views = await services.feedback.views(who(body))
    await show(trigger_id=body["trigger_id"], view=looks.result(library, facts, views))


async def views(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Show both views beside the last self-check."""
    await ack()
    facts = await services.selfchecks.last(who(body))
    views = await services.feedback.views(who(body))
    await client.views_open(trigger_id=body["trigger_id"], view=looks.result(library, facts, views))


async def invite(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Ask the team for their view, and show in the result that they were asked."""
    await ack()
    views = await services.feedback.invite(who(body))
    facts = await services.selfchecks.last(who(body))
    await client.views_update(view_id=body["view"]["id"], view=looks.result(library, facts, views))


async def twin(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open the fifteen twin statements, with what was answered before."""
    await ack()
    facts = await services.feedback.form(who(body), value(body))
    metadata = json.dumps(origin(body) | {"id": facts.round.id})
    await client.views_open(trigger_id=body["trigger_id"], view=feedback.form(library, facts, metadata))
