"""What a channel nudge would post, shown only to the person who asks."""

from typing import Any

from bot.domain.channels.channels import ChannelTrial
from bot.domain.checkins.checkins import previous_week
from bot.domain.codec import ChannelSubject
from bot.domain.deliveries import Delivery
from bot.domain.people.people import Who
from bot.domain.time.schedule import local_date, week_of
from bot.nudges import DIGEST
from bot.nudges.nudge import Facts
from bot.services.channels.upkeep import ChannelUpkeep
from bot.services.context import Context
from bot.services.prompts import prompts


class ChannelTrials:
    """Tries out a channel nudge without posting to its channel."""

    def __init__(self, context: Context, upkeep: ChannelUpkeep) -> None:
        self._context = context
        self._upkeep = upkeep

    async def trial(self, who: Who, about: ChannelSubject) -> ChannelTrial:
        """The prompt that would come today; a digest is shown with made-up numbers, since not everybody who may try it
        may see its channel's real ones. Raises Problem if the person may not change it.
        """
        nudge, now = await self._upkeep.get(who, about), self._context.clock()
        on = local_date(now, nudge.zone)
        if nudge.nudge == DIGEST:
            return ChannelTrial(nudge, week=previous_week(week_of(on)))
        delivery = Delivery.of_slot(who.workspace_id, nudge.channel_id, nudge.nudge, "trial", on, now)
        async with self._context.database.reading(who.workspace_id) as transaction:
            asked: list[Facts[Any]] = [Facts(delivery, now, channel=nudge, payload=None)]
            [choice] = await prompts.choose(transaction, self._context.libraries, asked)
        return ChannelTrial(nudge, choice)
