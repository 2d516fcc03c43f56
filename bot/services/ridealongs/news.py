"""Tells one of the two what the other did with a ride-along; inside the caller's transaction."""

from bot.domain.codec import NewsSubject, encode
from bot.domain.ridealongs.facts import News
from bot.domain.ridealongs.ridealongs import RideAlong
from bot.nudges import RIDEALONG_NEWS
from bot.services.context import Context
from bot.services.people.colleague_messages import reach
from bot.storage.transaction import Transaction


async def tell_other(
    context: Context, transaction: Transaction, before: RideAlong, after: RideAlong, by: str, news: News
) -> bool:
    """Tell the other what `by` did; if they had not said yes to it, only within the limits on messages to them. Returns
    whether they are told.
    """
    is_told = True
    for other in await transaction.people.some([after.other(by)]):
        agreed = other.user_id in before.confirmed_by
        subject = encode(NewsSubject(after.id, after.version, news, int(agreed)))
        if agreed:
            await transaction.outbox.add(context.at_once(other, RIDEALONG_NEWS, subject))
        else:
            is_told = await reach(context, transaction, other, RIDEALONG_NEWS, subject)
    return is_told
