"""The modal that sets up a channel nudge."""

from bot.blocks.admin.admin import page as admin_page
from bot.blocks.channels import channels as cards
from bot.blocks.places import zone_chosen
from bot.domain.channels.channels import ChannelRequest, Verb
from bot.domain.codec import ChannelSubject, decode, encode
from bot.domain.people.countries import GUESSED
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body, chosen_time, typed


async def set_up(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Set it up, then show that where the form was opened."""
    chosen = typed(view)
    request = ChannelRequest(
        Verb.SET,
        chosen["channel"] or "",
        chosen["kind"] or "",
        chosen_time(chosen["at"]),
        frozenset(int(day) for day in chosen["days"] or ()),
        zone=zone_chosen(chosen.get("zone")) or None,
        country=chosen.get("country") or GUESSED,
        locale=chosen.get("language") or None,
    )
    was = answer.carried.get("was") or ""
    is_moved = was not in ("", encode(ChannelSubject(request.channel_id, request.kind)))
    await services.channels.set_up(answer.who, request, decode(ChannelSubject, was) if is_moved else None)
    await answer.close()
    await _shown_again(answer, services, library)


async def _shown_again(answer: Answer, services: Services, library: Library) -> None:
    """What the form was opened from: a page of the list, the admin's page, or the Home tab."""
    carried = answer.carried
    if carried.get("shows") == "channels":
        page = await services.channels.listed(answer.who, carried["here"], carried["page"])
        await answer.beneath(cards.listed(library, page))
    elif carried.get("shows") == "admin":
        await answer.beneath(admin_page(library, await services.admin.facts(answer.who)))
    else:
        await answer.draw_home(await services.home.facts(answer.who))
