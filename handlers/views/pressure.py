"""The submitted fiscal calendar."""

from bot.blocks.places import country_chosen
from bot.domain.time.fiscal import QuarterPattern
from bot.services.services import Services
from handlers.answer import Answer
from handlers.parse import Body, typed


async def fiscal(answer: Answer, view: Body, services: Services) -> None:
    """Keep it."""
    values = typed(view)
    pattern, country = QuarterPattern(values["pattern"]), country_chosen(values["country"])
    await services.pressure.set_calendar(answer.who, int(values["start_month"]), pattern, country)
