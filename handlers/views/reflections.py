"""What somebody wrote after a ride-along."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ridealongs import reflections as looks
from bot.domain.ridealongs.ridealongs import TakeOver
from bot.services.ridealongs.reflections import Written
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, metadata, typed, who
from handlers.reply import reply


async def reflection(
    ack: AsyncAck, body: Body, view: Body, client: AsyncWebClient, services: Services, library: Library
) -> None:
    """Keep it, and show it where the form was opened."""
    place = metadata(view)
    shows_both = place["shown"] == looks.REVEAL
    facts = await services.reflections.write(who(body), place["id"], written(view), shows_both=shows_both)
    await ack()
    await reply(client, place, who(body), looks.written(library, facts, place["shown"]))


def written(view: Body) -> Written:
    """What stands in the form."""
    given = {name: (entry or "").strip() for name, entry in typed(view).items()}
    takeover, shared = TakeOver(given.pop("takeover") or TakeOver.NONE), given.pop("share", "") == "shared"
    cue, step = given.pop("if", ""), given.pop("then", "")
    return Written(takeover, given, shared, cue, step)
