"""Offers a pause to somebody whose Slack status says they are away. Its subject is the last day away."""

from datetime import date

from bot.blocks.block_kit import Message
from bot.blocks.people.pauses import offer
from bot.domain.people.people import NudgeKind
from bot.domain.time.localtime import local_date
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def compose(facts: Facts[object], library: Library) -> Message | Skip:
    """The offer, while that day is still to come."""
    until = date.fromisoformat(facts.delivery.subject)
    return Skip("over") if until < local_date(facts.now, facts.zone) else offer(library, until)


# It does not count towards the budget: it answers something they did, usually on a day with a check-in.
NUDGE = Nudge(key="pause_offer", compose=compose, grace=None, kind=NudgeKind.PAUSE_OFFERS)
