"""The buttons about pressure weeks, and about the fiscal calendar that gives some of them."""

from datetime import date

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.checkins import pressure_weeks as looks
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, place, value, who
from handlers.show import show


async def pressure(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Show which of the next weeks are pressure weeks."""
    await ack()
    facts = await services.pressure.facts(who(body))
    await show(client, body, library, looks.pressure_weeks(library, facts))


async def mark(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Mark a week, or say that it is no pressure week."""
    await ack()
    said, _, week = value(body).partition(" ")
    facts = await services.pressure.mark(who(body), date.fromisoformat(week), said == looks.ON)
    await show(client, body, library, looks.pressure_weeks(library, facts))


async def fiscal(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open the fiscal calendar."""
    await ack()
    calendar = await services.pressure.calendar(who(body))
    view = looks.fiscal_form(library, calendar, place(body))
    await client.views_open(trigger_id=body["trigger_id"], view=view)
