"""The buttons about pressure weeks, and about the fiscal calendar that gives some of them."""

from bot.blocks.checkins import pressure_weeks as cards
from bot.domain.codec import PressureTap
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def pressure(answer: Answer, services: Services, library: Library) -> None:
    """Show which of the next weeks are pressure weeks."""
    await answer.loading()
    facts = await services.pressure.facts(answer.who)
    await answer.show(cards.pressure_weeks(library, facts))


async def mark(answer: Answer, services: Services, library: Library) -> None:
    """Mark a week, or say that it is no pressure week."""
    tap = answer.read(PressureTap)
    facts = await services.pressure.mark(answer.who, tap.week, tap.mark == cards.ON)
    await answer.show(cards.pressure_weeks(library, facts))


async def fiscal(answer: Answer, services: Services, library: Library) -> None:
    """Open the fiscal calendar."""
    workspace = await services.pressure.calendar(answer.who)
    await answer.open(cards.fiscal_form(library, workspace, answer.carry()))
