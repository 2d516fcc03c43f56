"""What one of the two did with a ride-along, to the other. Its subject is "<ride-along> <version> <what>"."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.ridealongs import news
from bot.domain.ridealongs.facts import News, RideFacts
from bot.domain.ridealongs.ridealongs import State
from bot.nudges.nudge import Facts, Need, Nudge, Silence
from content.models import Library


def compose(facts: Facts, library: Library) -> Message | Silence:
    """The news, unless something newer is on its way already."""
    ride = facts.ridealong
    if ride is None:
        return Silence("gone")
    _, version, what = facts.delivery.subject.split(" ")
    return news(library, ride, News(what)) if _still_so(ride, int(version), News(what)) else Silence("overtaken")


def _still_so(facts: RideFacts, version: int, what: News) -> bool:
    if facts.ride.version != version:
        return False
    expected = {News.CANCELLED: {State.CANCELLED}, News.CONFIRMED: {State.CONFIRMED, State.OVER}}
    return facts.ride.state in expected.get(what, {State.PLANNED, State.CONFIRMED})


NUDGE = Nudge(
    key="ridealong_news",
    compose=compose,
    grace=timedelta(days=2),
    needs=frozenset({Need.RIDEALONG}),
    uninvited=True,
)
