"""The aggregates of the admin's page; inside the caller's transaction.

They are counted when an admin opens the page, since nothing else needs them; what was shown once stays as it was.
"""

from datetime import date, datetime

from bot.domain.admin.admin import StartedGroup
from bot.domain.admin.participation import COUNTED_AFTER, Participation, participation_of
from bot.domain.aggregates import AggregateKind, grown, is_shown
from bot.domain.pictures import WEEKS
from bot.domain.time.localtime import WEEK
from bot.domain.visibility import FOR_ADMIN
from bot.services.checkins.aggregates import week_aggregate
from bot.storage.transaction import Transaction


async def started(transaction: Transaction, now: datetime) -> dict[StartedGroup, int]:
    """How many people have started, by group; a group of fewer than five has no number, and numbers grow by five or
    more.

    A person who was counted in one group is not counted in the other, whatever they do later.
    """
    aggregates = {
        group: await transaction.aggregates.so_far(AggregateKind.STARTED, group, now) for group in StartedGroup
    }
    counted = {user_id for aggregate in aggregates.values() for user_id in aggregate.people}
    fresh = [(user_id, leads) for user_id, leads in await transaction.people.started() if user_id not in counted]
    shown = {}
    for group, before in aggregates.items():
        new = {user_id for user_id, leads in fresh if leads == (group is StartedGroup.LEADERS)}
        after = await transaction.aggregates.grow(before, grown(before, new, FOR_ADMIN))
        if is_shown(after, FOR_ADMIN):
            shown[group] = after.size
    return shown


async def participation(transaction: Transaction, this_week: date, now: datetime) -> Participation:
    """How many people answered the check-in in each week before that of Monday `this_week`.

    A week that no digest has counted is counted once the next week has ended.
    """
    first, last = this_week - WEEK * WEEKS, this_week - COUNTED_AFTER
    for week in await transaction.checkins.weeks_answered(first, last, FOR_ADMIN):
        await week_aggregate(transaction, week, now)
    return participation_of(await transaction.aggregates.of_kind(AggregateKind.WEEK, FOR_ADMIN), this_week)
