"""The submitted fiscal calendar."""

from slack_bolt.async_app import AsyncAck

from bot.domain.time.fiscal import QuarterPattern
from bot.services.services import Services
from handlers.parse import Body, typed, who


async def fiscal(ack: AsyncAck, body: Body, view: Body, services: Services) -> None:
    """Keep it."""
    given = typed(view)
    await services.pressure.set_calendar(who(body), int(given["start_month"]), QuarterPattern(given["pattern"]))
    await ack()
