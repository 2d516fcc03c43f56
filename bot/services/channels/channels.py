"""Channel nudges: setting one up, listing and stopping."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.channels.channels import (
    NUDGES_A_PAGE,
    ChannelNudgeFacts,
    ChannelPage,
    ChannelRequest,
    page_number,
)
from bot.domain.codec import ChannelSubject
from bot.domain.people.allowances import Allowance
from bot.domain.people.people import ChannelNudge, Person, Who
from bot.domain.people.permissions import Permission, may, refusal
from bot.errors import Problem
from bot.nudges import PROMPT_CHANNEL
from bot.parsing.channel_requests import read_request
from bot.parsing.reading import Asker
from bot.services.channels import facts
from bot.services.channels.requested import KINDS, complete, is_same, typed_kinds
from bot.services.channels.telling import tell
from bot.services.context import Context
from bot.services.people import allowances
from bot.services.people.people import People
from bot.services.planning.recurring import replan_channel
from bot.storage.transaction import Transaction


class ChannelNudges:
    """The nudges that somebody set up for channels."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    @property
    def kinds(self) -> tuple[str, ...]:
        """The nudge keys that can be set up for a channel."""
        return tuple(KINDS)

    async def read(self, who: Who, text: str, here: str) -> ChannelRequest:
        """What was typed after `nudge` in the conversation `here`. Raises Problem as `parsing.channel_requests`."""
        person = await self._people.meet(who)
        return read_request(text, typed_kinds(), here, Asker.of(person, self._context.clock()))

    async def may_set_up(self, who: Who) -> Person:
        """The person, if they may set up channel nudges in some channel. Raises Problem otherwise."""
        person = await self._people.refresh(who)
        if problem := refusal(person, Permission.SET_CHANNEL_NUDGE, in_channel=True):
            raise problem
        return person

    async def set_up(
        self, who: Who, request: ChannelRequest, former: ChannelSubject | None = None
    ) -> tuple[ChannelNudgeFacts, bool]:
        """Set up or change a channel nudge. Returns its new state, and whether anything changed. The channel is told
        who did it. It replaces the `former` one, if any.

        Anything left out stays as it is in the channel's nudge of that kind. Raises Problem: no permission, no such
        channel, not invited, no time.
        """
        person = await self.may_set_up(who)
        async with self._context.database.reading(who.workspace_id) as transaction:
            there = await transaction.channels.get(request.channel_id, request.kind or PROMPT_CHANNEL)
        await self._check_channel(who, person, complete(person, request, there).channel_id)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            if former is not None and (replaced := await transaction.channels.get(former.channel_id, former.nudge)):
                await _stop(transaction, person, [replaced])
            before = await transaction.channels.get(request.channel_id, request.kind or PROMPT_CHANNEL)
            nudge = complete(person, request, before)
            if before is not None:
                facts.refuse_others(person, before)
                if is_same(before, nudge):
                    return await self._facts(transaction, before), False
            await allowances.use(self._context, transaction, person, Allowance.CHANNEL, "channel")
            await tell(self._context, transaction, nudge)
            await transaction.channels.save(nudge)
            await replan_channel(transaction, nudge, self._context.clock())
            return await self._facts(transaction, nudge), True

    async def stop(self, who: Who, channel_id: str, kind: str = "") -> list[ChannelNudge]:
        """Stop the channel's nudges, or only that `kind`; returns those stopped. Raises Problem if there is none, or if
        somebody else set one up and the person is not an admin.
        """
        if not channel_id:
            raise Problem("channels.which_to_stop")
        person = await self._people.refresh(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            nudges = [nudge for nudge in await transaction.channels.all() if nudge.channel_id == channel_id]
            nudges = [nudge for nudge in nudges if kind in ("", nudge.nudge)]
            await _stop(transaction, person, nudges)
            if not nudges:
                raise refusal(person, Permission.REMOVE_CHANNEL_NUDGE, own=True) or Problem("channels.nothing_to_stop")
        return nudges

    async def listed(self, who: Who, here: str = "", number: int = 0) -> ChannelPage:
        """A page of the channel nudges that a person may see, paused ones first: for an admin all of them, for anybody
        else their own and those of `here`, the channel they ask in. Past the end, it is the last page. Raises Problem
        for a guest.
        """
        person = await self._people.refresh(who)
        if problem := refusal(person, Permission.CHANGE_SETTINGS, own=True):
            raise problem
        sees_all = may(person, Permission.SEE_ADMIN)
        async with self._context.database.reading(who.workspace_id) as transaction:
            nudges = await transaction.channels.all()
            seen = [nudge for nudge in nudges if sees_all or nudge.set_by == who.user_id or nudge.channel_id == here]
            seen.sort(key=lambda nudge: nudge.paused_for is None)
            number = page_number(number, len(seen))
            start = number * NUDGES_A_PAGE
            since = self._context.clock() - facts.LATELY
            shown = await facts.facts_of_each(transaction, seen[start : start + NUDGES_A_PAGE], since)
        theirs = [replace(entry, may_change=sees_all or entry.nudge.set_by == who.user_id) for entry in shown]
        may_set_up = may(person, Permission.SET_CHANNEL_NUDGE, in_channel=True)
        return ChannelPage(theirs, len(seen), number, here=here, for_admin=sees_all, may_set_up=may_set_up)

    async def _check_channel(self, who: Who, person: Person, channel_id: str) -> None:
        channel = facts.check_channel(await self._context.directory.channel(who.workspace_id, channel_id))
        inside = await self._context.directory.is_in_channel(who, channel_id)
        if problem := refusal(person, Permission.SET_CHANNEL_NUDGE, in_channel=inside):
            raise Problem(problem.key, field="channel")
        facts.check_invited(channel)

    async def _facts(self, transaction: Transaction, nudge: ChannelNudge) -> ChannelNudgeFacts:
        return await facts.facts_of(transaction, nudge, self._context.clock() - facts.LATELY)


async def _stop(transaction: Transaction, person: Person, nudges: Sequence[ChannelNudge]) -> None:
    """Stop all of them, or none. Raises Problem if somebody else set one up and the person is not an admin."""
    for nudge in nudges:
        facts.refuse_others(person, nudge)
    for nudge in nudges:
        await transaction.channels.remove(nudge.channel_id, nudge.nudge)
        await transaction.schedules.remove(nudge.channel_id, nudge.nudge)
