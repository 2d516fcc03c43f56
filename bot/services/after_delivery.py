"""What follows a delivery: an unanswered prompt makes room for the next one, and definite refusals are acted on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from bot import log
from bot.blocks.block_kit import Message
from bot.blocks.prompts.prompts import replaced
from bot.domain.budget import just_changed
from bot.domain.deliveries import Delivery
from bot.domain.people.people import Standing, Who
from bot.domain.ridealongs.disclosures import in_brief, in_views
from bot.nudges import PROMPT_LATER, PROMPT_PERSON, RIDEALONG_BRIEF, RIDEALONG_REVEAL
from bot.nudges.nudge import Facts
from bot.services.channels.channels import Channels
from bot.services.context import Tools
from bot.services.people.people import People
from bot.services.planning.recurring import replan
from bot.slack.inactive import DEAD_TOKEN, Inactive, who_is_inactive
from bot.storage.transaction import Memory

logger = log.get(__name__)
THEM = (Inactive.PERSON, Inactive.TEAM)
LOOK_BACK = timedelta(days=7)
AGAIN = "install it again; where the token stands in our settings, put the new one there and start again"
SHOWN = {RIDEALONG_REVEAL: in_views, RIDEALONG_BRIEF: in_brief}


class Collapses(Protocol):
    """Whatever can replace what one of our messages says."""

    async def collapse(self, workspace_id: str, channel_id: str, ts: str, message: Message) -> None:
        """Replace it; does not raise for what Slack says."""
        ...


class Aftermath:
    """Called by the delivery engine, after what became of a delivery is written."""

    def __init__(self, tools: Tools, messenger: Collapses) -> None:
        self._tools = tools
        self._messenger = messenger
        self._channels = Channels(tools, People(tools))

    async def aftermath(self, sent: Sequence[tuple[Delivery, Facts]]) -> None:
        """After prompts to people: collapse the one before where it is unanswered, and thin out what was announced."""
        await self._note_sights(sent)
        prompts: dict[str, list[tuple[Delivery, Facts]]] = defaultdict(list)
        for delivery, facts in sent:
            if delivery.nudge == PROMPT_PERSON:
                prompts[delivery.workspace_id].append((delivery, facts))
        for workspace_id, batch in prompts.items():
            old: list[Delivery] = []
            async with self._tools.database.transaction(workspace_id) as memory:
                for delivery, facts in batch:
                    old += await _replaced_by(memory, delivery)
                    await self._thin_out(memory, delivery, facts)
            for one in old:
                await self._messenger.collapse(workspace_id, one.channel_id, one.ts, replaced(self._tools.library))

    async def _note_sights(self, sent: Sequence[tuple[Delivery, Facts]]) -> None:
        """Whoever was sent what somebody else shared was shown it: its author can look that up."""
        for delivery, facts in sent:
            found = SHOWN[delivery.nudge](facts.ridealong) if delivery.nudge in SHOWN and facts.ridealong else []
            if found:
                async with self._tools.database.transaction(delivery.workspace_id) as memory:
                    await memory.sights.note(found, delivery.sent_at or facts.now)

    async def refused(self, delivery: Delivery, code: str) -> None:
        """Slack refused for certain: pause the channel nudge, or stop the person or the workspace that it means."""
        if code in DEAD_TOKEN and await self._is_stopped(delivery.workspace_id):
            return  # several were under way when the token ended
        await self._channels.refused(delivery, code)
        recipient = Who(delivery.workspace_id, delivery.recipient)
        inactive = await who_is_inactive(self._tools.directory, recipient, code)
        async with self._tools.database.transaction(delivery.workspace_id) as memory:
            if inactive is Inactive.WORKSPACE and await memory.workspaces.mark_stopped(True):
                logger.error("workspace_stopped", workspace=delivery.workspace_id, code=code, do=AGAIN)
            person = await memory.people.get(delivery.recipient) if inactive in THEM else None
            if person is not None and inactive is Inactive.TEAM:
                await memory.people.save(replace(person, cut_off=True))
            elif person is not None:
                await memory.people.save(replace(person, standing=Standing.GONE))
                await memory.schedules.remove(person.user_id)

    async def _is_stopped(self, workspace_id: str) -> bool:
        async with self._tools.database.transaction(workspace_id) as memory:
            return (await memory.workspaces.get()).stopped

    async def _thin_out(self, memory: Memory, delivery: Delivery, facts: Facts) -> None:
        """Plan anew where this very prompt said that they will come less often."""
        person = await memory.people.get(delivery.recipient) if just_changed(facts.ignored) else None
        if person is not None:
            await replan(memory, person, self._tools.clock())


async def _replaced_by(memory: Memory, delivery: Delivery) -> list[Delivery]:
    """The messages of the prompt before this one, where that is open: the prompt, and copies brought back since.

    A copy that somebody asked for on this very day stays.
    """
    kinds = [PROMPT_PERSON, PROMPT_LATER]
    sent = await memory.outbox.of(delivery.recipient, kinds, since=delivery.on - LOOK_BACK)
    before = next((one for one in sent if one.nudge == PROMPT_PERSON and one.on < delivery.on), None)
    if before is None or await memory.practices.get(delivery.recipient, before.id) is not None:
        return []
    copies = [one for one in sent if one.subject == before.id and one.on < delivery.on]
    return [one for one in (before, *copies) if one.ts]
