"""The letter to a leader about the last fiscal quarter. Its subject names the quarter."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.checkins.letters import letter
from bot.domain.checkins.letters import LetterFacts, is_worth_a_letter
from bot.domain.people.people import NudgeKind
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def compose(facts: Facts[LetterFacts], library: Library) -> Message | Skip:
    """One page, unless there is nothing to count or the fiscal calendar changed."""
    if facts.payload is None:
        return Skip("no such quarter any more")
    if not is_worth_a_letter(facts.payload):
        return Skip("too few check-ins")
    return letter(library, facts.payload, facts.delivery.subject)


# It is planned for a day when it and the daily prompt are the only two messages; `/secondchair letter` shows it any
# time.
NUDGE = Nudge(
    key="quarterly_letter",
    compose=compose,
    grace=timedelta(days=3),
    loads=LetterFacts,
    counts_towards_budget=True,
    moves=5,
    kind=NudgeKind.LETTERS,
)
