"""The buttons about channel nudges: open the modal, stop one."""

from bot.blocks.channels import channels as cards
from bot.domain.carried import ChannelSubject
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def new(answer: Answer, services: Services, library: Library) -> None:
    """Open the modal that sets one up."""
    person = await services.channels.may_set_up(answer.who)
    view = cards.setup_modal(library, services.channels.kinds, person.zone, person.locale)
    await answer.open(view)


async def stop(answer: Answer, services: Services, library: Library) -> None:
    """Stop one, and say so."""
    nudge = answer.read(ChannelSubject)
    message = cards.stopped(library, await services.channels.stop(answer.who, nudge.channel_id, nudge.nudge))
    await answer.privately(message)
