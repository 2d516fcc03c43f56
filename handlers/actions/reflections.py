"""The one tap after a ride-along, and the form behind it."""

from bot.blocks.ridealongs import reflections as cards
from bot.blocks.ridealongs.reflection_form import form
from bot.domain.codec import ReflectionTap, TakeOverTap
from bot.services.services import Services
from content.models import Library
from handlers import sync_messages
from handlers.answer import Answer


async def takeover(answer: Answer, services: Services, library: Library) -> None:
    """Keep who asked for the take-over, if there was one: a full answer."""
    tap = answer.read(TakeOverTap)
    card = cards.card(library, await services.reflections.note(answer.who, tap.ride_id, tap.takeover))
    await answer.reply(card)
    await sync_messages.reflection(answer, services, tap.ride_id, card)


async def open_(answer: Answer, services: Services, library: Library) -> None:
    """Open what was written, to read it back or to change it."""
    tap = answer.read(ReflectionTap)
    facts = await services.reflections.facts(answer.who, tap.ride_id)
    takeover = facts.mine.takeover if facts.mine else None
    metadata = answer.carry(replace=False, id=tap.ride_id, shown=tap.shown, takeover=takeover)
    await answer.open(form(library, facts, metadata))


async def nothing_to_add(answer: Answer, services: Services, library: Library) -> None:
    """Hand in without writing anything."""
    card = cards.card(library, await services.reflections.nothing_to_add(answer.who, answer.value))
    await answer.reply(card)
    await sync_messages.reflection(answer, services, answer.value, card)
