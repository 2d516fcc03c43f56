"""The modal that sets up a channel nudge."""

from bot.blocks.places import zone_chosen
from bot.domain.channels.channels import ChannelRequest, Verb
from bot.domain.people.countries import GUESSED
from bot.services.services import Services
from handlers.answer import Answer
from handlers.parse import Body, chosen_time, typed


async def set_up(answer: Answer, view: Body, services: Services) -> None:
    """Set it up, then show it on the Home tab."""
    chosen = typed(view)
    request = ChannelRequest(
        Verb.SET,
        chosen["channel"] or "",
        chosen["kind"] or "",
        chosen_time(chosen["at"]),
        frozenset(int(day) for day in chosen["days"] or ()),
        zone=zone_chosen(chosen["zone"]) or None,
        country=chosen["country"] or GUESSED,
    )
    await services.channels.set_up(answer.who, request)
    await answer.close()
    await answer.draw_home(await services.home.facts(answer.who))
