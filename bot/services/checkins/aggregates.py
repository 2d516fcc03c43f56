"""Aggregates: each is made once and kept; inside the caller's transaction."""

from datetime import date, datetime

from bot.domain.aggregates import Aggregate, AggregateKind, grown, is_shown
from bot.domain.checkins.checkins import team_split
from bot.domain.checkins.letters import report_aggregate
from bot.domain.integrations.webhooks import WebhookKind
from bot.domain.prompts.answers import PRACTISED
from bot.domain.time.fiscal import Quarter
from bot.domain.time.localtime import DAY, WEEK
from bot.domain.visibility import FOR_ADMIN, FOR_LEADER
from bot.nudges import CHECKIN
from bot.services.planning.announcements import announce_count
from bot.storage.transaction import Transaction


async def week_aggregate(
    transaction: Transaction, week: date, now: datetime, threshold: int = FOR_LEADER
) -> Aggregate | None:
    """The aggregate of the week of Monday `week`: counted and kept the first time anybody asks, from `threshold`
    answers up, and never for a group that is no larger as a whole.

    Digests and reports are made only from these, so no subtraction of two of them leaves fewer people.
    """
    aggregate = await transaction.aggregates.get(AggregateKind.WEEK, week.isoformat())
    if aggregate is not None:
        return aggregate
    checkins = await transaction.checkins.in_week(week)
    counts = team_split((checkin.answer for checkin in checkins), threshold)
    people = frozenset(checkin.user_id for checkin in checkins)
    if counts is None or await is_whole_group(transaction, week, people):
        return None
    plain = {answer.value: count for answer, count in counts.items()}
    kept = await transaction.aggregates.keep(
        Aggregate(AggregateKind.WEEK, week.isoformat(), now, len(people), plain, people=people)
    )
    await announce_count(transaction, WebhookKind.WEEK, kept)
    return kept


async def is_whole_group(transaction: Transaction, week: date, answered: frozenset[str]) -> bool:
    """Whether enough people answered, but they are everybody who was asked for that week: a group no larger than the
    threshold. Each person in it could work out the others' answers, and if all gave the same one, everybody's answer is
    known.
    """
    if len(answered) != FOR_LEADER:
        return False
    asked = await transaction.outbox.recipients_between(CHECKIN, week, week + WEEK - DAY)
    others = await transaction.people.some(asked - answered)
    return not any(person.is_leader and not person.is_head for person in others)


async def quarter_aggregate(transaction: Transaction, quarter: Quarter, now: datetime) -> Aggregate | None:
    """The same for a quarter, over its weeks with five people or more; every admin reads the same one."""
    aggregate = await transaction.aggregates.get(AggregateKind.QUARTER, quarter.name)
    if aggregate is not None:
        return aggregate
    weeks = [await week_aggregate(transaction, week, now, FOR_ADMIN) for week in quarter.weeks]
    fresh = report_aggregate(quarter, [week for week in weeks if week is not None], now)
    if fresh is None:
        return None
    kept = await transaction.aggregates.keep(fresh)
    await announce_count(transaction, WebhookKind.QUARTER, kept)
    return kept


async def did_it(transaction: Transaction, delivery_id: str, now: datetime) -> int:
    """How many people did a channel's prompt, as its channel may know: 0 below three, growing by three or more."""
    before = await transaction.aggregates.so_far(AggregateKind.PROMPT, delivery_id, now)
    people = await transaction.answers.who(delivery_id, PRACTISED)
    after = await transaction.aggregates.grow(before, grown(before, people, FOR_LEADER))
    return after.size if is_shown(after, FOR_LEADER) else 0
