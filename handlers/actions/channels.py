"""The buttons about channel nudges: page through the list, set one up, change, pause, try or stop one."""

from bot.blocks.admin.trial import trial
from bot.blocks.block_kit import Message
from bot.blocks.channels import channels as cards
from bot.domain.codec import ChannelPageTap, ChannelSubject, ChannelTap, encode
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def page(answer: Answer, services: Services, library: Library) -> None:
    """Show another page of the list."""
    tap = answer.read(ChannelPageTap)
    await answer.show(cards.listed(library, await services.channels.listed(answer.who, tap.here, tap.page)))


async def new(answer: Answer, services: Services, library: Library) -> None:
    """Open the modal that sets one up."""
    person = await services.channels.may_set_up(answer.who)
    await answer.open(cards.setup_modal(library, services.channels.kinds, person, answer.carry(shows="admin")))


async def change(answer: Answer, services: Services, library: Library) -> None:
    """Open the same modal, filled with one of them."""
    tap = answer.read(ChannelTap)
    nudge = await services.channel_upkeep.get(answer.who, _subject(tap))
    person = await services.channels.may_set_up(answer.who)
    carried = answer.carry(shows="channels", page=tap.page, here=tap.here, was=encode(_subject(tap)))
    await answer.open(cards.setup_modal(library, services.channels.kinds, person, carried, nudge))


async def pause(answer: Answer, services: Services, library: Library) -> None:
    """Send no more of one for now."""
    tap = answer.read(ChannelTap)
    nudge = await services.channel_upkeep.pause(answer.who, _subject(tap))
    await _again(answer, services, library, tap, cards.acted(library, "paused", nudge))


async def resume(answer: Answer, services: Services, library: Library) -> None:
    """Resume one."""
    tap = answer.read(ChannelTap)
    nudge = await services.channel_upkeep.resume(answer.who, _subject(tap))
    await _again(answer, services, library, tap, cards.acted(library, "resumed", nudge))


async def try_(answer: Answer, services: Services, library: Library) -> None:
    """Post what one would post, but to the person who asks and nobody else."""
    tap = answer.read(ChannelTap)
    facts = await services.channel_trials.trial(answer.who, _subject(tap))
    await answer.to_them(trial(library, facts))
    await _again(answer, services, library, tap, cards.acted(library, "tried", facts.nudge))


async def stop(answer: Answer, services: Services, library: Library) -> None:
    """Stop one, and say so."""
    tap = answer.read(ChannelTap)
    note = cards.stopped(library, await services.channels.stop(answer.who, tap.channel_id, tap.nudge))
    await _again(answer, services, library, tap, note)


async def _again(answer: Answer, services: Services, library: Library, tap: ChannelTap, note: Message) -> None:
    """The page where that was done, with a note that it was."""
    page = await services.channels.listed(answer.who, tap.here, tap.page)
    await answer.show(cards.listed(library, page, note))


def _subject(tap: ChannelTap) -> ChannelSubject:
    return ChannelSubject(tap.channel_id, tap.nudge)
