"""Tells one of the two what the other did with a ride-along. Its subject is a `NewsSubject`."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.ridealongs import news
from bot.domain.codec import NewsSubject, decode
from bot.domain.ridealongs.facts import News, RideFacts
from bot.domain.ridealongs.ridealongs import RideAlongState
from bot.nudges.nudge import Facts, Nudge, Skip
from bot.nudges.ridealongs.soon import is_before_then
from content.models import Library


def compose(facts: Facts[RideFacts], library: Library) -> Message | Skip:
    """The news, unless it is out of date."""
    ride = facts.payload
    if ride is None:
        return Skip("gone")
    if facts.delivery.moved_from is not None and ride.ride.starts_at <= facts.now:
        return Skip("over")
    subject = decode(NewsSubject, facts.delivery.subject)
    return news(library, ride, subject.news) if _still_so(ride, subject.version, subject.news) else Skip("overtaken")


def _was_agreed(facts: Facts[RideFacts]) -> bool:
    """Whether they had said yes to what changed: without the news they would go there as agreed, even after a pause."""
    subject = decode(NewsSubject, facts.delivery.subject)
    return bool(subject.agreed) and subject.news is not News.CONFIRMED


def _still_so(facts: RideFacts, version: int, news: News) -> bool:
    if facts.ride.version != version:
        return False
    expected = {
        News.CANCELLED: {RideAlongState.CANCELLED},
        News.CONFIRMED: {RideAlongState.CONFIRMED, RideAlongState.OVER},
    }
    return facts.ride.state in expected.get(news, {RideAlongState.PLANNED, RideAlongState.CONFIRMED})


NUDGE = Nudge(
    key="ridealong_news",
    compose=compose,
    grace=timedelta(days=2),
    loads=RideFacts,
    reaches_newcomers=True,
    by_others=True,
    outlasts_pauses=_was_agreed,
    ignores_hours=is_before_then,
)
