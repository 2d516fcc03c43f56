"""The buttons of the development map, of the record, and of the page for a one-to-one."""

from bot.blocks.ridealongs import development as cards
from bot.blocks.ridealongs import records
from bot.domain.codec import AskedTap, RecordPage
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def development(answer: Answer, services: Services, library: Library) -> None:
    """Show the development map, or one's own page."""
    await answer.loading()
    facts = await services.development.facts(answer.who)
    await answer.show(cards.development(library, facts))


async def record(answer: Answer, services: Services, library: Library) -> None:
    """Show a page of the record with one person."""
    tap = answer.read(RecordPage)
    await answer.show(records.record(library, await services.records.record(answer.who, tap.other_id, tap.page)))


async def notes(answer: Answer, services: Services, library: Library) -> None:
    """Show a page of one's own notes about one person."""
    tap = answer.read(RecordPage)
    await answer.show(records.notes(library, await services.records.notes(answer.who, tap.other_id, tap.page)))


async def one_to_one(answer: Answer, services: Services, library: Library) -> None:
    """Make the page for a one-to-one."""
    await answer.show(records.one_to_one(library, await services.records.one_to_one(answer.who, answer.value)))


async def asked(answer: Answer, services: Services, library: Library) -> None:
    """Note that a question was asked, and offer the next."""
    tap = answer.read(AskedTap)
    facts = await services.records.asked(answer.who, tap.salesperson_id, tap.question)
    await answer.show(records.one_to_one(library, facts))
