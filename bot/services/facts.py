"""Loads what nudges need to know, for the deliveries of one workspace. Each need has its loader in `LOADERS`."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.deliveries import Delivery
from bot.nudges import BY_KEY, NUDGES
from bot.nudges.nudge import Facts, Need
from bot.services import channel_facts, practice
from bot.services.calendar_settings import offers_need
from bot.services.checkin_facts import checkin_need, split_need
from bot.services.commitments import commitment_need
from bot.services.letters import letter_need, report_need
from bot.services.planning import ignored_prompts
from bot.services.programme_facts import programme_need
from bot.services.ridealong_facts import ridealong_need
from bot.services.teams import load_membership
from bot.services.twins import twin_need
from bot.storage.memory import Memory
from content.models import Library

UNASKED = [nudge.key for nudge in NUDGES if nudge.unasked]

Loader = Callable[[Memory, Library, Facts], Awaitable[Facts]]


async def load_facts(memory: Memory, library: Library, batch: Sequence[Delivery], now: datetime) -> dict[str, Facts]:
    """The facts of each delivery by its id. `batch` belongs to the workspace of `memory`."""
    people = {person.user_id: person for person in await memory.people.some({one.recipient for one in batch})}
    channels = {(nudge.channel_id, nudge.nudge): nudge for nudge in await memory.channels.all()}
    found = {}
    for delivery in batch:
        channel = channels.get((delivery.recipient, delivery.nudge))
        facts = Facts(delivery, now, people.get(delivery.recipient), channel)
        found[delivery.id] = await _fill(memory, library, facts)
    return found


async def _fill(memory: Memory, library: Library, facts: Facts) -> Facts:
    nudge = BY_KEY[facts.delivery.nudge]
    if nudge.unasked and facts.person:
        sent = await memory.outbox.of(facts.person.user_id, UNASKED, since=facts.delivery.on)
        facts = replace(facts, unasked_today=len(sent))
    for need in sorted(nudge.needs):
        facts = await LOADERS[need](memory, library, facts)
    return facts


async def _prompt(memory: Memory, library: Library, facts: Facts) -> Facts:
    delivery = facts.delivery
    if delivery.subject:  # a prompt brought back: its subject is the delivery that it repeats
        first = await memory.outbox.get(delivery.subject)
        if first is None or facts.person is None:
            return replace(facts, answered=True)
        answer = await memory.practices.get(facts.person.user_id, first.id)
        return replace(facts, prompt=practice.delivered_choice(library, first), answered=answer is not None)
    choice = await practice.choose(memory, library, facts)
    ignored = await ignored_prompts(memory, facts.person) if facts.person else 0
    return replace(facts, prompt=choice, ignored=ignored)


LOADERS: dict[Need, Loader] = {
    Need.PROMPT: _prompt,
    Need.CHANNEL_NUDGE: channel_facts.load_channel_nudge,
    Need.CHECKIN: checkin_need,
    Need.SPLIT: split_need,
    Need.COMMITMENT: commitment_need,
    Need.RIDEALONG: ridealong_need,
    Need.MEMBERSHIP: load_membership,
    Need.LETTER: letter_need,
    Need.REPORT: report_need,
    Need.PROGRAMME: programme_need,
    Need.TWIN: twin_need,
    Need.OFFERS: offers_need,
}
