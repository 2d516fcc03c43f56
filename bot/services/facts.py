"""Loads what nudges need to know, for the deliveries of one workspace. Each need has its loader in `LOADERS`."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.nudges import BY_KEY, NUDGES
from bot.nudges.nudge import Facts, Need
from bot.services.channels import facts
from bot.services.checkins.commitments import commitment_need
from bot.services.checkins.facts import checkin_need, split_need
from bot.services.checkins.letters import letter_need, report_need
from bot.services.people.teams import membership_need
from bot.services.planning.recurring import ignored_by_each
from bot.services.prompts import prompts
from bot.services.prompts.programme_facts import programme_need
from bot.services.ridealongs.calendar_settings import offers_need
from bot.services.ridealongs.facts import ridealong_need
from bot.services.selfchecks.feedback import feedback_need
from bot.storage.transaction import Transaction
from content.models import Library

UNASKED = [nudge.key for nudge in NUDGES if nudge.counts_towards_budget]

Loader = Callable[[Transaction, Library, Sequence[Facts]], Awaitable[list[Facts]]]  # a whole batch, in its order
One = Callable[[Transaction, Library, Facts], Awaitable[Facts]]


async def load_facts(
    transaction: Transaction, library: Library, batch: Sequence[Delivery], now: datetime
) -> dict[str, Facts]:
    """The facts of each delivery by its id. `batch` belongs to the workspace of `memory`."""
    people = {person.user_id: person for person in await transaction.people.some({one.recipient for one in batch})}
    channels = {(nudge.channel_id, nudge.nudge): nudge for nudge in await transaction.channels.all()}
    found: dict[str, Facts] = {}
    for delivery in batch:
        channel = channels.get((delivery.recipient, delivery.nudge))
        found[delivery.id] = Facts(delivery, now, people.get(delivery.recipient), channel)
    found |= await _unasked(
        transaction, [facts for facts in found.values() if BY_KEY[facts.delivery.nudge].counts_towards_budget]
    )
    for need, loader in sorted(LOADERS.items()):
        wanting = [facts for facts in found.values() if need in BY_KEY[facts.delivery.nudge].needs]
        if wanting:
            found |= {facts.delivery.id: facts for facts in await loader(transaction, library, wanting)}
    return found


def each(load: One) -> Loader:
    """The loader of a need that few have at a time: one by one."""

    async def loader(transaction: Transaction, library: Library, batch: Sequence[Facts]) -> list[Facts]:
        return [await load(transaction, library, facts) for facts in batch]

    return loader


async def _unasked(transaction: Transaction, batch: Sequence[Facts]) -> dict[str, Facts]:
    people = {facts.delivery.recipient for facts in batch if facts.person}
    if not people:
        return {}
    days = await transaction.outbox.days(people, UNASKED, min(facts.delivery.on for facts in batch))
    return {
        facts.delivery.id: replace(
            facts, unasked_today=sum(day >= facts.delivery.on for day in days[facts.delivery.recipient])
        )
        for facts in batch
        if facts.person
    }


async def _prompts(transaction: Transaction, library: Library, batch: Sequence[Facts]) -> list[Facts]:
    again = [facts for facts in batch if facts.delivery.subject]
    fresh = [facts for facts in batch if not facts.delivery.subject]
    return [*await _brought_back(transaction, library, again), *await _chosen(transaction, library, fresh)]


async def _brought_back(transaction: Transaction, library: Library, batch: Sequence[Facts]) -> list[Facts]:
    """Prompts brought back: the subject of each is the delivery that it repeats."""
    if not batch:
        return []
    firsts = await transaction.outbox.some({facts.delivery.subject for facts in batch})
    answered = await transaction.answers.answered({facts.delivery.recipient for facts in batch}, firsts.keys())

    def filled(facts: Facts) -> Facts:
        first = firsts.get(facts.delivery.subject)
        if first is None or facts.person is None:
            return replace(facts, answered=True)
        is_answered = (facts.person.user_id, first.id) in answered
        return replace(facts, prompt=prompts.delivered_choice(library, first), answered=is_answered)

    return [filled(facts) for facts in batch]


async def _chosen(transaction: Transaction, library: Library, batch: Sequence[Facts]) -> list[Facts]:
    if not batch:
        return []
    choices = await prompts.choose(transaction, library, batch)
    ignored = await ignored_by_each(transaction, [facts.person for facts in batch if facts.person])
    return [
        replace(facts, prompt=choice, ignored=ignored.get(facts.delivery.recipient, 0))
        for facts, choice in zip(batch, choices, strict=True)
    ]


async def _lost(transaction: Transaction, _library: Library, facts: Facts) -> Facts:
    return replace(facts, lost=await transaction.workspaces.lost())


async def _held_back(transaction: Transaction, _library: Library, facts: Facts) -> Facts:
    """Every other end of a delivery ends its subject, too, so that what was withheld of it found no room."""
    ours = facts.delivery
    before = await transaction.outbox.of(ours.recipient, [ours.nudge], status=DeliveryStatus.WITHHELD)
    return replace(facts, held_back=sum(one.subject == ours.subject for one in before))


LOADERS: dict[Need, Loader] = {
    Need.PROMPT: _prompts,
    Need.CHANNEL_NUDGE: each(facts.channel_nudge_need),
    Need.CHECKIN: checkin_need,
    Need.SPLIT: each(split_need),
    Need.COMMITMENT: each(commitment_need),
    Need.RIDEALONG: each(ridealong_need),
    Need.MEMBERSHIP: each(membership_need),
    Need.LETTER: each(letter_need),
    Need.REPORT: each(report_need),
    Need.PROGRAMME: each(programme_need),
    Need.TWIN: each(feedback_need),
    Need.OFFERS: each(offers_need),
    Need.LOST: each(_lost),
    Need.HELD_BACK: each(_held_back),
}
