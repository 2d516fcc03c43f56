"""The submitted fiscal calendar."""

from bot.blocks.countries import country_chosen
from bot.domain.time.fiscal import QuarterPattern
from bot.services.services import Services
from handlers.answer import Answer
from handlers.parse import Body, typed


async def fiscal(answer: Answer, view: Body, services: Services) -> None:
    """Keep it."""
    given = typed(view)
    pattern, country = QuarterPattern(given["pattern"]), country_chosen(given["country"])
    await services.pressure.set_calendar(answer.who, int(given["start_month"]), pattern, country)
