"""Loads what nudges need, for the deliveries of one workspace: each type of payload has its loader in `LOADERS`.

Loaders only read. `PREPARATIONS` lists what has to be written before a message is made.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.checkins.checkins import CheckInFacts, TeamSplit
from bot.domain.checkins.commitments import Commitment
from bot.domain.checkins.letters import LetterFacts, ReportFacts
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.installations.installations import LostToken
from bot.domain.people.invitations import LeaderInvitation
from bot.domain.people.people import ChannelNudge, TeamMember
from bot.domain.prompts.answers import DuePrompt
from bot.domain.prompts.programmes import ProgrammeFacts
from bot.domain.ridealongs.facts import RideFacts
from bot.domain.ridealongs.meetings import CalendarFacts, MeetingOffers
from bot.domain.selfchecks.feedback import FeedbackFacts
from bot.nudges import BY_KEY, DIGEST, NUDGES, QUARTER_REPORT, QUARTERLY_LETTER
from bot.nudges.nudge import Facts
from bot.services.channels.facts import load_channel_nudge
from bot.services.checkins.commitments import load_commitment
from bot.services.checkins.facts import keep_split, load_due_checkins, load_split
from bot.services.checkins.letters import keep_report, load_due_letter, load_report, plan_next_letter
from bot.services.people.leader_invitations import load_invitation
from bot.services.people.teams import load_membership
from bot.services.planning.recurring import ignored_by_each
from bot.services.prompts import prompts
from bot.services.prompts.programme_facts import load_due_summary
from bot.services.ridealongs.calendar_settings import load_calendar, load_offers
from bot.services.ridealongs.facts import load_due_ride
from bot.services.selfchecks.feedback import load_feedback
from bot.storage.transaction import Transaction
from content.libraries import Libraries
from content.models import Library

COUNTED = [nudge.key for nudge in NUDGES if nudge.counts_towards_budget]

Batch = Sequence[Facts[Any]]
Loader = Callable[[Transaction, Libraries, Batch], Awaitable[list[Any]]]  # the payloads of a whole batch, in order
Prepare = Callable[[Transaction, Facts[Any]], Awaitable[None]]


async def load_facts(
    transaction: Transaction, libraries: Libraries, batch: Sequence[Delivery], now: datetime
) -> dict[str, Facts[Any]]:
    """The facts of each delivery by its id. `batch` belongs to the workspace of `transaction`."""
    bare = await _recipients(transaction, batch, now)
    for facts in bare:
        if (prepare := PREPARATIONS.get(facts.delivery.nudge)) is not None:
            await prepare(transaction, facts)
    counted = await _budget(transaction, bare)
    loaded: dict[str, Any] = {}
    for kind in dict.fromkeys(BY_KEY[facts.delivery.nudge].loads for facts in counted):
        if kind is not None:
            wanting = [facts for facts in counted if BY_KEY[facts.delivery.nudge].loads is kind]
            payloads = await LOADERS[kind](transaction, libraries, wanting)
            loaded |= {facts.delivery.id: payload for facts, payload in zip(wanting, payloads, strict=True)}
    return {facts.delivery.id: replace(facts, payload=loaded.get(facts.delivery.id)) for facts in counted}


async def _recipients(transaction: Transaction, batch: Sequence[Delivery], now: datetime) -> list[Facts[Any]]:
    """Each delivery with the person or the channel nudge that it goes to."""
    people = {
        person.user_id: person for person in await transaction.people.some({delivery.recipient for delivery in batch})
    }
    channels = {(nudge.channel_id, nudge.nudge): nudge for nudge in await transaction.channels.all()}
    return [
        Facts(
            delivery,
            now,
            people.get(delivery.recipient),
            channels.get((delivery.recipient, delivery.nudge)),
            payload=None,
        )
        for delivery in batch
    ]


async def _budget(transaction: Transaction, batch: Batch) -> Batch:
    """The same facts, with the numbers for the message budget where it applies."""
    in_budget = [facts for facts in batch if facts.person and BY_KEY[facts.delivery.nudge].counts_towards_budget]
    if not in_budget:
        return batch
    people = {facts.delivery.recipient for facts in in_budget}
    days = await transaction.outbox.days(people, COUNTED, min(facts.delivery.on for facts in in_budget))
    ids = {facts.delivery.id for facts in in_budget}
    return [
        replace(
            facts,
            sent_today=sum(day >= facts.delivery.on for day in days[facts.delivery.recipient]),
            held_back=await _held_back(transaction, facts.delivery),
        )
        if facts.delivery.id in ids
        else facts
        for facts in batch
    ]


async def _held_back(transaction: Transaction, delivery: Delivery) -> int:
    """On how many days there was no room for this message; 0 for nudges that do not move to another day.

    Any other end of a delivery also ends its subject, so a withheld one with this subject found no room.
    """
    if not BY_KEY[delivery.nudge].moves:
        return 0
    before = await transaction.outbox.of(delivery.recipient, [delivery.nudge], status=DeliveryStatus.WITHHELD)
    return sum(withheld.subject == delivery.subject for withheld in before)


def one_by_one(load: Callable[[Transaction, Library, Facts[Any]], Awaitable[Any]]) -> Loader:
    """A loader that loads one at a time, for payloads that few deliveries have."""

    async def loader(transaction: Transaction, libraries: Libraries, batch: Batch) -> list[Any]:
        return [await load(transaction, libraries.default, facts) for facts in batch]

    return loader


async def _prompts(transaction: Transaction, libraries: Libraries, batch: Batch) -> list[DuePrompt]:
    again = [facts for facts in batch if facts.delivery.subject]
    fresh = [facts for facts in batch if not facts.delivery.subject]
    due = await _brought_back(transaction, libraries.default, again) | await _chosen(transaction, libraries, fresh)
    return [due[facts.delivery.id] for facts in batch]


async def _brought_back(transaction: Transaction, library: Library, batch: Batch) -> dict[str, DuePrompt]:
    """Prompts brought back, by delivery; the subject of each is the delivery that it repeats."""
    if not batch:
        return {}
    firsts = await transaction.outbox.some({facts.delivery.subject for facts in batch})
    answered = await transaction.answers.answered({facts.delivery.recipient for facts in batch}, firsts.keys())
    choices = await prompts.delivered_choices(transaction, library, firsts.values())

    def due(facts: Facts[Any]) -> DuePrompt:
        first = firsts.get(facts.delivery.subject)
        if first is None or facts.person is None:
            return DuePrompt(None, answered=True)
        is_answered = (facts.person.user_id, first.id) in answered
        return DuePrompt(choices.get(first.id), answered=is_answered)

    return {facts.delivery.id: due(facts) for facts in batch}


async def _chosen(transaction: Transaction, libraries: Libraries, batch: Batch) -> dict[str, DuePrompt]:
    if not batch:
        return {}
    choices = await prompts.choose(transaction, libraries, batch)
    first = min(facts.delivery.on for facts in batch)
    ignored = await ignored_by_each(transaction, [facts.person for facts in batch if facts.person], first)
    return {
        facts.delivery.id: DuePrompt(choice, ignored.get(facts.delivery.recipient, 0))
        for facts, choice in zip(batch, choices, strict=True)
    }


async def _lost(transaction: Transaction, _library: Library, _facts: Facts[Any]) -> LostToken | None:
    return await transaction.workspaces.lost()


LOADERS: dict[type[Any], Loader] = {
    DuePrompt: _prompts,
    ChannelNudge: one_by_one(load_channel_nudge),
    CheckInFacts: load_due_checkins,
    TeamSplit: one_by_one(load_split),
    Commitment: one_by_one(load_commitment),
    RideFacts: one_by_one(load_due_ride),
    TeamMember: one_by_one(load_membership),
    LeaderInvitation: one_by_one(load_invitation),
    LetterFacts: one_by_one(load_due_letter),
    ReportFacts: one_by_one(load_report),
    ProgrammeFacts: one_by_one(load_due_summary),
    FeedbackFacts: one_by_one(load_feedback),
    MeetingOffers: one_by_one(load_offers),
    CalendarFacts: one_by_one(load_calendar),
    LostToken: one_by_one(_lost),
}
# What is written before a message is made, in its transaction: aggregates are counted once, and the next letter is
# planned.
PREPARATIONS: dict[str, Prepare] = {
    DIGEST: keep_split,
    QUARTERLY_LETTER: plan_next_letter,
    QUARTER_REPORT: keep_report,
}
