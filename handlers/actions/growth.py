"""The buttons around what grows over weeks: insights, the development map, pressure weeks, the fiscal calendar."""

from datetime import date

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import development as development_looks
from bot.blocks import insights as insight_looks
from bot.blocks import letters as letter_looks
from bot.blocks import pressure as pressure_looks
from bot.services.letter_slots import subject
from bot.services.suite import Services
from content.models import Library
from handlers.parse import Body, place, value, who
from handlers.show import show


async def insights(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Show what one's check-ins say over time."""
    await ack()
    await show(client, body, library, insight_looks.insights(library, await services.insights.facts(who(body))))


async def development(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Show the development map, or one's own page."""
    await ack()
    facts = await services.development.facts(who(body))
    await show(client, body, library, development_looks.development(library, facts))


async def pressure(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Show which of the next weeks are pressure weeks."""
    await ack()
    facts = await services.pressure.facts(who(body))
    await show(client, body, library, pressure_looks.pressure_weeks(library, facts))


async def mark(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Mark a week, or say that it is no pressure week."""
    await ack()
    said, _, week = value(body).partition(" ")
    facts = await services.pressure.mark(who(body), date.fromisoformat(week), said == pressure_looks.ON)
    await show(client, body, library, pressure_looks.pressure_weeks(library, facts))


async def fiscal(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open the fiscal calendar."""
    await ack()
    calendar = await services.pressure.calendar(who(body))
    view = pressure_looks.fiscal_form(library, calendar, place(body))
    await client.views_open(trigger_id=body["trigger_id"], view=view)


async def letter(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Show the letter about the last quarter again."""
    await ack()
    facts = await services.letters.facts(who(body))
    await show(client, body, library, letter_looks.letter(library, facts, subject(facts.quarter)))


async def keep_letter(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Send a letter as a Markdown file, by direct message."""
    await ack()
    facts = await services.letters.facts(who(body), value(body))
    opened = await client.conversations_open(users=who(body).user_id)
    await client.files_upload_v2(
        filename=letter_looks.file_name(facts),
        content=letter_looks.markdown(library, facts),
        channel=opened["channel"]["id"],
        initial_comment=library.say("letters.copy"),
    )
