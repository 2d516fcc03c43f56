"""What somebody wrote after a ride-along."""

from bot.blocks.ridealongs import reflections as cards
from bot.domain.ridealongs.ridealongs import TakeOver
from bot.services.ridealongs.reflections import Written
from bot.services.services import Services
from content.models import Library
from handlers import sync_messages
from handlers.answer import Answer
from handlers.parse import Body, typed


async def reflection(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Keep it, and show it where the form was opened."""
    place = answer.carried
    shows_both = place["shown"] == cards.REVEAL
    facts = await services.reflections.write(answer.who, place["id"], written(answer, view), shows_both=shows_both)
    await answer.reply(cards.written(library, facts, place["shown"]))
    await sync_messages.reflection(answer, services, place["id"], cards.card(library, facts))


def written(answer: Answer, view: Body) -> Written:
    """What the form holds, and the earlier tap where that is behind *More*."""
    values = {name: (entry or "").strip() for name, entry in typed(view).items()}
    tapped = values.pop("takeover", answer.carried.get("takeover"))
    takeover, shared = TakeOver(tapped or TakeOver.NONE), values.pop("share", "") == "shared"
    cue, step = values.pop("if", ""), values.pop("then", "")
    return Written(takeover, values, shared, cue, step)
