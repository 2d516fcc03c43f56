"""Pausing and resuming a channel nudge, and the form that changes it."""

from dataclasses import replace

from bot.domain.channels.channels import BY_HAND
from bot.domain.codec import ChannelSubject
from bot.domain.people.people import ChannelNudge, Who
from bot.errors import Problem
from bot.services.channels import facts
from bot.services.channels.refusals import pause_and_tell
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.planning.recurring import replan_channel
from bot.storage.transaction import Transaction

SHARED = "is_ext_shared"  # why one is paused, as Slack's own field has it


class ChannelUpkeep:
    """What the person who set up a channel nudge, and any admin, may do with it besides stopping it, and what happens
    to it when its channel is shared.
    """

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def get(self, who: Who, about: ChannelSubject) -> ChannelNudge:
        """The channel nudge. Raises Problem if it was stopped, or if the person may not change it."""
        person = await self._people.refresh(who)
        async with self._context.database.reading(who.workspace_id) as transaction:
            nudge = await _known(transaction, about)
        facts.refuse_others(person, nudge)
        return nudge

    async def pause(self, who: Who, about: ChannelSubject) -> ChannelNudge:
        """Stop sending it until somebody resumes it. Raises Problem as `get`."""
        await self.get(who, about)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            nudge = await _known(transaction, about)
            if nudge.paused_for is None:
                await facts.pause(transaction, nudge, BY_HAND, self._context.clock())
            return nudge

    async def resume(self, who: Who, about: ChannelSubject) -> ChannelNudge:
        """Resume it. Raises Problem as `get`, and if Slack would still refuse it."""
        await self.get(who, about)
        directory = self._context.directory
        facts.check_invited(facts.check_channel(await directory.channel(who.workspace_id, about.channel_id)))
        async with self._context.database.transaction(who.workspace_id) as transaction:
            nudge = replace(await _known(transaction, about), paused_for=None)
            await transaction.channels.save(nudge)
            await replan_channel(transaction, nudge, self._context.clock())
            return nudge

    async def shared(self, workspace_id: str, channel_id: str) -> None:
        """Pause what goes to a channel that another company shares now, and tell the person who set it up."""
        channel = await self._context.directory.channel(workspace_id, channel_id)
        if channel is None or not channel.is_shared:
            return
        async with self._context.database.transaction(workspace_id) as transaction:
            for nudge in await transaction.channels.all():
                if nudge.channel_id == channel_id:
                    await pause_and_tell(self._context, transaction, nudge, SHARED)


async def _known(transaction: Transaction, about: ChannelSubject) -> ChannelNudge:
    nudge = await transaction.channels.get(about.channel_id, about.nudge)
    if nudge is None:
        raise Problem("channels.nothing_to_stop")
    return nudge
